"""Rows into tables by PostgreSQL's COPY, in its text format: several times faster than INSERT."""

import asyncio
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, cast

import orjson
from psycopg import DataError, IntegrityError
from sqlalchemy import Boolean, Column, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.mirror.contracts import Said
from backend.mirror.incidents import ChainContradictsItself
from backend.mirror.ledger.facts import Row
from backend.tables import Address, Hash, metadata

_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
Lines = dict[str, list[str]]
"""Of COPY's text format, by table."""
TAB, HEX = "\\t", "\\\\\\\\x"
"""As source."""


async def copy_rows(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Append rows of the same columns, in the transaction of the connection. Commits nothing."""
    await copy_lines(connection, table, format_rows(table.name, rows))


async def copy_lines(connection: AsyncConnection, table: Table, lines: Sequence[str]) -> None:
    """The same of rows that are formatted. Raises ChainContradictsItself for what no table can hold, or does
    already."""
    if not lines:
        return
    raw: Any = (await connection.get_raw_connection()).driver_connection
    statement = f"copy {table.name} ({', '.join(each.name for each in _columns(table))}) from stdin"
    try:
        async with raw.cursor() as cursor, cursor.copy(statement) as copy:
            await copy.write("\n".join([*lines, ""]))
    except asyncio.CancelledError:
        # psycopg 3.3 leaves a COPY under way that is cancelled as it begins. The rollback would fail by that,
        # and the failure take the place of the cancellation: whoever was to stop would go on.
        await connection.invalidate()
        raise
    except (DataError, IntegrityError) as reason:
        raise ChainContradictsItself(
            f"The database cannot hold what the chain says, or has it already "
            f"({' '.join(str(reason).split())}): ask another node with `coprod reconcile` before you go on."
        ) from reason


def format_rows(table: str, rows: Sequence[Row]) -> list[str]:
    """A line of COPY's text format for each row of a table. Pure."""
    lines: list[str] = _formatter(table)(rows)
    return lines


def format_royalties(said: Sequence[Said]) -> list[str]:
    """The line of payments for each RoyaltyPaid, without a row in between: several times faster. Pure."""
    lines: list[str] = _royalties_formatter()(said)
    return lines


@cache
def _columns(table: Table) -> list[Column[Any]]:
    """All but those that the database counts itself."""
    return [each for each in table.columns if each.identity is None]


@cache
def _formatter(table: str) -> Callable[[Sequence[Row]], list[str]]:
    return _make_formatter(table, "row", lambda name: f'row["{name}"]')


@cache
def _royalties_formatter() -> Callable[[Sequence[Said]], list[str]]:
    place = "block_number, log_index, transaction_hash, contract, campaign"
    constants = {"kind": '"royalty"', "succeeded": "True"}
    return _make_formatter(
        "payments", f"({place}, (payee, receiver, amount))", lambda name: constants.get(name, name)
    )


def _make_formatter(table: str, row: str, find: Callable[[str], str]) -> Callable[..., list[str]]:
    """Made as source, one f-string for the whole row: several times as fast as a call for each value, of
    which there are ten and more in an event. find: a column's value in a row, as source."""
    values = TAB.join(_write(each, find(each.name)) for each in _columns(metadata.tables[table]))
    made = eval(f"lambda rows: [f'{values}' for {row} in rows]", _NAMES)
    return cast(Callable[..., list[str]], made)


def _write(column: Column[Any], value: str) -> str:
    """What stands for a value in the f-string."""
    match column.type:
        case Address() | Hash() if not column.nullable:
            return f"{HEX}{{{value}[2:]}}"
        case Address() | Hash():
            text = f"HEX + {value}[2:]"
        case Boolean():
            text = f'"t" if {value} else "f"'
        case JSONB():
            text = f"dumps({value}).decode().translate(ESCAPES)"
        case ARRAY():
            text = f"list_up({value})"
        case Text():
            text = f"{value}.translate(ESCAPES)"
        case _:
            text = value
    return f"{{NULL if {value} is None else {text}}}" if column.nullable else f"{{{text}}}"


def _list_up(values: Sequence[Any]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


_NAMES = {"NULL": "\\N", "HEX": "\\\\x", "ESCAPES": _ESCAPES, "dumps": orjson.dumps, "list_up": _list_up}
