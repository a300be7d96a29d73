"""Runs of the `coprod` command, each a process of its own, forked from one that has imported everything.

To import costs seconds of a processor, and a campaign starts a hundred of them.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path

# Not used here: imported once, for all.
import backend.app
import backend.migrations
import backend.worker  # noqa: F401
from backend import cli

PR_SET_PDEATHSIG = 1


def start(command: str, settings: Mapping[str, str], log: Path) -> ForkServerProcess:
    """`coprod command`, options and all, with these settings and no others; its output goes to `log`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", __name__])
    process = context.Process(target=_run, args=(command, dict(settings), str(log)), daemon=True)
    process.start()
    return process


def _run(command: str, settings: dict[str, str], log: str) -> None:
    # The fork server ends with the process that started it, and takes this one along.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COPROD_")}
    os.environ.clear()
    os.environ.update(inherited | settings)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.argv = ["coprod", *command.split()]
    cli.main()
