"""How long contributions stood still, and when a campaign closes because of it (rule 2.2). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.mirror.ledger.facts import Row
from backend.mirror.proof.books import Books

MOST = 14 * 86_400
"""Seconds of pauses that a campaign heeds."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """The rows of platform_changes, in their order and with their times."""

    changes: Sequence[Row]

    def at(self, time: int) -> tuple[bool, int]:
        """Whether a pause runs at a time, and the seconds of all so far."""
        since, total = None, 0
        for row in self.changes:
            if row["said_at"] > time:
                break
            if row["kind"] == "paused":
                since = row["said_at"]
            elif row["kind"] == "resumed":
                since, total = None, row["amount"]
        return since is not None, total if since is None else total + time - since

    def extension(self, books: Books, time: int) -> int:
        """By how much the campaign closes later, as known at a time."""
        opened = books.status_row("raising")
        if opened is None and books.status_row("cancelled") is None:
            return 0
        before = self.at(opened["said_at"])[1] if opened else 0
        return min(MOST, self.at(time)[1] - before)


def closing(books: Books, terms: Row, pauses: Pauses, now: int) -> int:
    """When contributions end, as known now: see Closing.closesAt."""
    reopened = books.last("reopenings")
    closes_at = int(terms["campaign"]["closesAt"])
    if reopened:
        closes_at = reopened["closes_at"] - pauses.extension(books, reopened["said_at"])
    return closes_at + pauses.extension(books, now)


def is_paused(books: Books, pauses: Pauses, now: int) -> bool:
    """Whether the campaign heeds a pause now: see Closing.isPaused."""
    heeds = books.status_row("raising") or books.status_row("cancelled")
    return bool(heeds) and pauses.at(now)[0] and pauses.extension(books, now) < MOST
