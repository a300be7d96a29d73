"""What each fan paid for shares."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.status import as_of
from backend.tables import Units, contributions


async def contributed(
    connection: AsyncConnection, campaign: str, at_block: int | None = None
) -> Mapping[str, int]:
    """Currency units by fan, also those that were refunded since; empty for a project that is not known."""
    at = await as_of(connection, at_block)
    rows = await connection.execute(
        select(contributions.c.fan, func.sum(contributions.c.amount, type_=Units))
        .where(contributions.c.campaign == campaign, contributions.c.block_number <= at.number)
        .group_by(contributions.c.fan)
    )
    return dict(rows.tuples().all())
