"""The mirror may be behind the chain, after a restart or a restored backup: whoever is paid by what it says
then may have been paid long ago. `payout` pays nothing twice, but its gas would be wasted."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.errors import CoprodError
from backend.tables import cursor

MOST_LAG = 600
"""Seconds, by the chain's clock."""


class MirrorBehind(CoprodError):
    """The mirror has to read on before anybody is paid by it."""

    status = 503
    type = "mirror-behind"
    title = "The mirror is behind the chain"


async def find_chain(connection: AsyncConnection) -> int | None:
    """The chain that the database mirrors; None before the first block."""
    found: int | None = (await connection.execute(select(cursor.c.chain_id))).scalar_one_or_none()
    return found


async def refuse_if_behind(connection: AsyncConnection, client: ChainClient) -> None:
    """Raises MirrorBehind, BlockUnknown."""
    head = await client.newest_block()
    at = (await connection.execute(select(cursor.c.block_number, cursor.c.block_time))).one()
    if head.time - at.block_time > MOST_LAG:
        raise MirrorBehind(
            f"The mirror is at block {at.block_number}, and the chain at block {head.number}: nobody is paid "
            "by what it says before it has caught up."
        )
