"""What the mirror has of each project, for the contracts to confirm."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.mirror.ledger.facts import Row
from backend.mirror.proof import sums
from backend.tables import blocks, metadata

SMALL = (
    "status_changes",
    "consents",
    "producer_changes",
    "line_changes",
    "reopenings",
    "questions",
    "marks",
    "outcomes",
    "wind_downs",
    "exits",
    "deposits",
    "statement_dues",
    "proofs",
    "cap_reductions",
    "payee_changes",
)
"""Tables of which a project has few rows."""


@dataclass(slots=True)
class Books:
    """Of one project: the sums of large tables, and the rows of small ones in their order, each with
    `said_at`, the time of its block."""

    sums: Row
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def last(self, table: str) -> Row | None:
        """The newest row of a small table."""
        rows = self.rows[table]
        return rows[-1] if rows else None

    def status_row(self, status: str) -> Row | None:
        """When and how the project came to this status, if it did."""
        return next((row for row in self.rows["status_changes"] if row["status"] == status), None)

    def total(self, table: str, column: str) -> int:
        """Of a small table; nulls count nothing."""
        return sum(row[column] or 0 for row in self.rows[table])


async def read_books(connection: AsyncConnection) -> dict[str, Books]:
    """By campaign."""
    found = {row.campaign: Books(dict(row._mapping)) for row in await sums.of_projects(connection)}
    for name in SMALL:
        for row in await read_timed(connection, name):
            if books := found.get(row["campaign"]):
                books.rows[name].append(row)
    return found


async def read_timed(connection: AsyncConnection, name: str) -> list[Row]:
    """All rows of a table in their order, with the time of their blocks."""
    table = metadata.tables[name]
    rows: Any = await connection.execute(
        select(table, blocks.c.time.label("said_at"))
        .join(blocks, blocks.c.number == table.c.block_number)
        .order_by(table.c.block_number, table.c.log_index)
    )
    return [dict(row._mapping) for row in rows]
