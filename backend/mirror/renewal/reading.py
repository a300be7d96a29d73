"""The whole mirror read from the chain again, beside the one that is in use, and then put in its place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import structlog
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.chain.client import Block, ChainClient
from backend.chain.deployment import Deployment
from backend.db import create_engine
from backend.errors import CoprodError
from backend.mirror.cursor import Cursor, move_cursor
from backend.mirror.endpoints import recall_ranges
from backend.mirror.follow import PASSING, OnStep
from backend.mirror.incidents import ChainMoved, LogsLeftOut
from backend.mirror.ledger.copy import copy_rows
from backend.mirror.ledger.rows import TABLES
from backend.mirror.ledger.write import row_of
from backend.mirror.proof.parallel import find_blocks
from backend.mirror.reader import NEAR
from backend.mirror.renewal.rebuild import Rebuilt, lead, require_cursor
from backend.mirror.renewal.swap import put_in_place
from backend.mirror.reorg import find_fork
from backend.mirror.retract import retract
from backend.mirror.sync import Mirror
from backend.tables import blocks, metadata

log = structlog.get_logger("mirror")

SCHEMA = "renewal"
"""Where the tables lie meanwhile."""
PATIENCE = 10
"""Failures in a row of what may pass."""


class RenewalRefused(CoprodError):
    """The database does not let us read everything anew beside what there is."""

    type = "renewal-refused"
    title = "The mirror cannot be read anew"


async def renew(
    client: ChainClient, engine: AsyncEngine, *, log_range: int, on_step: OnStep | None = None
) -> Rebuilt:
    """Read everything from the factory's block on, and make the mirror be as the chain said it this time.

    Readers see the old state, and a running mirror follows the chain, until all is there; the change is one
    transaction. What the payer did, and what the chain ever took back, stays. A failure changes nothing.
    Raises NothingMirrored, RenewalRefused, ChainMoved (try again), Incident, and what the node failed by.
    """
    async with engine.connect() as connection:
        cursor = await require_cursor(connection)
        await recall_ranges(connection, client.endpoints)
    deployment = Deployment(cursor.chain_id, cursor.factory, cursor.start_number, {})
    async with _open_schema(engine) as beside:
        mirror = Mirror(client, beside, deployment, log_range=log_range)
        await _read(mirror, on_step)
        await _agree_on_blocks(client, engine, beside)
        async with engine.begin() as connection:
            cursor = await lead(connection)
            # What came meanwhile; nobody else writes any more.
            await _read(mirror, on_step)
            await _agree_on_blocks(client, engine, beside)
            return await _change(client, connection, cursor, beside)


async def _read(mirror: Mirror, on_step: OnStep | None) -> None:
    """Until it is where the chain is."""
    failures = 0
    while True:
        try:
            step = await mirror.step()
        except PASSING as reason:
            failures += 1
            if failures > PATIENCE:
                raise
            if isinstance(reason, LogsLeftOut):
                mirror.client.distrust(reason.detail)
            log.warning("waiting", reason=str(reason))
            await asyncio.sleep(mirror.client.pause or 1)
            continue
        failures = 0
        if on_step:
            on_step(step)
        if step.caught_up:
            return


async def _agree_on_blocks(client: ChainClient, engine: AsyncEngine, beside: AsyncEngine) -> None:
    """Which blocks without events are kept depends on what was asked for at once: those that are kept now are
    kept again, as far as the chain has them."""
    async with engine.connect() as connection:
        ours = set(await connection.scalars(select(blocks.c.number)))
    async with beside.begin() as connection:
        cursor = await require_cursor(connection)
        theirs = set(await connection.scalars(select(blocks.c.number)))
        await connection.execute(
            _FORGET, {"numbers": list(theirs - ours), "final": cursor.final_number - NEAR}
        )
        wanted = sorted(each for each in ours - theirs if each < cursor.block_number)
        heads = [row_of(head) async for head in find_blocks(client, wanted)]
        await copy_rows(connection, blocks, heads)


async def _change(
    client: ChainClient, connection: AsyncConnection, cursor: Cursor, beside: AsyncEngine
) -> Rebuilt:
    """Commits nothing. Raises ChainMoved when the node is behind."""
    async with beside.connect() as other:
        renewed = await require_cursor(other)
    base = await client.block(cursor.block_number)
    if renewed.block_number < cursor.block_number or base is None:
        raise ChainMoved(
            f"{client.name} is at block {renewed.block_number}, behind the mirror's {cursor.block_number}: "
            "nothing was changed, try again or with another node."
        )
    if base.hash != cursor.block_hash:
        base = await find_fork(client, connection, cursor)
        end = Block(renewed.block_number, renewed.block_hash, "", renewed.block_time)
        await retract(connection, cursor, base, end)
    rows, different = await put_in_place(connection, SCHEMA, base.number)
    await move_cursor(connection, cursor, replace(renewed, epoch=cursor.epoch))
    return Rebuilt(rows, different)


@asynccontextmanager
async def _open_schema(engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """Empty tables of the mirror beside those in use, for as long as the block lasts."""
    async with engine.connect() as connection:
        # No open transaction while it holds the lock, which lasts as long as the connection.
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        lock = text("select pg_try_advisory_lock(hashtextextended('renewal', 0))")
        if not await connection.scalar(lock):
            raise RenewalRefused("The mirror is being read anew already, by another `coprod mirror rebuild`.")
        try:
            await connection.execute(text(f"drop schema if exists {SCHEMA} cascade"))
            await connection.execute(text(f"create schema {SCHEMA}"))
        except ProgrammingError as refusal:
            raise RenewalRefused(
                f"The database does not let us make the schema {SCHEMA!r} ({str(refusal.orig).strip()}): "
                "grant CREATE on the database to the user of COPROD_DATABASE_URL."
            ) from refusal
        beside = create_engine(engine.url.render_as_string(hide_password=False), schema=SCHEMA)
        try:
            async with beside.begin() as tables:
                await tables.run_sync(_make_tables)
            yield beside
        finally:
            await beside.dispose()
            await connection.execute(text(f"drop schema {SCHEMA} cascade"))
            # Closed, not put back into the pool: the lock goes with it.
            await connection.invalidate()


def _make_tables(connection: Connection) -> None:
    names = ("cursor", "blocks", "reorgs", "retracted", *TABLES)
    metadata.create_all(connection, [metadata.tables[name] for name in names], checkfirst=False)


_SPEAKING = " union all ".join(f"select block_number from {name}" for name in TABLES)
_FORGET = text(
    f"delete from blocks where number = any(:numbers) and number < :final and number not in ({_SPEAKING})"
)
