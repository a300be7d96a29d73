"""Who could not be paid is tried again when royalties enter, and else by time: after a day, then after twice
as long each time (PROTOCOL 5.4, K4).

By the chain's clock, which no machine puts forward or back. Until when stands on the round that ended.
"""

from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.royalties.holders import ENTERED, read_refused
from backend.tables import cursor, payout_rounds, projects

DAY = 86_400
LONGEST = 32 * DAY
AT_ONCE = 0
"""When to retry a round whose royalties a reorg took away: as soon as the same have entered again."""

_NOW = select(cursor.c.block_time).scalar_subquery()
_ENTERED = (
    select(ENTERED.c.campaign, func.max(ENTERED.c.royalty_index).label("royalty_index"))
    .group_by(ENTERED.c.campaign)
    .subquery()
)
"""What a share of each project has earned by now."""
_LAST = (
    select(payout_rounds)
    .where(
        payout_rounds.c.campaign == _ENTERED.c.campaign,
        payout_rounds.c.royalty_index == _ENTERED.c.royalty_index,
    )
    .order_by(payout_rounds.c.attempt.desc())
    .limit(1)
    .lateral()
)
"""The newest round for it, if there was one."""


class Series(NamedTuple):
    """Rounds that followed each other without a wait: how many, the mirror's block at the first, and how long
    to wait after them, in seconds."""

    rounds: int
    since_block: int
    wait: int


class Retry(NamedTuple):
    """`holders` who could not be paid `units` together are tried again at a time of the chain's clock.

    error: why a person has to look; None when only they themselves were in the way.
    """

    project: str
    currency_symbol: str
    currency_decimals: int
    holders: int
    units: int
    at: int
    error: str | None


async def find_waiting(connection: AsyncConnection) -> list[str]:
    """Projects where royalties have entered since the last round, or where it is time for a retry."""
    found = await connection.execute(
        select(_ENTERED.c.campaign)
        .outerjoin(_LAST, true())
        .where(or_(_LAST.c.id.is_(None), _LAST.c.retry_at <= _NOW))
    )
    return list(found.scalars())


async def find_attempt(connection: AsyncConnection, campaign: str, index: int) -> int | None:
    """Which attempt the next round for this value of the index is; None while it is not its time."""
    last = payout_rounds.c.attempt.desc()
    row = (
        await connection.execute(
            select(payout_rounds.c.attempt, (payout_rounds.c.retry_at <= _NOW).label("is_due"))
            .where(_is_of(campaign, index))
            .order_by(last)
            .limit(1)
        )
    ).one_or_none()
    if row is None:
        return 1
    return row.attempt + 1 if row.is_due else None


async def read_series(connection: AsyncConnection, campaign: str, index: int, attempt: int) -> Series:
    """The series that ends with this attempt."""
    before = _is_of(campaign, index) & (payout_rounds.c.attempt < attempt)
    waits = (
        await connection.execute(
            select(
                func.count().filter(payout_rounds.c.retry_at > AT_ONCE).label("waits"),
                func.coalesce(func.max(payout_rounds.c.attempt), 0).label("last"),
            ).where(before, payout_rounds.c.retry_at.is_not(None))
        )
    ).one()
    row = (
        await connection.execute(
            select(func.count().label("rounds"), func.min(payout_rounds.c.block_number).label("since")).where(
                _is_of(campaign, index),
                payout_rounds.c.attempt > waits.last,
                payout_rounds.c.attempt <= attempt,
            )
        )
    ).one()
    return Series(row.rounds, row.since, min(DAY << waits.waits, LONGEST))


async def read_retries(connection: AsyncConnection) -> list[Retry]:
    """What is waited for, the next one first."""
    rows = await connection.execute(
        select(_LAST, projects.c.name, projects.c.currency_symbol, projects.c.currency_decimals)
        .select_from(_ENTERED)
        .join(_LAST, true())
        .join(projects, projects.c.campaign == _LAST.c.campaign)
        .where(_LAST.c.retry_at > AT_ONCE)
        .order_by(_LAST.c.retry_at, _LAST.c.id)
    )
    retries = []
    for row in rows:
        series = await read_series(connection, row.campaign, row.royalty_index, row.attempt)
        refused = await read_refused(connection, row.campaign, series.since_block)
        retries.append(
            Retry(
                row.name,
                row.currency_symbol,
                row.currency_decimals,
                len(refused),
                sum(refused.values()),
                row.retry_at,
                row.error,
            )
        )
    return retries


def _is_of(campaign: str, index: int) -> ColumnElement[bool]:
    return (payout_rounds.c.campaign == campaign) & (payout_rounds.c.royalty_index == index)
