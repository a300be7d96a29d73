"""Where the chain left the one that the mirror knows."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import BATCH, Block, ChainClient
from backend.chain.errors import NodeUnreachable
from backend.mirror.cursor import Cursor
from backend.mirror.incidents import ReorgTooDeep
from backend.tables import blocks


async def find_fork(client: ChainClient, connection: AsyncConnection, cursor: Cursor) -> Block:
    """The newest block of the mirror that the chain still has; what is above it was taken back.

    Raises ReorgTooDeep when the last final block of the mirror is not on the chain either, and
    NodeUnreachable when the node has not come so far: it lacks what is final, and contradicts none of it.
    """
    # In a backfill the mirror's own block is below the final one.
    lowest = min(cursor.final_number, cursor.block_number)
    rows = await connection.execute(
        select(blocks).where(blocks.c.number >= lowest).order_by(blocks.c.number.desc())
    )
    kept = [Block(row.number, row.hash, "", row.time) for row in rows]
    for start in range(0, len(kept), BATCH):
        some = kept[start : start + BATCH]
        theirs = await client.blocks([block.number for block in some])
        for ours, found in zip(some, theirs, strict=True):
            if found and found.hash == ours.hash:
                return ours
    await _expect_no_laggard(client, connection, cursor)
    raise ReorgTooDeep(
        f"The chain at {client.name} has neither block {cursor.final_number}, which was final, nor what the "
        f"mirror knows above it (up to {cursor.block_number}, {cursor.block_hash}). Nothing was changed. Is "
        "this the same chain? A development chain that began anew needs a new database: `make reset`."
    )


async def _expect_no_laggard(client: ChainClient, connection: AsyncConnection, cursor: Cursor) -> None:
    """Raises NodeUnreachable when the node's chain ends before the mirror's final block, and is the same."""
    latest = await client.block("latest")
    if latest is None or latest.number >= cursor.final_number:
        return
    older = select(blocks).where(blocks.c.number <= latest.number).order_by(blocks.c.number.desc()).limit(1)
    ours = (await connection.execute(older)).one_or_none()
    theirs = ours and await client.block(ours.number)
    if ours and theirs and theirs.hash == ours.hash:
        reason = (
            f"The node at {client.name} is at block {latest.number}, and block {cursor.final_number} was "
            "final already: is it still catching up?"
        )
        client.distrust(reason)
        raise NodeUnreachable(reason)
