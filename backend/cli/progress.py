"""How a backfill comes on: a bar on a terminal, a line every ten seconds elsewhere."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from backend.mirror.sync import Step

log = structlog.get_logger("mirror")

LONG = 200
"""Blocks behind the head from which it is called a backfill."""
WINDOW = 15.0
"""Seconds of which the rates are."""
EVERY = 10.0
"""Seconds between two lines."""


@dataclass(frozen=True, slots=True)
class Reading:
    """events: since the backfill began. seconds_left: to the head as it is now; None when nobody can say."""

    block: int
    head: int
    events: int
    events_per_second: int
    seconds_left: int | None


class Pace:
    """Of a backfill that begins at the time `now`, in seconds of any clock, behind its first step."""

    def __init__(self, block: int, now: float) -> None:
        self._events = 0
        self._marks = deque([(now, block, 0)])

    def take(self, step: Step, now: float) -> Reading:
        """Count the step, and say how it goes."""
        self._events += step.events
        self._marks.append((now, step.block, self._events))
        while len(self._marks) > 2 and self._marks[1][0] <= now - WINDOW:
            self._marks.popleft()
        began, block, events = self._marks[0]
        seconds, blocks = now - began, step.block - block
        is_moving = seconds > 0 and blocks > 0
        return Reading(
            block=step.block,
            head=step.head,
            events=self._events,
            events_per_second=round((self._events - events) / seconds) if seconds > 0 else 0,
            seconds_left=round((step.head - step.block) * seconds / blocks) if is_moving else None,
        )


class Backfill:
    """Told of each step of a mirror, shows those of a backfill; where it ends, it says what it was."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._pace: Pace | None = None
        self._bar: Bar | None = None
        self._began = self._said = 0.0

    def __call__(self, step: Step) -> None:
        now = self._clock()
        if self._pace is None:
            if step.head - step.block < LONG:
                return
            self._pace, self._began, self._said = Pace(step.block, now), now, now
            log.info("backfill begins", block=step.block, head=step.head)
            self._bar = Bar(self._console, step.block) if self._console.is_terminal else None
        reading = self._pace.take(step, now)
        if self._bar:
            self._bar.show(reading)
        elif now - self._said >= EVERY and not step.caught_up:
            self._said = now
            log.info(
                "backfill",
                block=reading.block,
                head=reading.head,
                events=reading.events,
                events_per_second=reading.events_per_second,
                seconds_left=reading.seconds_left,
            )
        if step.caught_up:
            self.stop()
            seconds = round(now - self._began, 1)
            log.info("backfill done", block=reading.block, events=reading.events, seconds=seconds)

    def stop(self) -> None:
        """Take the bar away, wherever the backfill is."""
        if self._bar:
            self._bar.stop()
        self._pace = self._bar = None


class Bar:
    """Of one backfill, from its first block."""

    def __init__(self, console: Console, first: int) -> None:
        self._first = first
        self._progress = Progress(
            TextColumn("block {task.fields[block]:,} of {task.fields[head]:,}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[events]:,} events"),
            TextColumn("{task.fields[rate]:,} a second"),
            TextColumn("{task.fields[left]}"),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None

    def show(self, reading: Reading) -> None:
        fields: dict[str, Any] = {
            "block": reading.block,
            "head": reading.head,
            "events": reading.events,
            "rate": reading.events_per_second,
            "left": format_left(reading.seconds_left),
        }
        done, total = reading.block - self._first, reading.head - self._first
        if self._task is None:
            self._task = self._progress.add_task("", total=total, completed=done, **fields)
            self._progress.start()
        self._progress.update(self._task, total=total, completed=done, **fields)

    def stop(self) -> None:
        self._progress.stop()


def format_left(seconds: int | None) -> str:
    """ "1:02:03 left", or "2:03 left"."""
    if seconds is None:
        return ""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02} left" if hours else f"{minutes}:{seconds:02} left"
