"""The lines of a file on their way into the database, in constant memory, by a table of the transaction."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import format_decimal
from backend.errors import CoprodError
from backend.royalties.importers import Line, Period, Reading
from backend.royalties.statements.content import digest_line, hash_content
from backend.royalties.statements.titles import Sums, TitleSum
from backend.tables import Address, statement_lines

LISTED = 20
"""Lines that an error names."""
AT_ONCE = 500
"""Lines read before anybody else has a turn."""

_COLUMNS = [each.name for each in statement_lines.columns if each.name != "statement_id"]
_MAKE = f"""
    create temporary table if not exists incoming_lines on commit drop as
    select 0 as place, {", ".join(_COLUMNS)} from statement_lines limit 0
"""
_COPY = f"copy incoming_lines (place, {', '.join(_COLUMNS)}) from stdin"
_KEEP = f"""
    insert into statement_lines (statement_id, {", ".join(_COLUMNS)})
    select :statement, {", ".join(_COLUMNS)} from incoming_lines where place = any(:places)
"""
# The same sale twice in one file is two sales: only as many copies as were counted before are repeated.
_REPEATED = """
    with incoming as (
        select number, digest, row_number() over (partition by digest order by number) as copy
        from incoming_lines where place = any(:places)
    ), earlier as (
        select l.digest, count(*) as copies, min(s.id) as statement_id
        from statement_lines l join statements s on s.id = l.statement_id
        where s.campaign = :campaign and l.digest in (select digest from incoming)
        group by l.digest
    )
    select incoming.number, earlier.statement_id
    from incoming join earlier on earlier.digest = incoming.digest and incoming.copy <= earlier.copies
"""


class LinesRepeated(CoprodError):
    """`count` lines of the file were counted before; `lines` are (line, earlier statement) of some."""

    status = 409
    type = "lines-repeated"
    title = "Some of these sales were reported before"

    def __init__(self, count: int, lines: Sequence[tuple[int, int]]) -> None:
        self.count = count
        self.lines = tuple(lines)
        named = [f"  line {number} is in statement {statement}" for number, statement in lines]
        more = [f"  … and {count - len(lines)} more of them"] if count > len(lines) else []
        super().__init__("\n".join([
            f"Nothing was stored: {count} lines of the file were in an earlier one. Leave them "
            "out (--repeated leave-out), or count them if they are other sales that look the same (count).",
            *named,
            *more,
        ]))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incoming:
    """The sums of its titles, and the hash of what it says (0x-string, see content)."""

    sums: tuple[TitleSum, ...]
    content_hash: str


async def bring_in(connection: AsyncConnection, reading: Reading) -> Incoming:
    """Read all lines into the transaction's own table, in place of what it held.

    Raises StatementRefused, and then the transaction goes on as if it had not been called.
    """
    sums = Sums()
    async with connection.begin_nested():
        await connection.execute(text(_MAKE))
        await connection.execute(text("truncate incoming_lines"))
        raw: Any = (await connection.get_raw_connection()).driver_connection
        async with raw.cursor() as cursor, cursor.copy(_COPY) as copy:
            for count, line in enumerate(reading, 1):
                await copy.write_row(_row(sums.add(line), line))
                if count % AT_ONCE == 0:
                    # A server that imports a file answers others meanwhile.
                    await asyncio.sleep(0)
    content_hash = await hash_content(reading.origin.source, _read_digests(connection))
    return Incoming(tuple(sums.freeze()), content_hash)


async def leave_out_repeated(
    connection: AsyncConnection, campaign: str, places: Sequence[int]
) -> tuple[TitleSum, ...]:
    """Forget the lines that earlier statements counted; the sums of what is left of the titles `places`."""
    forget = f"delete from incoming_lines where number in (select number from ({_REPEATED}) found)"
    await connection.execute(_bind(forget, campaign, places))
    sums = Sums()
    left = text("select * from incoming_lines where place = any(:places) order by number")
    async with connection.stream(left, {"places": list(places)}) as rows:
        async for row in rows:
            sums.add(_line(row))
    return tuple(sums.freeze())


async def check_repeated(connection: AsyncConnection, campaign: str, places: Sequence[int]) -> None:
    """Raises LinesRepeated if earlier statements of the project counted lines of the titles at `places`."""
    asked = f"select count(*) over () as lines, * from ({_REPEATED}) found order by number limit {LISTED}"
    rows = (await connection.execute(_bind(asked, campaign, places))).all()
    if rows:
        raise LinesRepeated(rows[0].lines, [(row.number, row.statement_id) for row in rows])


async def keep_lines(connection: AsyncConnection, statement: int, places: Sequence[int]) -> None:
    """What came in of the titles at `places` is now the statement's."""
    await connection.execute(text(_KEEP), {"statement": statement, "places": list(places)})


def _bind(statement: str, campaign: str, places: Sequence[int]) -> TextClause:
    return text(statement).bindparams(
        bindparam("campaign", campaign, type_=Address), bindparam("places", list(places))
    )


async def _read_digests(connection: AsyncConnection) -> AsyncIterator[bytes]:
    async with connection.stream(text("select digest from incoming_lines order by digest")) as rows:
        async for (digest,) in rows:
            yield digest


def _row(place: int, line: Line) -> tuple[Any, ...]:
    return (
        place,
        line.number,
        digest_line(line),
        line.sold.start,
        line.sold.end,
        line.reported,
        line.received,
        line.shop,
        line.use,
        line.territory,
        line.artist,
        line.title,
        line.isrc,
        line.upc,
        line.reference,
        line.quantity,
        line.gross,
        Jsonb({kind: format_decimal(amount) for kind, amount in line.deductions}),
        line.currency,
    )


def _line(row: Any) -> Line:
    return Line(
        number=row.number,
        sold=Period(row.sold_from, row.sold_until),
        reported=row.reported,
        received=row.received,
        shop=row.shop,
        use=row.use,
        territory=row.territory,
        artist=row.artist,
        title=row.title,
        isrc=row.isrc,
        upc=row.upc,
        reference=row.reference,
        quantity=row.quantity,
        gross=row.gross,
        deductions=tuple((kind, Decimal(amount)) for kind, amount in sorted(row.deductions.items())),
        currency=row.currency,
    )
