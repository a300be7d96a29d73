"""Whether anything has changed that a page tells, in one statement, for a cache to ask at every request."""

from dataclasses import dataclass

from psycopg import AsyncConnection

WITHOUT_BLOCK = {"statements": "campaign"}
"""Tables that change without a block and that pages show, with the column of the address a page is about."""

# A row that is written anew has another xmin: sums of them tell rows of an address that were added, changed
# or removed. Blocks alone are not enough: a chain that returns to a block after a reorg has the same hash.
_REVISION = f"""
    select c.block_hash, c.xmin::text::bigint,
        {
    ", ".join(
        f"(select sum(xmin::text::bigint) from {table} where {column} = %(address)s)"
        for table, column in WITHOUT_BLOCK.items()
    )
}
    from cursor c
"""


@dataclass(frozen=True, slots=True)
class Revision:
    """Of what is told about an address: the same as long as nothing of it has changed.

    block_hash: the newest block's that was mirrored; version: of everything else.
    """

    block_hash: bytes
    version: tuple[object, ...]


async def read_revision(connection: AsyncConnection, address: bytes | None) -> Revision | None:
    """What a page about this contract or wallet, or about none, is made of; None before the first block.

    On a connection of the driver itself, which commits by itself: no snapshot, and no round trip for one.
    """
    asked = await connection.execute(_REVISION, {"address": address}, prepare=True)
    row = await asked.fetchone()
    return None if row is None else Revision(row[0], tuple(row[1:]))
