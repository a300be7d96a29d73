"""`coprod worker`: the mirror follows the chain, approved statements become money in wallets, and what
wallets sent is followed.

All that is to be done stands in the database, and each step is one transaction there: a worker that is
killed takes nothing with it, another one goes on, and several share the work.
"""

import asyncio
import contextlib
import signal
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.amounts import format_decimal, least_units
from backend.chain.client import Block, ChainClient
from backend.chain.deployment import read_deployment
from backend.chain.errors import NodeUnreachable
from backend.chain.heads import follow as heads_of
from backend.db import describe, is_lost, open_engine
from backend.errors import CoprodError
from backend.mirror.follow import Heads, OnStep, follow
from backend.mirror.incidents import AnotherLeads
from backend.mirror.proof.audits import GENTLE, audit_on, log_round
from backend.mirror.sync import Mirror, Step
from backend.royalties.batches import Pushing
from backend.royalties.completion import finish_statements, note_deposits
from backend.royalties.deposits import advance_deposit, find_next_deposits, lock_statement
from backend.royalties.payouts import advance_round, find_campaigns
from backend.royalties.releases import Release, find_releases, record_release
from backend.royalties.sender.accounts import GWEI, Sending, find_low_balance
from backend.royalties.sender.keys import Key, KeyUnusable, open_keystore
from backend.royalties.sender.lag import find_chain
from backend.royalties.sender.settlement import settle
from backend.royalties.sender.signing import fill_gaps, raise_stuck, sign_due
from backend.settings import Settings
from backend.watch import Watch
from backend.webhooks.delivery import Deliveries

log = structlog.get_logger("payer")

LOOK_SECONDS = 60
"""Between two looks at what the accounts have left for gas."""
COIN_DECIMALS = 18
IDLE_SECONDS = 300
"""A payer that is frozen, or gone, in the middle of a transaction keeps the others waiting no longer."""

Job = Callable[[AsyncConnection], Awaitable[bool]]

_TRY_LOCK = text("select pg_try_advisory_lock(hashtextextended('mirror', 0))")


class WorkerFailed(CoprodError):
    """The worker met an error that it does not know: it ends, and whoever watches it starts it again."""

    type = "worker-failed"
    title = "The worker ended"


class Payer:
    """The royalties' work, step by step: `payer` sends payouts, each of `reporters` deposits what it reports.

    Without a payer nobody is pushed: holders can still claim.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        client: ChainClient,
        chain_id: int,
        settings: Settings,
        *,
        payer: Key | None,
        reporters: dict[str, Key],
    ) -> None:
        def open_account(key: Key) -> Sending:
            return Sending(
                key,
                chain_id,
                settings.gas_margin_percent,
                most_fee=int(settings.most_fee_gwei * GWEI),
                patience=settings.patience_blocks,
                in_flight=settings.in_flight,
            )

        self._engine = engine
        self._client = client
        self._chain_id = chain_id
        self._pushing = Pushing(settings.payout_minimum, settings.payout_batch, settings.payout_gas)
        self._payer = payer and open_account(payer)
        self._reporters = {each: open_account(key) for each, key in reporters.items()}
        self._low_balance = least_units(settings.low_balance, COIN_DECIMALS)
        self._alarms: dict[str, str] = {}

    async def follow(self, stopping: asyncio.Event, pause: float) -> None:
        """Step until `stopping`, and wait `pause` seconds whenever there was nothing to do."""
        looked_at = float(-LOOK_SECONDS)
        while not stopping.is_set():
            try:
                busy = await self.step()
                self._alarms.pop("database", None)
                if time.monotonic() - looked_at > LOOK_SECONDS:
                    await self.look_at_balances()
                    looked_at = time.monotonic()
            except DBAPIError as failure:
                if not is_lost(failure):
                    raise
                self._alarm("database", describe(failure))
                busy = False
            if not busy:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), pause)

    async def step(self) -> bool:
        """Do everything that can be done now; returns whether anything was."""
        async with self._engine.connect() as connection:
            # Of another chain, or not begun: the mirror says so, and nothing is sent to this one meanwhile.
            if await find_chain(connection) != self._chain_id:
                return False
            deposits = await find_next_deposits(connection)
            campaigns = await find_campaigns(connection) if self._payer else []
            releases = (
                await find_releases(connection, self._payer.chain_id, self._pushing.minimum)
                if self._payer
                else []
            )
        jobs: dict[str, Job] = {f"statement {key}": partial(self._deposit, key) for key in deposits}
        if self._payer:
            jobs |= {
                f"release {each.share_token} {each.number}": partial(self._release, self._payer, each)
                for each in releases
            }
            jobs |= {f"payout {each}": partial(self._pay, self._payer, each) for each in campaigns}
        for account in self._accounts:
            jobs |= {
                f"raise {account.address}": partial(self._raise, account),
                f"sign {account.address}": partial(self._sign, account),
            }
        jobs |= {"transactions": self._settle, "statements": self._finish}
        return any([await self._attempt(name, job) for name, job in jobs.items()])

    @property
    def _accounts(self) -> list[Sending]:
        """Each once: the payer may report too."""
        payer = {self._payer.address: self._payer} if self._payer else {}
        return list((self._reporters | payer).values())

    async def look_at_balances(self) -> None:
        """Alarm, once, for each account that has too little left for gas."""
        for account in self._accounts:
            name = f"balance {account.address}"
            try:
                low = await find_low_balance(self._client, account.address, self._low_balance)
            except CoprodError as failure:
                low = failure.detail
            if low is None:
                self._alarms.pop(name, None)
            else:
                self._alarm(name, low)

    async def _attempt(self, name: str, job: Job) -> bool:
        """One job in one transaction. What stops it is said once; it is tried again at the next step."""
        try:
            async with self._engine.begin() as connection:
                done = await job(connection)
        except CoprodError as stop:
            self._alarm(name, stop.detail)
            return False
        self._alarms.pop(name, None)
        return done

    def _alarm(self, name: str, message: str) -> None:
        if self._alarms.get(name) != message:
            self._alarms[name] = message
            log.error(message, job=name)

    async def _deposit(self, key: int, connection: AsyncConnection) -> bool:
        statement = await lock_statement(connection, key, "approved")
        if statement is None:
            return False
        reporter = self._reporters.get(statement.reporter)
        if reporter is None:
            raise KeyUnusable(
                f"Statement {key} is to be deposited by {statement.reporter}, of which there is no keystore "
                "here: set COPROD_REPORTER_KEYSTORE, or deposit from that wallet "
                f"(`coprod statements to-send {key}`)."
            )
        done = await advance_deposit(connection, self._client, reporter, statement)
        if done == "stopped":
            log.error(
                "deposit stopped: see the statement's error", statement=key, campaign=statement.campaign
            )
        elif done:
            log.info(f"deposit {done}", statement=key, campaign=statement.campaign, net=statement.net)
        return done is not None

    async def _release(self, payer: Sending, release: Release, connection: AsyncConnection) -> bool:
        await record_release(connection, self._client, payer, release)
        log.info(
            "release recorded",
            share_token=release.share_token,
            tranche=release.number,
            worth=format_decimal(release.worth),
        )
        return True

    async def _pay(self, payer: Sending, campaign: str, connection: AsyncConnection) -> bool:
        outcome = await advance_round(connection, self._client, payer, self._pushing, campaign)
        if outcome is None:
            return False
        if outcome.error:
            log.error(outcome.error, campaign=campaign)
        if outcome.refused:
            log.warning(
                "payments refused, still owed, tried again later", campaign=campaign, refused=outcome.refused
            )
        if outcome.closed:
            log.info("payouts closed", campaign=campaign, attempt=outcome.attempt, cost_wei=outcome.cost)
            return True
        counts = {
            "holders": outcome.holders,
            "batches": outcome.batches,
            "expected_cost_wei": outcome.cost,
        }
        log.info("payouts recorded", campaign=campaign, attempt=outcome.attempt, **counts)
        return True

    async def _raise(self, account: Sending, connection: AsyncConnection) -> bool:
        raised = await raise_stuck(connection, self._client, account)
        if raised:
            log.warning("signed anew with a higher fee", account=account.address, transactions=raised)
        return raised > 0

    async def _sign(self, account: Sending, connection: AsyncConnection) -> bool:
        filled = await fill_gaps(connection, self._client, account)
        if filled:
            log.warning("nonces without a transaction: filled", account=account.address, nonces=filled)
        return filled + await sign_due(connection, self._client, account) > 0

    async def _settle(self, connection: AsyncConnection) -> bool:
        settled = await settle(connection, self._client)
        for alarm in settled.alarms:
            log.error(alarm)
        return settled.moved > 0

    async def _finish(self, connection: AsyncConnection) -> bool:
        deposited, paid = await note_deposits(connection), await finish_statements(connection)
        for key in deposited:
            log.info("statement deposited", statement=key)
        for key in paid:
            log.info("statement paid", statement=key)
        return bool(deposited or paid)


async def run_worker(settings: Settings, database_url: str, on_step: OnStep | None = None) -> None:
    """Mirror, payer and watch, until SIGTERM or Ctrl-C; the step in hand is finished first.

    on_step: see mirror.follow.
    Raises KeyUnusable, NodeUnreachable, FactoryNotDeployed, the mirror's Incident, and WorkerFailed for what
    nobody foresaw, after its traceback: what was in hand is undone, and tried again at the next start.
    """
    try:
        await _work(settings, database_url, on_step)
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


async def _work(settings: Settings, database_url: str, on_step: OnStep | None) -> None:
    payer = _open_key(settings.payer_keystore, settings.payer_password_file, "PAYER")
    reporter = _open_key(settings.reporter_keystore, settings.reporter_password_file, "REPORTER")
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with open_engine(database_url) as engine, ChainClient(settings.rpc_urls) as reading:
        chain_id = await _ask_chain(reading)
        deployment = read_deployment(settings.home, chain_id)
        mirror = Mirror(reading, engine, deployment, log_range=settings.log_range)
        reporters = {reporter.address: reporter} if reporter else {}
        # The payer has its own: its failures do not move the mirror to another node in the middle of a step.
        async with (
            open_engine(database_url, idle_seconds=IDLE_SECONDS) as books,
            ChainClient(settings.rpc_urls, chain_id=chain_id) as paying,
            ChainClient(settings.rpc_urls, chain_id=chain_id) as watching,
        ):
            deliveries = Deliveries(books, allows_private=settings.webhooks_private)
            royalties = Payer(books, paying, chain_id, settings, payer=payer, reporters=reporters)
            log.info("worker started", chain=chain_id, factory=deployment.factory)
            await _first_of(
                _lead(engine, mirror, settings, on_step),
                royalties.follow(stopping, settings.poll_seconds),
                Watch(books, watching, chain_id).follow(stopping, settings.poll_seconds),
                deliveries.follow(stopping, settings.poll_seconds),
            )
    log.info("worker stopped")


async def _ask_chain(client: ChainClient) -> int:
    """Of the first node that answers. Raises what the last one had to say."""
    for _ in client.endpoints[1:]:
        with contextlib.suppress(NodeUnreachable):
            return await client.chain_id()
    return await client.chain_id()


async def _lead(engine: AsyncEngine, mirror: Mirror, settings: Settings, on_step: OnStep | None) -> None:
    """Follow the chain while no other worker on this database does; until cancelled."""

    def heads() -> AsyncIterator[Block]:
        return heads_of(settings.ws_url or mirror.client.current.url)

    waits = False
    while True:
        try:
            async with engine.connect() as connection:
                # No open transaction while it holds the lock, which lasts as long as the connection.
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                if (await connection.execute(_TRY_LOCK)).scalar_one():
                    waits = False
                    try:
                        await _follow(mirror, settings, heads, on_step)
                    except AnotherLeads as other:
                        log.warning(other.detail)
                    finally:
                        # Closed, not put back into the pool: the lock goes with it.
                        await connection.invalidate()
                elif not waits:
                    waits = True
                    log.info("standing by: another worker on this database leads", job="mirror")
        except DBAPIError as failure:
            if not is_lost(failure):
                raise
            log.warning(describe(failure), job="mirror")
        await asyncio.sleep(settings.poll_seconds)


async def _follow(mirror: Mirror, settings: Settings, heads: Heads, on_step: OnStep | None) -> None:
    """The mirror, and beside it its proof, from when it has caught up for the first time."""
    caught_up = asyncio.Event()

    def note(step: Step) -> None:
        if step.caught_up:
            caught_up.set()
        if on_step:
            on_step(step)

    await _first_of(
        follow(mirror, poll_seconds=settings.poll_seconds, heads=heads, on_step=note),
        _audit(mirror.engine, settings, caught_up),
    )


async def _audit(engine: AsyncEngine, settings: Settings, caught_up: asyncio.Event) -> None:
    """Until cancelled; by connections to the nodes of its own, so that it makes none of the mirror's rest."""
    await caught_up.wait()
    async with ChainClient(settings.rpc_urls) as client:
        rounds = audit_on(
            client, engine, seconds=settings.reconcile_seconds, log_range=settings.log_range, wanted=GENTLE
        )
        async for found in rounds:
            log_round(found)


async def _first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Run them together until one ends, end the others, and raise what it raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


def _open_key(keystore: Path | None, password_file: Path | None, name: str) -> Key | None:
    if keystore is None:
        log.warning(f"no COPROD_{name}_KEYSTORE: nothing is sent from that account")
        return None
    if password_file is None:
        raise KeyUnusable(f"COPROD_{name}_KEYSTORE is set: set COPROD_{name}_PASSWORD_FILE too.")
    return open_keystore(keystore, password_file)
