"""What happened in a campaign, and what was found wrong."""

import statistics
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill -9. moment: how it was chosen. phase: what the mirror was in the middle of at that instant,
    None when it had nothing in hand. block, head: where the mirror and the chain were.

    led_after, moved_after: seconds until another process held the lock and had begun its epoch, and until it
    had moved the cursor; None when there was nothing to take over, or nobody who stood by.
    """

    process: str
    is_leader: bool
    moment: str
    phase: str | None
    block: int | None
    head: int
    led_after: float | None = None
    moved_after: float | None = None

    def __str__(self) -> str:
        who = "leader" if self.is_leader else "other"
        where = f"at block {self.block} of {self.head}"
        taken = ""
        if self.led_after is not None and self.moved_after is not None:
            led, moved = round(self.led_after * 1000), round(self.moved_after * 1000)
            taken = f"; the other leads after {led} ms, and moves after {moved} ms"
        return f"{self.process} ({who}), {self.moment}: {self.phase or 'idle'}, {where}{taken}"


@dataclass
class Tally:
    """reorgs: by depth; faults: stretches that had an effect, by kind; answers: of the API, by kind of
    question, of so many states; ended: processes that ended by themselves; differences: what reconcile
    named."""

    kills: list[Kill] = field(default_factory=list)
    reorgs: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    states: int = 0
    differences: list[str] = field(default_factory=list)
    false_states: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    reconciliations: int = 0
    compared: int = 0

    @property
    def hits(self) -> list[Kill]:
        """The kills that hit a run that was not finished."""
        return [each for each in self.kills if each.phase]

    def sum_up(self) -> dict[str, int | None]:
        """The last line."""
        waits = [each.led_after for each in self.kills if each.led_after is not None]
        moves = [each.moved_after for each in self.kills if each.moved_after is not None]
        return {
            "kills": len(self.hits),
            "leader_kills": sum(each.is_leader for each in self.hits),
            "reorgs": self.reorgs.total(),
            "faults": self.faults.total(),
            "differing_rows": len(self.differences),
            "false_states": len(self.false_states),
            "ended": len(self.ended),
            "takeover_ms_median": round(statistics.median(waits) * 1000) if waits else None,
            "takeover_ms_worst": round(max(waits) * 1000) if waits else None,
            "moved_ms_median": round(statistics.median(moves) * 1000) if moves else None,
            "moved_ms_worst": round(max(moves) * 1000) if moves else None,
        }
