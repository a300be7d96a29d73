"""Everything in the mirror that follows from what was said, made anew from that alone (rule 7.1)."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.mirror.cursor import Cursor, read_cursor, take_lead
from backend.mirror.follow import OnStep
from backend.mirror.incidents import ChainContradictsItself, NothingMirrored
from backend.mirror.ledger.copy import copy_rows
from backend.mirror.ledger.recall import NOTHING_CHANGED, LedgerContradictsItself, Recall
from backend.mirror.ledger.rows import TABLES, Rows, State, write_rows
from backend.mirror.ledger.write import read_table
from backend.mirror.proof.differences import compare_rows
from backend.mirror.sync import Step
from backend.tables import blocks, metadata

WANTED = 20_000
"""Rows in memory at once, about, besides the accounts of all holders."""
FIRST_WIDTH = 64
"""Blocks read at once, before it is known how much is in them."""


@dataclass(slots=True)
class Rebuilt:
    """Rows by table: all that were made anew, and those of them that were missing, wrong or too many."""

    made: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)


async def rebuild(connection: AsyncConnection, on_step: OnStep | None = None) -> Rebuilt:
    """Make all rows anew, block after block, and mend those that are otherwise. Commits nothing.

    From here to the end of the transaction no mirror writes; one that runs starts anew then. Readers see the
    rows as they were until it is committed. on_step: told of each piece, with its rows as events.
    Raises NothingMirrored, and LedgerContradictsItself when the rows of what was said exclude each other.
    """
    cursor = await lead(connection)
    recall, state, rebuilt = Recall(cursor.factory), State(), Rebuilt()
    after, width = -1, FIRST_WIDTH
    while (last := await _find_last(connection, after, width)) is not None:
        kept = await read_rows(connection, after, last)
        try:
            made = write_rows(state, recall.take(kept))
        except ChainContradictsItself as wrong:
            # The chain was not asked: what its events exclude is a row that is missing here, or wrong.
            raise LedgerContradictsItself(f"{wrong.detail} {NOTHING_CHANGED}") from wrong
        for table in TABLES:
            rebuilt.made[table] += len(made[table])
            rebuilt.mended[table] += await _mend(connection, table, kept, made, after, last)
        rows = sum(map(len, kept.values()))
        if on_step:
            on_step(Step(last, cursor.block_number, rows, 0))
        after, width = last, max(1, min(2 * width, width * WANTED // max(1, rows)))
    return rebuilt


async def lead(connection: AsyncConnection) -> Cursor:
    """The cursor, which nobody else moves until the transaction ends. Raises NothingMirrored."""
    await require_cursor(connection)
    await take_lead(connection)
    return await require_cursor(connection)


async def require_cursor(connection: AsyncConnection) -> Cursor:
    """Raises NothingMirrored."""
    cursor = await read_cursor(connection)
    if cursor is None:
        raise NothingMirrored("There is nothing to rebuild yet: start `coprod worker` first.")
    return cursor


async def read_rows(connection: AsyncConnection, after: int, last: int) -> Rows:
    """Of all tables, from the blocks after one up to another."""
    return {name: await read_table(connection, name, after, last) for name in TABLES}


async def _find_last(connection: AsyncConnection, after: int, width: int) -> int | None:
    """The last of so many blocks; None when there are no more."""
    some = select(blocks.c.number).where(blocks.c.number > after).order_by(blocks.c.number).limit(width)
    last: int | None = await connection.scalar(select(func.max(some.subquery().c.number)))
    return last


async def _mend(connection: AsyncConnection, name: str, kept: Rows, made: Rows, after: int, last: int) -> int:
    """How many rows of a table were otherwise in these blocks."""
    wrong = {tuple(each.key.values()) for each in compare_rows(name, kept[name], made[name])}
    if wrong:
        table = metadata.tables[name]
        number = table.c.block_number
        await connection.execute(delete(table).where(number > after, number <= last))
        await copy_rows(connection, table, made[name])
    return len(wrong)
