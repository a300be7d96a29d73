"""The worker's part: fates whose time has come are taken, looked at, and written down.

Three steps, of which the first and the last are a transaction each; the chain is asked between them. Who is
killed in between leaves rows that are looked at again; several workers take different rows, and what one of
them saw is not written over what changed meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown, RpcRefused
from backend.chain.sightings import find_transactions
from backend.chain.transactions import find_receipts
from backend.fates.expected import find_position
from backend.fates.fate import Fate
from backend.fates.judge import DAY, Early, Heights, Sight, judge
from backend.fates.sight import open_look
from backend.fates.steps import save
from backend.tables import fates

MOST_AT_ONCE = 50
LEASE = 30
"""Seconds after which another worker looks at what one has taken."""
UNSENT_FOR = 30 * DAY
"""So long what was never sent is kept."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen of each, and how safe and final blocks are. refusals: what the node would not answer."""

    heights: Heights
    sights: tuple[tuple[Fate, Sight], ...]
    refusals: tuple[str, ...]


async def is_of(connection: AsyncConnection, chain_id: int) -> bool:
    """Whether the database mirrors this chain."""
    position = await find_position(connection)
    return position is not None and position.chain_id == chain_id


async def claim(connection: AsyncConnection, now: int) -> list[Fate]:
    """Take those whose time has come, MOST_AT_ONCE at most, for LEASE seconds."""
    due = (
        select(fates.c.id)
        .where(~fates.c.settled, fates.c.due_at <= now)
        # What is really the wallet's first: of what was only asked anybody can make as much as he likes.
        .order_by(fates.c.seen_at.is_(None), fates.c.due_at)
        .limit(MOST_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    taken = update(fates).where(fates.c.id.in_(due)).values(due_at=now + LEASE).returning(fates)
    rows = await connection.execute(taken)
    return sorted((Fate.of(row) for row in rows), key=lambda each: (each.created_at, each.id))


async def look(connection: AsyncConnection, client: ChainClient, claimed: Sequence[Fate]) -> Looked:
    """Ask one node and one state of the mirror (a snapshot).

    Raises NodeUnreachable, WrongChain and BlockUnknown.
    """
    # Asked before the receipts: what is final by then has its receipt, if it has one at all.
    latest, safe, final = await client.blocks(["latest", "safe", "finalized"])
    if latest is None:
        raise BlockUnknown(f"{client.name} has no newest block: ask again.")
    heights = Heights(*(-1 if each is None else each.number for each in (safe, final)))
    hashes = sorted({each.hash for each in claimed if each.hash})
    found = dict(zip(hashes, await find_transactions(client, hashes), strict=True))
    mined = [each for each in hashes if (known := found[each]) and known.block_number is not None]
    receipts = dict(zip(mined, await find_receipts(client, mined) if mined else [], strict=True))
    sights: list[tuple[Fate, Sight]] = []
    refusals: list[str] = []
    adopted: set[str] = set()
    for fate in claimed:
        hash = fate.hash or ""
        try:
            one = await open_look(connection, client, latest.number, fate)
            sight = await one.see(found.get(hash), receipts.get(hash))
        except RpcRefused as refusal:
            refusals.append(refusal.detail)
            continue
        new = getattr(sight, "hash", None)
        if new and new != fate.hash and (fate.wallet + new) in adopted:
            # Two were asked the same, and one was sent: the older has it.
            sight = Early()
        adopted |= {fate.wallet + new} if new else set()
        sights.append((fate, sight))
    return Looked(heights, tuple(sights), tuple(dict.fromkeys(refusals)))


async def record(connection: AsyncConnection, looked: Looked, now: int) -> int:
    """Write down what follows from it; how many got another status."""
    moved = 0
    for fate, sight in sorted(looked.sights, key=lambda each: each[0].id):
        change = judge(fate, sight, looked.heights, now)
        moved += await save(connection, fate, change, now) and bool(change.statuses)
    return moved


async def drop_unsent(connection: AsyncConnection, now: int) -> int:
    """Forget for good what was asked of wallets and never seen on the chain; how many."""
    old = (fates.c.seen_at.is_(None), fates.c.settled, fates.c.created_at < now - UNSENT_FOR)
    return (await connection.execute(delete(fates).where(*old))).rowcount
