"""The mirror compared with the chain again and again, and what was found written down for all to read."""

import asyncio
import time
from collections.abc import AsyncIterator
from decimal import Decimal

import structlog
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.chain.client import ChainClient
from backend.db import describe
from backend.errors import CoprodError
from backend.mirror.follow import PASSING
from backend.mirror.proof.reconcile import Reconciliation, reconcile
from backend.mirror.reader import WANTED
from backend.tables import reconciliations

log = structlog.get_logger("mirror")

KEPT = 100
"""Results, the newest ones."""
SOON = 5
"""Seconds until the next try when nothing could be compared, such as after a reorg."""
GENTLE = 1_000
"""Logs in one piece where a mirror is at work in the same process: it shall not wait long for its turn."""


async def audit(
    client: ChainClient,
    engine: AsyncEngine,
    *,
    log_range: int,
    wanted: int = WANTED,
    every_block: bool = False,
) -> Reconciliation:
    """Compare once, and write the result into `reconciliations`. Raises as reconcile does."""
    started, began = int(time.time()), time.monotonic_ns()
    async with engine.connect() as connection:
        found = await reconcile(
            client, connection, log_range=log_range, wanted=wanted, every_block=every_block
        )
    milliseconds = (time.monotonic_ns() - began) // 1_000_000
    async with engine.begin() as connection:
        await _write(connection, found, started, milliseconds)
    return found


async def audit_on(
    client: ChainClient, engine: AsyncEngine, *, seconds: float, log_range: int, wanted: int = WANTED
) -> AsyncIterator[Reconciliation | CoprodError | OperationalError]:
    """Compare now and every so many seconds: each time what was found, or why nothing could be compared."""
    outcome: Reconciliation | CoprodError | OperationalError
    while True:
        pause = seconds
        try:
            outcome = await audit(client, engine, log_range=log_range, wanted=wanted)
        except (CoprodError, OperationalError) as reason:
            outcome = reason
            if isinstance(reason, PASSING):
                pause = min(seconds, max(SOON, client.pause))
        yield outcome
        await asyncio.sleep(pause)


def log_round(found: Reconciliation | CoprodError | OperationalError) -> None:
    """A line of the log for each difference, and one for the whole; or why nothing was compared."""
    if not isinstance(found, Reconciliation):
        log.warning("mirror and chain not compared", reason=explain(found))
        return
    for difference in found.differences:
        log.error(f"mirror and chain differ: {difference}", block=found.as_of.number)
    values, differences = sum(found.compared.values()), len(found.differences)
    log.info("compared", block=found.as_of.number, values=values, differences=differences)


def explain(reason: CoprodError | OperationalError) -> str:
    """Why nothing was compared."""
    return describe(reason) if isinstance(reason, OperationalError) else str(reason)


async def _write(connection: AsyncConnection, found: Reconciliation, started: int, milliseconds: int) -> None:
    await connection.execute(
        insert(reconciliations).values(
            started_at=started,
            seconds=Decimal(milliseconds) / 1000,
            block_number=found.as_of.number,
            block_hash=found.as_of.hash,
            compared=sum(found.compared.values()),
            differences=[str(each) for each in found.differences],
        )
    )
    newest = select(reconciliations.c.id).order_by(reconciliations.c.id.desc()).limit(KEPT)
    await connection.execute(delete(reconciliations).where(reconciliations.c.id.not_in(newest)))
