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
    """Python processes whose program is this environment's bin/coprod, except the one that asks."""
    program = str(Path(sys.prefix) / "bin" / "coprod")
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "uids"]):
        cmdline = process.info["cmdline"] or []
        mine = process.info["uids"] is not None and process.info["uids"].real == os.getuid()
        if mine and cmdline[1:2] == [program] and process.pid != os.getpid():
            found.append(process)
    return found
