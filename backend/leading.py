"""One mirror of a database follows the chain; the others stand by, and one of them leads when it ends."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import Block, ChainClient
from backend.chain.heads import follow as heads_of
from backend.db import describe, is_lost
from backend.mirror.follow import Heads, OnStep, follow
from backend.mirror.incidents import AnotherLeads
from backend.mirror.proof.audits import GENTLE, audit_on, log_round
from backend.mirror.sync import Mirror, Step
from backend.settings import Settings

log = structlog.get_logger("payer")

_TRY_LOCK = text("select pg_try_advisory_lock(hashtextextended('mirror', 0))")


async def lead(engine: AsyncEngine, mirror: Mirror, settings: Settings, on_step: OnStep | None) -> None:
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

    await first_of(
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


async def first_of(*works: Coroutine[Any, Any, None]) -> None:
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
