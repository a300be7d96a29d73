"""Child processes that never outlive the program that started them."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from backend.local.missing import PartMissing


class ChildFailed(Exception):
    """A child could not start, or ended by itself; the message holds the end of what it said."""


class Child:
    """One running child process.

    The kernel sends it `stop_signal` when its parent dies, even by kill -9. (For the kernel the parent is the
    thread that started it: start children from the main thread.) Ctrl-C in the terminal does not reach it, so
    that the parent decides in which order things stop. Its output goes to the file `log`.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        prefix: Sequence[str] = (),
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self._stop_signal = stop_signal
        # Without a name it is gone together with this process, however that ends.
        self._output: IO[bytes] = log.open("a+b") if log else tempfile.TemporaryFile()  # noqa: SIM115
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise PartMissing("setpriv", Path("/usr/bin/setpriv"), "install the package util-linux")
        guard = [setpriv, "--pdeathsig", stop_signal.name.removeprefix("SIG")]
        # A user namespace clears the death signal, so the prefix that makes one comes first.
        self._process = subprocess.Popen(
            [*prefix, *guard, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return as soon as `ready` says so. Raises ChildFailed when the child ends first or takes longer."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running or time.monotonic() > deadline:
                fact = f"did not answer within {seconds:.0f} s" if self.running else "ended"
                failure = ChildFailed(f"{self.name} {fact}: {self.last_words()}")
                self.stop()
                raise failure
            time.sleep(0.02)

    def stop(self, seconds: float = 15) -> None:
        """Ask it to stop and wait; kill it when it does not."""
        if self.running:
            self._process.send_signal(self._stop_signal)
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._output.close()

    def last_words(self, size: int = 2000) -> str:
        """The end of what the child wrote."""
        length = os.fstat(self._output.fileno()).st_size
        text = os.pread(self._output.fileno(), size, max(0, length - size)).decode(errors="replace").strip()
        return text or "it said nothing"


def free_port(preferred: int = 0) -> int:
    """The preferred TCP port on 127.0.0.1 when it is free, otherwise one that the system chooses."""
    for port in (preferred, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise ChildFailed("the system has no free TCP port left on 127.0.0.1")
