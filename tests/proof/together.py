"""Runs of tests at the same time: each is mostly one process, and has its own chain and database."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import IO, Any

from backend.local.paths import ROOT

CONTRACTS = ("-m", "backend.local", "brownie", "test", "tests/contracts")
BACKEND = ("-m", "pytest")
BROWSER = ("-m", "pytest", "tests/browser")
TERMINAL = ("-m", "pytest", "tests/terminal")
GAS = ("-m", "tests.proof.gas", "--check")

# When this process is killed they end as by Ctrl-C, which stops their chains and databases.
GUARD = ("setpriv", "--pdeathsig", "INT")
PATIENCE = 15
"""Seconds that an interrupted run may take to end, before it is interrupted again."""
INTERRUPTIONS = 4


def run_together(*runs: Sequence[str]) -> list[int]:
    """The exit codes of Python with each of these arguments, run at the same time.

    What the first says is seen at once, what the others say when all have ended. Ctrl-C and SIGTERM interrupt
    all of them; then KeyboardInterrupt is raised, once they have ended and been heard.
    """
    with ExitStack() as stack:
        # Ctrl-C works in the runs even when this process was started without.
        for number in (signal.SIGINT, signal.SIGTERM):
            stack.callback(signal.signal, number, signal.signal(number, signal.default_int_handler))
        held = [stack.enter_context(tempfile.TemporaryFile()) for _ in runs[1:]]
        started: list[subprocess.Popen[bytes]] = []
        try:
            for arguments, output in zip(runs, (None, *held), strict=True):
                started.append(_start(arguments, output))
            return [each.wait() for each in started]
        except KeyboardInterrupt:
            _interrupt(started)
            raise
        finally:
            for output in held:
                _show(output)


def _start(arguments: Sequence[str], output: IO[Any] | None) -> subprocess.Popen[bytes]:
    """In a group of its own: Ctrl-C reaches it through us, and not twice. Not in a session of its own: the
    first terminal that one of its tests opens would command it."""
    return subprocess.Popen(
        [*GUARD, sys.executable, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output and subprocess.STDOUT,
        process_group=0,
    )


def _interrupt(runs: Sequence[subprocess.Popen[bytes]]) -> None:
    """More than once, if need be: an asynchronous test takes the first time as meant for itself alone."""
    for _ in range(INTERRUPTIONS):
        for each in runs:
            each.send_signal(signal.SIGINT)
        deadline = time.monotonic() + PATIENCE
        while any(each.poll() is None for each in runs) and time.monotonic() < deadline:
            time.sleep(0.05)
    for each in runs:
        each.kill()
        each.wait()


def _show(output: IO[bytes]) -> None:
    output.seek(0)
    sys.stdout.flush()
    shutil.copyfileobj(output, sys.stdout.buffer)
    sys.stdout.buffer.flush()
