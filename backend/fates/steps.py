"""A fate's next state, written down step by step. Commits nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.fates.fate import Fate
from backend.fates.moves import Status, check_move
from backend.tables import fates

MOST_STEPS = 40
"""Kept of a fate's history: the oldest go first, but for the very first."""


@dataclass(frozen=True, slots=True)
class Change:
    """The statuses that it goes through, in order, and what other columns become in the end."""

    statuses: tuple[Status, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


async def save(connection: AsyncConnection, fate: Fate, change: Change, now: int) -> bool:
    """Write the change down, unless somebody changed the fate since it was read: then False, and nothing.

    Raises MoveForbidden.
    """
    values = dict(change.values)
    hash, number = values.get("hash", fate.hash), values.get("block_number", fate.block_number)
    status, steps = fate.status, []
    for each in change.statuses:
        check_move(status, each)
        has_place = each in ("included", "safe", "final", "failed", "cancelled")
        steps.append({"status": each, "at": now, "hash": hash, "block_number": number if has_place else None})
        status = each
    if steps:
        old = [
            {"status": each.status, "at": each.at, "hash": each.hash, "block_number": each.block_number}
            for each in fate.history
        ]
        whole = [*old, *steps]
        values |= {"status": status, "history": whole[:1] + whole[1:][-MOST_STEPS + 1 :]}
    if not values:
        return True
    done = await connection.execute(
        update(fates)
        .where(fates.c.id == fate.id, fates.c.version == fate.version)
        .values(version=fate.version + 1, **values)
    )
    return bool(done.rowcount)
