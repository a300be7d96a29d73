"""A person at a terminal: reads what a program writes, types when it asks, and keeps what was seen.

A real pseudo-terminal with a session of its own: colours are seen, passwords typed unseen, Ctrl-C works.
"""

import codecs
import errno
import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

WIDTH, HEIGHT = 110, 40
PATIENCE = 180
"""Seconds: a busy machine is no failure."""
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b[=>]")

QUESTION = re.compile(r"^.+(\?|\]) \Z", re.MULTILINE)


class Teletype:
    """One command at one terminal. `seen`: all it wrote, escapes and all; `events`: (seconds, text)."""

    def __init__(
        self,
        command: Sequence[str | Path],
        environment: Mapping[str, str],
        folder: Path,
        patience: int = PATIENCE,
    ) -> None:
        self._patience = patience
        self._began = time.monotonic()
        self._read_to = 0
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self.seen = ""
        self.events: list[tuple[float, str]] = []
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        # --ctty: what asks for a password opens the terminal itself.
        self._process = subprocess.Popen(
            ["setsid", "--ctty", *map(str, command)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env={**environment, "TERM": "xterm-256color"},
        )
        os.close(slave)

    def expect(self, text: str) -> str:
        """Waits for `text`, and returns what was written before it since the last time, without escapes.

        Raises AssertionError with all that was seen when it does not come.
        """
        deadline = time.monotonic() + self._patience
        while text not in (rest := self.plain[self._read_to :]):
            assert time.monotonic() < deadline, f"no {text!r} in {self.plain}"
            assert self._take(), f"it ended without {text!r}: {self.plain}"
        before, _, _ = rest.partition(text)
        self._read_to += len(before) + len(text)
        return before

    def type(self, line: str) -> None:
        os.write(self._master, line.encode() + b"\n")

    def question(self) -> str | None:
        """The line that it waits behind, as `[usual answer]` or `?` ends it; None when it ended instead."""
        while not (asked := QUESTION.search(self.plain, self._read_to)):
            if not self._take():
                return None
        self._read_to = asked.end()
        return asked[0].strip()

    def interrupt(self) -> None:
        """Ctrl-C."""
        os.write(self._master, b"\x03")

    def wait(self) -> int:
        """Reads to the end; the exit code."""
        while self._take():
            pass
        code = self._process.wait(self._patience)
        os.close(self._master)
        return code

    @property
    def plain(self) -> str:
        """What was seen, as a person reads it."""
        return ESCAPES.sub("", self.seen).replace("\r\n", "\n")

    def _take(self) -> bool:
        """One more piece of what it writes; False at the end."""
        ready, _, _ = select.select([self._master], [], [], self._patience)
        assert ready, f"it wrote nothing more: {self.plain}"
        try:
            piece = os.read(self._master, 65_536)
        except OSError as error:
            # Linux says so when the last one that had the terminal has gone.
            if error.errno != errno.EIO:
                raise
            return False
        text = self._decode(piece)
        self.seen += text
        self.events.append((time.monotonic() - self._began, text))
        return bool(piece)
