"""The `coprod` commands that run from this folder."""

import os
import sys
from pathlib import Path

import psutil


def stop_running(seconds: float = 30) -> None:
    """Ask every `coprod` of this folder to stop, say which, and wait; chain and database end with them."""
    asked = running()
    for process in asked:
        print(f"stop: process {process.pid}, {' '.join(process.cmdline()[2:])}")
        process.terminate()
    _, deaf = psutil.wait_procs(asked, timeout=seconds)
    for process in deaf:
        process.kill()


def running() -> list[psutil.Process]:
    """This user's processes whose program is this environment's bin/coprod, but not the one that asks."""
    program = Path(sys.prefix) / "bin" / "coprod"
    others = (process for process in psutil.process_iter() if process.pid != os.getpid())
    return [process for process in others if runs(process, program)]


def runs(process: psutil.Process, program: Path) -> bool:
    """Whether the process is `python <program> …`, by whatever path it was called."""
    try:
        mine = process.uids().real == os.getuid()
        called = process.cmdline()[1:2] if mine else []
        return called != [] and Path(process.cwd(), called[0]).resolve() == program
    except (psutil.Error, OSError):
        return False
