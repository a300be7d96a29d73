"""How far the mirror has come: one row, moved only by who leads and knows where it stands."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.mirror.incidents import AnotherLeads
from backend.tables import cursor as table


@dataclass(frozen=True, slots=True)
class Cursor:
    """The block that everything in the mirror is true of.

    start_number: the first block that was read, the factory's.
    safe_number, final_number: what the node called so when the cursor was moved; they never go back.
    epoch: counts who took the lead; only the last one moves the cursor.
    """

    chain_id: int
    factory: str
    start_number: int
    block_number: int
    block_hash: str
    block_time: int
    safe_number: int
    final_number: int
    epoch: int


async def read_cursor(connection: AsyncConnection) -> Cursor | None:
    """None before the first step."""
    row = (await connection.execute(select(table))).one_or_none()
    if row is None:
        return None
    fields = {name: value for name, value in row._mapping.items() if name != "id"}
    return Cursor(**fields)


async def start_cursor(connection: AsyncConnection, cursor: Cursor) -> None:
    """Write the first one. Raises sqlalchemy.exc.IntegrityError when there is one already."""
    await connection.execute(insert(table).values(id=1, **_values(cursor)))


async def take_lead(connection: AsyncConnection) -> int:
    """The epoch that begins with it: whoever led before can no longer move the cursor."""
    taken = await connection.execute(update(table).values(epoch=table.c.epoch + 1).returning(table.c.epoch))
    epoch: int = taken.scalar_one()
    return epoch


async def move_cursor(connection: AsyncConnection, known: Cursor, moved: Cursor) -> None:
    """From where it is known to be to `moved`, which nobody else can do until this transaction ends.

    Raises AnotherLeads when it is elsewhere, or somebody else has taken the lead.
    """
    done = await connection.execute(
        update(table)
        .where(table.c.block_hash == known.block_hash, table.c.epoch == known.epoch)
        .values(
            block_number=moved.block_number,
            block_hash=moved.block_hash,
            block_time=moved.block_time,
            safe_number=moved.safe_number,
            final_number=moved.final_number,
        )
    )
    if done.rowcount != 1:
        raise AnotherLeads(
            f"The mirror's cursor is no longer this process's to move from block {known.block_number} "
            f"({known.block_hash}): another `coprod worker`, or "
            "`coprod mirror rebuild`, leads on this database. This one waits."
        )


def _values(cursor: Cursor) -> dict[str, object]:
    return {name: getattr(cursor, name) for name in cursor.__slots__}
