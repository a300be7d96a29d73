"""The two tables of allowed moves, walked on real rows (PROTOCOL 7.2)."""

from itertools import product
from typing import Any

import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.chain.moves import OPEN, TRANSACTION_MOVES, MoveForbidden
from backend.royalties.moves import STATEMENT_MOVES, MoveMissed, move, move_all
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


async def _add_many(connection: AsyncConnection, status: str, number: int) -> list[int]:
    others = {"intent": None, "nonce": None, "hash": None}
    rows = [
        TRANSACTION | others | {"intent": f"x{each}", "nonce": each, "hash": f"0x{each:064x}"}
        for each in range(number)
    ]
    return [await add(connection, transactions, row, status) for row in rows]


async def test_many_are_moved_by_the_same_table(engine: AsyncEngine) -> None:
    """7.2: each gets its own place, and nothing but the table's moves is made."""
    for old, new in product(TRANSACTION_MOVES, TRANSACTION_MOVES):
        async with engine.connect() as connection:
            keys = await _add_many(connection, old, 3)
            changes = {key: {"block_number": key + 7, "block_hash": HASH, "error": None} for key in keys[:2]}
            if new in TRANSACTION_MOVES[old]:
                assert await move_all(connection, old, new, changes) == 2
            else:
                with pytest.raises(MoveForbidden, match=f"is {old} and cannot become {new}"):
                    await move_all(connection, old, new, changes)
            place = (transactions.c.id, transactions.c.status, transactions.c.block_number)
            found = (await connection.execute(select(*place).order_by(transactions.c.id))).all()
            is_moved = new in TRANSACTION_MOVES[old]
            here, there = (new, lambda key: key + 7) if is_moved else (old, lambda _: None)
            assert found == [*((key, here, there(key)) for key in keys[:2]), (keys[2], old, None)]


async def test_of_many_none_is_moved_by_two(engine: AsyncEngine) -> None:
    """7.1: one of them is elsewhere: whoever comes second is told, and undoes all of it."""
    async with engine.begin() as connection:
        keys = await _add_many(connection, "sent", 2)
        await move(connection, transactions, keys[0], "sent", "mined")
    with pytest.raises(MoveMissed, match="is not sent"):
        async with engine.begin() as connection:
            await move_all(connection, "sent", "mined", {key: {} for key in keys})
    async with engine.connect() as connection:
        found = await connection.execute(select(transactions.c.status).order_by(transactions.c.id))
        assert list(found.scalars()) == ["mined", "sent"]
