"""Files in memory: a database is copied for each test, and a copy is hundreds of small files."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

MEMORY = Path("/dev/shm")
PREFIX = "coprod-tests-"
ENOUGH = 2 * 10**9
"""Bytes, of which a run of all tests takes a tenth. A container often has less."""


@contextmanager
def open_folder(otherwise: Path, memory: Path = MEMORY) -> Iterator[Path]:
    """A folder in memory, gone at the end; `otherwise` when the machine has too little.

    What a run left behind that was killed is removed by the next one.
    """
    if not memory.is_dir() or shutil.disk_usage(memory).free < ENOUGH:
        yield otherwise
        return
    for old in memory.glob(f"{PREFIX}*"):
        if not psutil.pid_exists(int(old.name.removeprefix(PREFIX))):
            shutil.rmtree(old, ignore_errors=True)
    mine = memory / f"{PREFIX}{os.getpid()}"
    mine.mkdir()
    try:
        yield mine
    finally:
        shutil.rmtree(mine)
