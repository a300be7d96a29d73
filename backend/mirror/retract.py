"""What the chain took back: undone, and kept readable as taken back. Commits nothing."""

import time

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import Block
from backend.mirror.cursor import Cursor
from backend.mirror.ledger.rows import EVENTS, TABLES
from backend.tables import metadata, reorgs

_KEEP = text(
    "insert into retracted (reorg_id, event, block_number, log_index, block_hash, block_time, campaign, row)"
    + " union all ".join(
        f" select cast(:reorg as bigint), '{name}', t.block_number, t.log_index, b.hash, b.time,"
        f" {'t.campaign' if 'campaign' in metadata.tables[name].c else 'cast(null as bytea)'}, to_jsonb(t)"
        f" from {name} t join blocks b on b.number = t.block_number where t.block_number > :above"
        for name in EVENTS
    )
)
_UNDO = text(
    "with "
    + ", ".join(f"of_{name} as (delete from {name} where block_number > :above)" for name in TABLES)
    + " delete from blocks where number > :above"
)


async def retract(connection: AsyncConnection, cursor: Cursor, base: Block, end: Block) -> None:
    """Undo all above `base`, where the chain left the mirror's blocks; `end` is where it goes on to."""
    made = await connection.execute(
        insert(reorgs)
        .values(
            noticed_at=int(time.time()),
            fork_number=base.number,
            fork_hash=base.hash,
            old_number=cursor.block_number,
            old_hash=cursor.block_hash,
            new_number=end.number,
            new_hash=end.hash,
        )
        .returning(reorgs.c.id)
    )
    await connection.execute(_KEEP, {"reorg": made.scalar_one(), "above": base.number})
    await connection.execute(_UNDO, {"above": base.number})
