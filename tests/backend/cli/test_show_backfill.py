"""How a backfill comes on: what the steps say, as a bar on a terminal and as lines elsewhere."""

import contextlib
import json
import os
import pty
import select
import subprocess
import sys
from datetime import datetime
from io import StringIO

import pytest
from rich.console import Console
from structlog.testing import capture_logs

from backend.cli.progress import Backfill, Pace, format_left
from backend.local.paths import ROOT
from backend.mirror.sync import Step
from tests.backend.royalties.process import PROGRAM, Workers
from tests.backend.world import World

BLOCKS = 300


def step(block: int, head: int = 10_000, events: int = 0) -> Step:
    return Step(block, head, events, 0)


def test_rates_are_of_the_last_seconds() -> None:
    """A dense stretch of the chain long ago says nothing of now."""
    pace = Pace(0, now=0)
    pace.take(step(100, events=100_000), now=1)
    for second in range(2, 60):
        reading = pace.take(step(100 * second, events=500), now=second)
    assert reading.events == 100_000 + 58 * 500
    assert reading.events_per_second == 500
    assert reading.seconds_left == (10_000 - 5_900) // 100


def test_nobody_knows_how_long_what_does_not_move_takes() -> None:
    pace = Pace(7, now=3)
    assert pace.take(step(7), now=3).seconds_left is None
    assert pace.take(step(7), now=9).seconds_left is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0:00 left"), (61, "1:01 left"), (3_599, "59:59 left"), (3_723, "1:02:03 left"), (None, "")],
)
def test_time_left_in_words(seconds: int | None, words: str) -> None:
    assert format_left(seconds) == words


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def watch(console: Console, steps: list[tuple[float, Step]]) -> list[dict[str, object]]:
    """What is logged when these steps come at these times."""
    clock = Clock()
    backfill = Backfill(console, clock)
    with capture_logs() as logged:
        for clock.now, each in steps:
            backfill(each)
        backfill.stop()
    return list(logged)


def test_elsewhere_than_on_a_terminal_there_is_a_line_every_ten_seconds() -> None:
    written = StringIO()
    steps = [(float(second), step(100 * second, 4_500, 1_000)) for second in range(1, 46)]
    logged = watch(Console(file=written), steps)
    assert [each["event"] for each in logged] == ["backfill begins", *4 * ["backfill"], "backfill done"]
    assert [each["block"] for each in logged] == [100, 1_100, 2_100, 3_100, 4_100, 4_500]
    assert logged[2]["events_per_second"] == 1_000
    assert logged[2]["seconds_left"] == 24
    assert (logged[-1]["events"], logged[-1]["seconds"]) == (45_000, 44.0)
    assert written.getvalue() == ""


def test_on_a_terminal_there_is_a_bar() -> None:
    written = StringIO()
    console = Console(file=written, force_terminal=True, width=120)
    logged = watch(console, [(1, step(100)), (2, step(2_600, events=12_345)), (3, step(10_000))])
    assert [each["event"] for each in logged] == ["backfill begins", "backfill done"]
    for words in ("block 100 of 10,000", "12,345 events", "100 %"):
        assert words in written.getvalue()


def test_at_the_head_there_is_nothing_to_show() -> None:
    written = StringIO()
    console = Console(file=written, force_terminal=True)
    assert watch(console, [(1, step(9_900)), (2, step(10_000, events=5))]) == []
    assert written.getvalue() == ""


def test_the_worker_s_log_is_one_object_a_line(workers: Workers, world: World) -> None:
    world.mine(BLOCKS)
    workers.start(LOG="json", LOG_RANGE="10")
    workers.wait_until(lambda: "backfill done" in workers.last_words(), seconds=240)
    assert workers.stop() == [0]
    lines = [json.loads(line) for line in workers.last_words().splitlines()]
    for each in lines:
        assert each["level"] in ("info", "warning", "error"), each
        assert datetime.fromisoformat(each["timestamp"]).utcoffset() is not None, each
        assert each["logger"] in ("mirror", "payer", "chain"), each
    events = [each["event"] for each in lines]
    assert events[0] == "worker started"
    assert events[-1] == "worker stopped"
    (done,) = (each for each in lines if each["event"] == "backfill done")
    assert done["block"] == world.head()


def test_the_worker_shows_a_bar_on_a_terminal(workers: Workers, world: World) -> None:
    """And its log above the bar, as it is for people."""
    world.mine(BLOCKS)
    ours, theirs = pty.openpty()
    environment = os.environ | workers.environment | {"COPROD_LOG_RANGE": "10", "TERM": "xterm"}
    worker = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "worker"], cwd=ROOT, env=environment, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    try:
        while b"backfill done" not in shown:
            assert select.select([ours], [], [], 240)[0], shown
            shown += os.read(ours, 4_096)
        worker.terminate()
        # Whoever writes to a terminal that nobody reads waits.
        with contextlib.suppress(OSError):
            while select.select([ours], [], [], 240)[0]:
                shown += os.read(ours, 4_096)
        assert worker.wait(timeout=240) == 0
    finally:
        worker.kill()
        os.close(ours)
    assert f"of {world.head():,}".encode() in shown
    assert b"events" in shown
    assert b"a second" in shown
