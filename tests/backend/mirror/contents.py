"""All that the mirror has in a database: to be compared before and after, or forgotten."""

from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.mirror.ledger.rows import TABLES
from backend.tables import metadata

Contents = dict[str, list[dict[str, Any]]]


async def read_tables(engine: AsyncEngine, *others: str) -> Contents:
    """Every row of every table of the mirror, and of others, in order of their primary keys; the cursor
    without its epoch."""
    found = {}
    async with engine.connect() as connection:
        for name in ("blocks", "cursor", "reorgs", "retracted", *TABLES, *others):
            table = metadata.tables[name]
            rows = await connection.execute(select(table).order_by(*table.primary_key))
            found[name] = [{key: row[key] for key in row if key != "epoch"} for row in rows.mappings()]
    return found


async def forget(engine: AsyncEngine) -> None:
    """As if nothing had ever been mirrored."""
    tables = ", ".join(("blocks", "cursor", "reorgs", "retracted", *TABLES))
    async with engine.begin() as connection:
        await connection.execute(text(f"truncate {tables}"))
