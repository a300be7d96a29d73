"""The demo as a person runs it: `coprod demo` in a process of its own, on a folder of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

COPROD = Path(sys.prefix) / "bin" / "coprod"
LONGEST = 420
"""Seconds after which a demo has failed."""


class Demo:
    """One run of the demo; `home` is what it keeps, `said` what it printed."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        home.mkdir(exist_ok=True)
        self._output = (home / "said.txt").open("ab+")
        self.process = subprocess.Popen(
            [COPROD, "demo", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"COPROD_HOME": str(home), "COLUMNS": "120"},
        )

    @property
    def said(self) -> str:
        return (self.home / "said.txt").read_text()

    @property
    def accounts(self) -> Any:
        """The tables of demo.json, without the addresses."""
        accounts = json.loads((self.home / "demo.json").read_text())["accounts"]
        return [{key: each[key] for key in ("name", "status", "rows")} for each in accounts]

    def wait(self) -> int:
        """The exit code."""
        return self.process.wait(LONGEST)

    def wait_until(self, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + LONGEST
        while not happened():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    def child(self, command: str) -> psutil.Process:
        """The process of `coprod <command>` that the demo started. Raises StopIteration if there is none."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return next(each for each in children if each.cmdline()[-2:] == [str(COPROD), command])

    def stop(self) -> int:
        """Ctrl-C, as `make stop` sends it; the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        code = self.wait()
        self._output.close()
        return code
