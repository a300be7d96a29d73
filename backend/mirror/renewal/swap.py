"""One set of the mirror's tables put in the place of another, row by row where they differ. Commits nothing.

Tables that readers use are not exchanged for others: a reader's snapshot is of rows, and would find in
another table rows that are not of its moment.
"""

from collections import Counter

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.mirror.ledger.rows import TABLES
from backend.tables import metadata


async def put_in_place(
    connection: AsyncConnection, schema: str, last_block: int
) -> tuple[Counter[str], Counter[str]]:
    """Make blocks and ledger as they are in another schema.

    By table, how many rows there are, and how many were missing, wrong or too many up to a block.
    """
    tables = [metadata.tables[name] for name in ("blocks", *TABLES)]
    rows, different = Counter[str](), Counter[str]()
    for table in tables:
        await connection.execute(text(f"analyze {schema}.{table.name}"))
        counted = await connection.execute(text(_COUNT.format(**_names(table, schema))), {"last": last_block})
        rows[table.name], different[table.name] = counted.one()
    for statement in (_REMOVE, _ADD):
        for table in tables:
            await connection.execute(text(statement.format(**_names(table, schema))))
    return rows, different


_COUNT = """
    select (select count(*) from {schema}.{table}), count(*)
    from {table} t full join {schema}.{table} r on {same_key}
    where ({theirs}) is distinct from ({ours}) and coalesce(r.{number}, t.{number}) <= :last
"""
_REMOVE = """
    delete from {table} t where not exists (
        select from {schema}.{table} r where {same_key} and ({theirs}) is not distinct from ({ours}))
"""
_ADD = """
    insert into {table} ({columns}) select {theirs} from {schema}.{table} r
    where not exists (select from {table} t where {same_key})
"""


def _names(table: Table, schema: str) -> dict[str, str]:
    columns = [column.name for column in table.columns]
    return {
        "schema": schema,
        "table": table.name,
        "number": "number" if table.name == "blocks" else "block_number",
        "columns": ", ".join(columns),
        "ours": ", ".join(f"t.{each}" for each in columns),
        "theirs": ", ".join(f"r.{each}" for each in columns),
        "same_key": " and ".join(f"r.{key.name} = t.{key.name}" for key in table.primary_key),
    }
