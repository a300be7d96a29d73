"""The journals of a chain's accounts: one file of lines for each, which is only ever added to.

What is written was given to the disk before anything follows from it. A last line that is torn, by a kill or
by a full disk, is cut off by whoever writes next: nothing was done by it. Any other line that cannot be read
stops the work. A copy of the folder is all that another machine needs to go on.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from backend.chain.moves import OVER, MoveForbidden
from scripts.language import say
from scripts.refusal import Refused
from scripts.transactions.entries import Entry, Line, LinesContradict, add_line, read_line, write_line

LOCK_SECONDS = 5


@dataclass(frozen=True)
class Journal:
    """Of the accounts that sent on one chain. genesis: hash of its block 0; what was sent on others, such as
    a development chain that began again, is passed over. None passes over nothing."""

    folder: Path
    genesis: str | None = None

    def accounts(self) -> list[str]:
        return sorted(file.stem for file in self.folder.glob("0x*.jsonl"))

    def entries(self, account: str | None = None) -> list[Entry]:
        """Of one account or of all, the oldest first. Raises Refused when a file is damaged."""
        names = self.accounts() if account is None else [account]
        found = [each for name in names for each in _read(self._file(name))[0].values()]
        return sorted(filter(self._is_here, found), key=lambda each: (each.at, each.sender, each.number))

    def find(self, intent: str) -> Entry | None:
        """The transaction that does this, did it, or was meant to; what had no effect for good (failed,
        abandoned) does not count."""
        same = [each for each in self.entries() if each.intent == intent and each.status not in OVER]
        return same[-1] if same else None

    def unfinished(self) -> list[Entry]:
        """What is not in a block yet, or lost its nonce to another transaction. See also `unsettled`."""
        return [each for each in self.entries() if each.is_waiting or each.status in ("due", "dropped")]

    def unsettled(self) -> list[Entry]:
        """The same and what is in a block that is not final: a reorg may still take it away."""
        return [each for each in self.entries() if each.is_open or each.status == "dropped"]

    @contextmanager
    def open(self, account: str, lock_seconds: float = LOCK_SECONDS) -> Iterator["Book"]:
        """The account's journal, to write in; nobody else does meanwhile. Raises Refused."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self._file(account)
        with (self.folder / f"{account}.lock").open("a+") as held:
            _lock(held, account, lock_seconds)
            entries, whole = _read(file)
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                _mend(descriptor, whole)
                _sync_folder(self.folder)
                yield Book(self, account, entries, descriptor)
            finally:
                os.close(descriptor)

    def _is_here(self, entry: Entry) -> bool:
        return self.genesis in (None, entry.genesis)

    def _file(self, account: str) -> Path:
        return self.folder / f"{account}.jsonl"


class Book:
    """One account's journal, open for writing."""

    def __init__(self, journal: Journal, account: str, entries: dict[int, Entry], descriptor: int) -> None:
        self.account = account
        self._journal, self._all, self._descriptor = journal, entries, descriptor

    @property
    def entries(self) -> list[Entry]:
        return [each for each in self._all.values() if self._journal.genesis in (None, each.genesis)]

    @property
    def next_number(self) -> int:
        return len(self._all) + 1

    def entry(self, number: int) -> Entry:
        return self._all[number]

    def find(self, intent: str) -> Entry | None:
        """See Journal.find."""
        same = [each for each in self.entries if each.intent == intent and each.status not in OVER]
        return same[-1] if same else None

    def write(self, kind: type[Any], entry: int, **values: Any) -> Entry:
        """Add a line of this kind, now; returns what the entry is by it, once the disk has it.

        Raises MoveForbidden and LinesContradict, and then nothing is written.
        """
        line = kind(entry=entry, at=int(time.time()), **values)
        entries = dict(self._all)
        changed = add_line(entries, line)
        _append(self._descriptor, write_line(line))
        self._all = entries
        return changed


def _read(file: Path) -> tuple[dict[int, Entry], bytes]:
    """The entries, and the file's whole lines."""
    entries: dict[int, Entry] = {}
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return entries, b""
    lines = content.splitlines(keepends=True)
    for number, text in enumerate(lines, start=1):
        try:
            add_line(entries, _parse(text))
        except (msgspec.DecodeError, LinesContradict, MoveForbidden) as problem:
            if number == len(lines) and not text.endswith(b"\n"):
                return entries, b"".join(lines[:-1])
            why = str(problem).rstrip(".")
            raise Refused(
                say(
                    "line {number} of {file} is damaged ({why}): put a whole copy of the file in its place",
                    number=number,
                    file=file,
                    why=why,
                )
            ) from None
    return entries, content if content.endswith(b"\n") or not content else content + b"\n"


def _parse(text: bytes) -> Line:
    try:
        return read_line(text)
    except UnicodeDecodeError as problem:
        raise msgspec.DecodeError(str(problem)) from None


def _mend(descriptor: int, whole: bytes) -> None:
    """Cut a torn line off, or end a whole one whose end alone is missing."""
    size = os.fstat(descriptor).st_size
    if size > len(whole):
        os.ftruncate(descriptor, len(whole))
    elif size < len(whole):
        os.write(descriptor, whole[size:])
    if size != len(whole):
        os.fsync(descriptor)


def _append(descriptor: int, text: bytes) -> None:
    """All of it, or an error and nothing."""
    size, written = os.fstat(descriptor).st_size, 0
    try:
        while written < len(text):
            written += os.write(descriptor, text[written:])
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(held: Any, account: str, seconds: float) -> None:
    """Kept until the file is closed, or its process ends in any way."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Refused(
                    say(
                        "another run is sending from {account} at this moment: wait until it has ended",
                        account=account,
                    )
                ) from None
            time.sleep(0.05)
        else:
            return
