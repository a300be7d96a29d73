"""`make test` runs its halves at once: nothing that one of them says or does is lost."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from backend.local.paths import ROOT
from tests.backend.local.ended import has_ended

TOGETHER = "from tests.proof.together import run_together; import sys; print(run_together({}))"
SAY = "import sys, time; time.sleep({}); print({!r}, flush=True); sys.exit({})"
LINGER = """
import pathlib, sys, time
mine = pathlib.Path(sys.argv[1])
try:
    mine.with_suffix(".up").touch()
    time.sleep(600)
finally:
    print(mine.stem, "tidied up", flush=True)
    mine.with_suffix(".tidy").touch()
"""


def start(*runs: tuple[str, ...]) -> subprocess.Popen[str]:
    program = TOGETHER.format(", ".join(map(repr, runs)))
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, text=True, **both)


def test_each_is_heard_and_its_exit_code_counts() -> None:
    """The first is heard at once, the others one after the other when all have ended."""
    runs = [("-c", SAY.format(*each)) for each in [(1, "first", 0), (0, "second", 3), (0.5, "third", 1)]]
    said, _ = start(*runs).communicate()
    assert said.splitlines() == ["first", "second", "third", "[0, 3, 1]"]


def linger(folder: Path) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """Two runs that go on for long, once both have begun."""
    together = start(*(("-c", LINGER, str(folder / name)) for name in ("one", "two")))
    while not all((folder / f"{name}.up").exists() for name in ("one", "two")):
        assert together.poll() is None
        time.sleep(0.02)
    return together, psutil.Process(together.pid).children()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_is_interrupted_lets_both_tidy_up_and_says_so(tmp_path: Path, number: signal.Signals) -> None:
    together, runs = linger(tmp_path)
    together.send_signal(number)
    said, _ = together.communicate()
    assert together.returncode != 0
    assert [line for line in said.splitlines() if "tidied" in line] == ["one tidied up", "two tidied up"]
    assert len(runs) == 2
    assert all(has_ended(each, seconds=1) for each in runs)


def test_who_is_killed_leaves_nobody_behind(tmp_path: Path) -> None:
    together, runs = linger(tmp_path)
    together.kill()
    together.communicate()
    assert len(runs) == 2
    assert all(has_ended(each, seconds=30) for each in runs)
    assert {each.name for each in tmp_path.glob("*.tidy")} == {"one.tidy", "two.tidy"}


def test_a_terminal_that_a_test_opens_does_not_become_the_terminal_of_the_run() -> None:
    """It would stop the run, as a terminal stops who works in the background."""
    opens = "import os, pty; os.open(os.ttyname(pty.openpty()[1]), os.O_RDWR); os.open('/dev/tty', os.O_RDWR)"
    said, _ = subprocess.Popen(
        [sys.executable, "-c", TOGETHER.format(repr(("-c", opens)))],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ).communicate()
    assert "No such device or address: '/dev/tty'" in said
    assert said.splitlines()[-1] == "[1]"
