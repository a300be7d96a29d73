"""`coprod worker`: the mirror follows the chain, and jobs do what the database says is to be done.

The jobs: approved statements become money in wallets, what wallets sent is followed, events go out to
webhooks. Each step is one transaction, so that any number of workers share the work, on any machine.
"""

import asyncio
import contextlib
import signal
import traceback
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Literal, NamedTuple

import structlog

from backend.chain.client import ChainClient
from backend.chain.deployment import read_deployment
from backend.chain.errors import NodeUnreachable
from backend.db import open_engine
from backend.errors import CoprodError
from backend.leading import first_of, lead
from backend.mirror.follow import OnStep
from backend.mirror.sync import Mirror
from backend.payer import Payer
from backend.royalties.sender.keys import Key, KeyUnusable, open_keystore
from backend.settings import Settings
from backend.watch import Watch
from backend.webhooks.delivery import Deliveries

log = structlog.get_logger("payer")

IDLE_SECONDS = 300
"""A job that is frozen, or gone, in the middle of a transaction keeps the others waiting no longer."""

Role = Literal["mirror", "jobs"]
Work = Coroutine[Any, Any, None]


class Keys(NamedTuple):
    """Those that are here: without a payer holders can still claim, without a reporter it deposits itself."""

    payer: Key | None
    reporter: Key | None


class WorkerFailed(CoprodError):
    """The worker met an error that it does not know: it ends, and whoever watches it starts it again."""

    type = "worker-failed"
    title = "The worker ended"


async def run_worker(
    settings: Settings, database_url: str, on_step: OnStep | None = None, only: Role | None = None
) -> None:
    """Until SIGTERM or Ctrl-C; the step that jobs have in hand is finished first.

    on_step: see mirror.follow. only: the one role it has; both without.
    Raises KeyUnusable, NodeUnreachable, FactoryNotDeployed, the mirror's Incident, and WorkerFailed for what
    nobody foresaw, after its traceback: what was in hand is undone, and tried again at the next start.
    """
    try:
        await _work(settings, database_url, on_step, only)
    except CoprodError:
        raise
    except Exception as failure:
        # Python's own traceback, which shows no values: structlog's would show keys.
        log.critical("the worker ends", exception="".join(traceback.format_exception(failure)).rstrip())
        what = f"{type(failure).__name__}: {failure}".partition("\n")[0]
        raise WorkerFailed(
            f"The worker ended by an error that it does not know ({what}). Nothing is lost: start it again, "
            "and report what stands above if it comes back."
        ) from failure


async def _work(settings: Settings, database_url: str, on_step: OnStep | None, only: Role | None) -> None:
    keys = None if only == "mirror" else _open_keys(settings)
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with AsyncExitStack() as stack:
        reading = await stack.enter_async_context(ChainClient(settings.rpc_urls))
        chain_id = await _ask_chain(reading)
        works: list[Work] = []
        if only != "jobs":
            deployment = read_deployment(settings.home, chain_id)
            engine = await stack.enter_async_context(open_engine(database_url))
            mirror = Mirror(reading, engine, deployment, log_range=settings.log_range)
            works.append(lead(engine, mirror, settings, on_step))
        if keys is None:
            works.append(_wait_for(stopping))
        else:
            works += await _prepare_jobs(stack, settings, database_url, chain_id, keys, stopping)
        log.info("worker started", chain=chain_id, role=only or "mirror and jobs")
        await first_of(*works)
    log.info("worker stopped")


async def _prepare_jobs(
    stack: AsyncExitStack,
    settings: Settings,
    database_url: str,
    chain_id: int,
    keys: Keys,
    stopping: asyncio.Event,
) -> list[Work]:
    """Each until `stopping`, when it has finished its step."""
    # Clients of their own: their failures do not move the mirror to another node in the middle of a step.
    books = await stack.enter_async_context(open_engine(database_url, idle_seconds=IDLE_SECONDS))
    paying = await stack.enter_async_context(ChainClient(settings.rpc_urls, chain_id=chain_id))
    watching = await stack.enter_async_context(ChainClient(settings.rpc_urls, chain_id=chain_id))
    reporters = {keys.reporter.address: keys.reporter} if keys.reporter else {}
    jobs = (
        Payer(books, paying, chain_id, settings, payer=keys.payer, reporters=reporters),
        Watch(books, watching, chain_id),
        Deliveries(books, allows_private=settings.webhooks_private),
    )
    return [each.follow(stopping, settings.poll_seconds) for each in jobs]


async def _wait_for(stopping: asyncio.Event) -> None:
    await stopping.wait()


async def _ask_chain(client: ChainClient) -> int:
    """Of the first node that answers. Raises what the last one had to say."""
    for _ in client.endpoints[1:]:
        with contextlib.suppress(NodeUnreachable):
            return await client.chain_id()
    return await client.chain_id()


def _open_keys(settings: Settings) -> Keys:
    return Keys(
        _open_key(settings.payer_keystore, settings.payer_password_file, "PAYER"),
        _open_key(settings.reporter_keystore, settings.reporter_password_file, "REPORTER"),
    )


def _open_key(keystore: Path | None, password_file: Path | None, name: str) -> Key | None:
    if keystore is None:
        log.warning(f"no COPROD_{name}_KEYSTORE: nothing is sent from that account")
        return None
    if password_file is None:
        raise KeyUnusable(f"COPROD_{name}_KEYSTORE is set: set COPROD_{name}_PASSWORD_FILE too.")
    return open_keystore(keystore, password_file)
