"""When a campaign closes: terms, one reopening, the platform's pauses (contracts/campaign/Closing.sol)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

MAX_PAUSE = 14 * 86_400
"""Most seconds of pauses that a campaign heeds (rule 2.2)."""


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
