"""When a campaign closes: terms, one reopening, the platform's pauses (contracts/campaign/Closing.sol)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from backend.queries.laterals import STATUS

MAX_PAUSE = 14 * 86_400
"""Most seconds of pauses that a campaign heeds (rule 2.2)."""


def _seconds(at: str) -> str:
    """SQL of Pauses._seconds at a time."""
    return f"""coalesce((
        select case when x.kind = 'resumed' then x.amount else {at} - b.time + coalesce((
            select amount from platform_changes
            where kind = 'resumed' and (block_number, log_index) < (x.block_number, x.log_index)
            order by block_number desc, log_index desc limit 1), 0) end
        from platform_changes x join blocks b on b.number = x.block_number
        where x.kind in ('paused', 'resumed') and x.block_number <= :at and b.time <= {at}
        order by x.block_number desc, x.log_index desc limit 1), 0)"""


def _extension(at: str) -> str:
    """SQL of Pauses.extension at a time."""
    change = f"least({_seconds(at)} - {_seconds('o.opened_at')}, {MAX_PAUSE})"
    return f"case when o.opened_at is null then 0 else {change} end"


# SQL of catalogue.status_at for a project `p`, as of block `:at` whose time is `:now`: for filters, where all
# projects are asked.
STATUS_NOW = f"""(
    select case
        when s.status in ('proposed', 'approved') and :now >= (p.terms #>> '{{campaign,opensAt}}')::numeric
            then 'lapsed'
        when s.status = 'raising' and :now >= {_extension(":now")} + coalesce(
            r.closes_at - {_extension("r.time")},
            (p.terms #>> '{{campaign,closesAt}}')::numeric) then 'closed'
        else s.status end
    from {STATUS} s
    cross join (select min(b.time) as opened_at
        from status_changes x join blocks b on b.number = x.block_number
        where x.campaign = p.campaign and x.status = 'raising' and x.block_number <= :at) o
    left join (select x.closes_at, b.time from reopenings x join blocks b on b.number = x.block_number
        where x.campaign = p.campaign and x.block_number <= :at) r on true)"""


@dataclass(frozen=True, slots=True)
class Pauses:
    """What the platform did, oldest first: (time, seconds of all pauses before, whether one begins)."""

    changes: tuple[tuple[int, int, bool], ...]
    opened_at: int | None

    def extension(self, at: int) -> int:
        """Seconds by which the closing has moved until then."""
        if self.opened_at is None:
            return 0
        return min(self._seconds(at) - self._seconds(self.opened_at), MAX_PAUSE)

    def is_running(self, at: int) -> bool:
        """Whether contributions are paused then, as this campaign heeds it."""
        begun = [begins for time, _, begins in self.changes if time <= at]
        return self.opened_at is not None and begun[-1:] == [True] and self.extension(at) < MAX_PAUSE

    def _seconds(self, at: int) -> int:
        known = [change for change in self.changes if change[0] <= at]
        if not known:
            return 0
        time, before, begins = known[-1]
        return before + (at - time if begins else 0)


@dataclass(frozen=True, slots=True)
class Closing:
    """closes_at: first second without contributions, as of the time it was asked for."""

    closes_at: int
    reopened_at: int | None
    is_paused: bool


def read_closing(row: Row[Any], agreed: int, now: int) -> Closing:
    """Of a row with laterals.CLOSING and the closing of the terms, at the time `now`."""
    pauses = Pauses(read_pauses(row.pauses or ()), row.opened_at)
    without_pauses = agreed
    if row.reopened_at is not None:
        without_pauses = row.reopened_until - pauses.extension(row.reopened_at)
    return Closing(without_pauses + pauses.extension(now), row.reopened_at, pauses.is_running(now))


def read_pauses(rows: Sequence[Any]) -> tuple[tuple[int, int, bool], ...]:
    changes: list[tuple[int, int, bool]] = []
    seconds = 0
    for kind, time, amount in rows:
        seconds = int(amount) if kind == "resumed" else seconds
        changes.append((time, seconds, kind == "paused"))
    return tuple(changes)
