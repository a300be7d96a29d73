"""What a statement and a transaction may become, and nothing else: tests walk the two tables."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ARRAY, Table, cast, func, literal, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.moves import MoveForbidden, check_transaction_move
from backend.errors import CoprodError
from backend.tables import transactions

STATEMENT_MOVES: dict[str, frozenset[str]] = {
    "imported": frozenset({"approved"}),
    # Again, when a person has mended what stopped the deposit.
    "approved": frozenset({"approved", "deposited"}),
    # The deposit is final.
    "deposited": frozenset({"paid"}),
    # All of it has entered for the holders, and everybody who can be paid was.
    "paid": frozenset(),
}


class MoveMissed(CoprodError):
    """The row is not where it was thought to be: somebody else moved it."""

    status = 409
    type = "move-missed"
    title = "Somebody else was faster"


def check_move(table: Table, key: int, old: str, new: str) -> None:
    """Raises MoveForbidden when the table has no such move."""
    if table.name == transactions.name:
        check_transaction_move(key, old, new)
    elif new not in STATEMENT_MOVES[old]:
        raise MoveForbidden(f"The statement {key} is {old} and cannot become {new}.")


async def move(
    connection: AsyncConnection, table: Table, key: int, old: str, new: str, **changes: Any
) -> None:
    """Move the statement or transaction `key` from one status to another, changing other columns with it.

    Raises MoveForbidden when the table has no such move, MoveMissed when the row is not in `old`.
    """
    check_move(table, key, old, new)
    noun = table.name.removesuffix("s")
    change = update(table).where(table.c.id == key, table.c.status == old).values(status=new, **changes)
    if (await connection.execute(change)).rowcount != 1:
        raise MoveMissed(f"The {noun} {key} is not {old}, or no longer: look at it again.")


async def move_all(
    connection: AsyncConnection, old: str, new: str, changes: Mapping[int, Mapping[str, Any]]
) -> int:
    """The same for many transactions in one statement, and how many they are.

    changes: by key what other columns become, in each the same ones.
    """
    if not changes:
        return 0
    for key in changes:
        check_move(transactions, key, old, new)
    rows = list(changes.values())
    columns = [transactions.c.id, *(transactions.c[name] for name in rows[0])]
    values = [list(changes), *([row[name] for row in rows] for name in rows[0])]
    kinds = [ARRAY(each.type) for each in columns]
    arrays = [cast(literal(some, kind), kind) for some, kind in zip(values, kinds, strict=True)]
    given = func.unnest(*arrays).table_valued(*(each.name for each in columns)).render_derived()
    change = (
        update(transactions)
        .where(transactions.c.id == given.c.id, transactions.c.status == old)
        .values({"status": new} | {name: given.c[name] for name in rows[0]})
    )
    if (await connection.execute(change)).rowcount != len(changes):
        raise MoveMissed(f"One of the transactions {list(changes)} is not {old}, or no longer: look again.")
    return len(changes)
