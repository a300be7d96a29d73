"""Whether a process that is not our child has ended."""

import time

import psutil


def has_ended(process: psutil.Process, seconds: float = 10) -> bool:
    """Wait for its end; a dead process that nobody has collected yet (a zombie) counts as ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False
