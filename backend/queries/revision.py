"""Whether anything has changed that a page tells, in one statement, for a cache to ask at every request."""

from dataclasses import dataclass

from psycopg import AsyncConnection

WITHOUT_BLOCK = (
    "statements where campaign = %(address)s",
    "news where campaign = %(address)s",
    "news_revisions where news_id in (select id from news where campaign = %(address)s)",
    "fates where wallet = %(address)s",
)
"""Rows that change without a block and that the page of a project or of a wallet shows."""

# A row that is written anew has another xmin: a sum of them tells that rows were added, changed or removed.
# The block's hash alone is not enough: after a reorg a chain may return to a block.
_OF_BLOCK = "select c.block_hash, c.xmin::text from cursor c"
_OF_ADDRESS = f"""
    select c.block_hash, c.xmin::text,
        {", ".join(f"(select sum(xmin::text::bigint)::text from {rows})" for rows in WITHOUT_BLOCK)}
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
    question = _OF_BLOCK if address is None else _OF_ADDRESS
    asked = await connection.execute(question, {"address": address}, prepare=True, binary=True)
    row = await asked.fetchone()
    return None if row is None else Revision(row[0], tuple(row[1:]))
