"""Whether anything has changed that a page tells, in one statement, for a cache to ask at every request."""

from dataclasses import dataclass
from typing import Literal

from psycopg import AsyncCursor

About = Literal["campaign", "wallet"]
"""Whose page it is; None for one of all."""

WITHOUT_BLOCK: dict[About | None, tuple[str, ...]] = {
    None: (),
    "campaign": (
        "statements where campaign = %(address)s",
        "news where campaign = %(address)s",
        "news_revisions where news_id in (select id from news where campaign = %(address)s)",
    ),
    "wallet": ("fates where wallet = %(address)s",),
}
"""Rows that change without a block and that such a page shows."""


def _write(rows: tuple[str, ...]) -> str:
    """A row that is written anew has another xmin: a sum of them tells that rows were added, changed or
    removed. The block's hash alone is not enough: after a reorg a chain may return to a block."""
    sums = [f"(select sum(xmin::text::bigint)::text from {each})" for each in rows]
    return f"select {', '.join(['c.block_hash', 'c.xmin::text', *sums])} from cursor c"


_QUESTIONS = {about: _write(rows) for about, rows in WITHOUT_BLOCK.items()}


@dataclass(frozen=True, slots=True)
class Revision:
    """Of what a page tells: the same as long as nothing of it has changed.

    block_hash: the newest block's that was mirrored; version: of everything else.
    """

    block_hash: bytes
    version: tuple[object, ...]


async def read_revision(cursor: AsyncCursor, about: About | None, address: bytes | None) -> Revision | None:
    """What a page about this contract or wallet, or about all, is made of; None before the first block.

    On a cursor of the driver itself, whose connection commits by itself: no snapshot, no round trip for one.
    """
    asked = {"address": address} if about else None
    await cursor.execute(_QUESTIONS[about], asked, prepare=True, binary=True)
    row = await cursor.fetchone()
    return None if row is None else Revision(row[0], tuple(row[1:]))
