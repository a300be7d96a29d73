"""The two tables of allowed moves, walked on real rows (PROTOCOL 7.2)."""

from itertools import product
from typing import Any

import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.royalties.moves import OPEN, STATEMENT_MOVES, TRANSACTION_MOVES, MoveForbidden, MoveMissed, move
from backend.tables import statements, transactions

SOMEBODY = "0x" + 39 * "0" + "1"
HASH = "0x" + 64 * "a"

STATEMENT: dict[str, Any] = {
    **dict.fromkeys(("campaign", "waterfall", "currency", "reporter"), SOMEBODY),
    **dict.fromkeys(("file_hash", "content_hash", "document_hash", "statement_id"), HASH),
    **dict.fromkeys(("document", "call"), b"x"),
    **dict.fromkeys(("file_name", "uri"), "x"),
    **dict.fromkeys(("gross", "net", "created_at"), 1),
}
TRANSACTION: dict[str, Any] = {
    **dict.fromkeys(("sender", "receiver"), SOMEBODY),
    **dict.fromkeys(("nonce", "expected_gas", "gas", "attempt", "created_at"), 1),
    "data": b"x",
    "intent": "x",
    "hash": HASH,
}
TABLES = {
    "statements": (statements, STATEMENT, STATEMENT_MOVES),
    "transactions": (transactions, TRANSACTION, TRANSACTION_MOVES),
}


async def add(connection: AsyncConnection, table: Table, row: dict[str, Any], status: str) -> int:
    stored = await connection.execute(insert(table).values(row | {"status": status}).returning(table.c.id))
    return int(stored.scalar_one())


@pytest.mark.parametrize("name", TABLES)
async def test_only_the_tables_moves_are_made(engine: AsyncEngine, name: str) -> None:
    """Every pair of statuses: made if the table has it, refused otherwise, and then nothing changes."""
    table, row, moves = TABLES[name]
    for old, new in product(moves, moves):
        async with engine.connect() as connection:
            key = await add(connection, table, row, old)
            if new in moves[old]:
                await move(connection, table, key, old, new)
            else:
                with pytest.raises(MoveForbidden, match=f"is {old} and cannot become {new}"):
                    await move(connection, table, key, old, new)
            found = await connection.execute(select(table.c.status).where(table.c.id == key))
            assert found.scalar_one() == (new if new in moves[old] else old)


async def test_a_row_that_somebody_else_moved_is_left_alone(engine: AsyncEngine) -> None:
    """7.1: two workers: the slower one is told."""
    async with engine.begin() as connection:
        key = await add(connection, transactions, TRANSACTION, "mined")
        with pytest.raises(MoveMissed, match="is not sent, or no longer"):
            await move(connection, transactions, key, "sent", "mined")


def test_every_status_is_reached_and_every_open_one_can_end() -> None:
    """No status that nothing leads to; from each open one a way to an end."""
    for moves, first in ((STATEMENT_MOVES, "imported"), (TRANSACTION_MOVES, "due")):
        reached, ahead = {first}, [first]
        while ahead:
            for new in moves[ahead.pop()] - reached:
                reached.add(new)
                ahead.append(new)
        assert reached == set(moves)
    ends = {status for status, moves in TRANSACTION_MOVES.items() if not moves}
    assert ends == {"final", "failed", "abandoned"}
    assert set(OPEN) == set(TRANSACTION_MOVES) - ends - {"dropped"}
