"""Rows into tables by PostgreSQL's COPY, in its text format: several times faster than INSERT."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
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
_TRANSACTION = itemgetter(0, 2, 3)
"""Of what was said: block, transaction and contract."""
_SHARED = {
    "block_number": "said.block_number",
    "transaction_hash": "said.transaction_hash",
    "contract": "said.address",
    "campaign": "said.campaign",
    "kind": '"royalty"',
    "succeeded": "True",
}
"""The columns that are the same in all royalties of a transaction and contract, as source."""


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
    write_start, write_rest = _royalties_formatters()
    lines: list[str] = []
    for _, paid in groupby(said, key=_TRANSACTION):
        together = list(paid)
        lines += write_rest(write_start(together[0]), together)
    return lines


@cache
def _columns(table: Table) -> list[Column[Any]]:
    """All but those that the database counts itself, first those that payments of one transaction share."""
    columns = [each for each in table.columns if each.identity is None]
    return sorted(columns, key=lambda each: each.name not in _SHARED)


@cache
def _formatter(table: str) -> Callable[[Sequence[Row]], list[str]]:
    """Made as source, one f-string for the whole row: several times as fast as a call for each value, of
    which there are ten and more in an event."""
    line = TAB.join(_write(each, f'row["{each.name}"]') for each in _columns(metadata.tables[table]))
    return cast(
        Callable[[Sequence[Row]], list[str]], eval(f"lambda rows: [f'{line}' for row in rows]", _NAMES)
    )


@cache
def _royalties_formatters() -> tuple[Callable[[Said], str], Callable[[str, Iterable[Said]], list[str]]]:
    """The same in two parts: what a transaction's payments share, and all that follows it in each."""
    columns = _columns(metadata.tables["payments"])
    values = {each.name: _write(each, _SHARED.get(each.name, each.name)) for each in columns}
    start = "".join(values[each.name] + TAB for each in columns if each.name in _SHARED)
    rest = TAB.join(values[each.name] for each in columns if each.name not in _SHARED)
    loop = "for _, log_index, _, _, _, (payee, receiver, amount) in said"
    return (
        cast(Callable[[Said], str], eval(f"lambda said: f'{start}'", _NAMES)),
        cast(
            Callable[[str, Iterable[Said]], list[str]],
            eval(f"lambda start, said: [f'{{start}}{rest}' {loop}]", _NAMES),
        ),
    )


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
