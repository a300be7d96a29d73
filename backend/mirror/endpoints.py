"""How the nodes are doing, for the status, and what they bear, for the next start. Commits nothing."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.endpoints import Endpoint
from backend.tables import endpoints as table


async def write_endpoints(connection: AsyncConnection, endpoints: Sequence[Endpoint]) -> None:
    """These, and no others."""
    rows = {
        each.name: {
            "name": each.name,
            "head_number": each.head_number,
            "heard_at": each.heard_at,
            "failed_at": each.failed_at,
            "failures": each.failures,
            "error": each.error,
            "log_range": each.log_range,
        }
        for each in endpoints
    }
    await connection.execute(delete(table).where(table.c.name.not_in(rows)))
    written = insert(table).values(list(rows.values()))
    changed = {each.name: each for each in written.excluded if each.name != "name"}
    await connection.execute(written.on_conflict_do_update(index_elements=["name"], set_=changed))


async def recall_ranges(connection: AsyncConnection, endpoints: Sequence[Endpoint]) -> None:
    """What was learned of them before."""
    found = await connection.execute(select(table.c.name, table.c.log_range))
    ranges = {row.name: row.log_range for row in found}
    for each in endpoints:
        each.log_range = each.log_range or ranges.get(each.name)
