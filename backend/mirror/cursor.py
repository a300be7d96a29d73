"""How far the mirror has come: one row, moved only by who knows where it stands."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import Block
from backend.mirror.incidents import AnotherLeads
from backend.tables import cursor as table


@dataclass(frozen=True, slots=True)
class Cursor:
    """The block that everything in the mirror is true of.

    start_number: the first block that was read, the factory's.
    final_number: what the node called final when the cursor was moved; it never goes back.
    """

    chain_id: int
    factory: str
    start_number: int
    block_number: int
    block_hash: str
    block_time: int
    final_number: int


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


async def move_cursor(connection: AsyncConnection, known: Cursor, to: Block, final_number: int) -> None:
    """From where it is known to be, to `to`, which nobody else can do until this transaction ends.

    Raises AnotherLeads when it is elsewhere.
    """
    moved = await connection.execute(
        update(table)
        .where(table.c.block_number == known.block_number, table.c.block_hash == known.block_hash)
        .values(
            block_number=to.number,
            block_hash=to.hash,
            block_time=to.time,
            final_number=max(known.final_number, final_number),
        )
    )
    if moved.rowcount != 1:
        raise AnotherLeads(
            f"The mirror's cursor is no longer at block {known.block_number} ({known.block_hash}): another "
            "`coprod worker` writes into this database. This one stops; run one of them."
        )


def _values(cursor: Cursor) -> dict[str, object]:
    return {name: getattr(cursor, name) for name in cursor.__slots__}
