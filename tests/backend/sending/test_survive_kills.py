"""Killed -9 at every moment and on every line, and gone on with here or elsewhere: sent once (7.2, 9.3)."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from scripts.transactions.entries import Entry
from scripts.transactions.manner import MOMENTS, Watch
from tests.backend.sending.desk import Desk
from tests.backend.sending.wallets import Wallet

SENDING = {"attempts.py", "ledger.py", "sending.py", "settlement.py"}
"""The files of scripts/ of which every line is one to be killed at."""


def send(desk: Desk, watch: Watch) -> None:
    desk.send(desk.give(1), watch=watch)


def send_and_end(desk: Desk, watch: Watch) -> None:
    desk.send(desk.give(1))
    desk.world.mine(4)
    desk.resume(desk.signer, watch=watch)


def send_dearer(desk: Desk, watch: Watch) -> None:
    """No block comes, so that the fee rises."""
    desk.world.request("evm_setAutomine", False)
    desk.send(desk.give(1), watch=watch, patience=0)


def send_and_lose(desk: Desk, watch: Watch) -> None:
    """The block is replaced by one without the transaction."""
    desk.send(desk.give(1))
    desk.world.reorg(1)
    desk.resume(desk.signer, watch=watch)


def ask_wallet(desk: Desk, watch: Watch) -> None:
    desk.send(desk.give(1), Wallet(desk.world), watch=watch)


STORIES: dict[str, Callable[[Desk, Watch], None]] = {
    **dict.fromkeys(MOMENTS, send),
    "final": send_and_end,
    "dearer": send_dearer,
    "taken back": send_and_lose,
    "asked": ask_wallet,
    "answered": ask_wallet,
}
"""What has to be done so that a moment comes."""


def resume(desk: Desk, signer: Any) -> Entry:
    """Go on; what the journal knows nothing of is sent."""
    desk.resume(signer, again=True)
    return desk.send(desk.give(1), signer)


def send_again(desk: Desk, signer: Any) -> Entry:
    return desk.send(desk.give(1), signer)


def go_on_elsewhere(desk: Desk, signer: Any) -> Entry:
    """Another machine has a copy of the files, and then the first one looks what became of it."""
    there = replace(desk, folder=desk.folder.parent / "copy")
    shutil.copytree(desk.folder, there.folder)
    entry = resume(there, signer)
    desk.resume(desk.signer)
    return entry


WAYS = [(moment, go_on) for go_on in (resume, send_again, go_on_elsewhere) for moment in MOMENTS]
# A wallet is not asked twice unless its person says so: see test_ask_wallets.py.
WAYS.remove(("asked", send_again))


@pytest.mark.parametrize(("moment", "go_on"), WAYS)
def test_kill_at_each_moment_sends_once(desk: Desk, moment: str, go_on: Callable[[Desk, Any], Entry]) -> None:
    """7.2: kill -9 at each named moment, then the same again, here or on a copy of the journal."""
    by_wallet = STORIES[moment] is ask_wallet
    start = desk.nonce
    assert desk.kill_at(moment, lambda watch: STORIES[moment](desk, watch))
    desk.world.request("evm_setAutomine", True)
    desk.world.mine()

    entry = go_on(desk, Wallet(desk.world) if by_wallet else desk.signer)
    assert entry.is_done
    desk.settle()
    assert (desk.received, desk.nonce) == (1, start + 1)
    left = {each.status for each in desk.journal.entries()}
    assert left <= {"final", "abandoned"}


def test_kill_on_each_line_sends_once(desk: Desk, tmp_path: Path) -> None:
    """7.2: every line of the sending, once: a process that is killed on it, and one that goes on."""
    lines = trace_lines(replace(desk, folder=tmp_path / "whole"), tmp_path / "lines")
    assert len(lines) > 100
    total = desk.received
    for number, line in enumerate(lines):
        start = desk.nonce
        own = replace(desk, folder=tmp_path / str(number))
        assert own.run(lambda own=own, line=line: kill_on(line, own)) == -signal.SIGKILL, line
        entry = resume(own, own.signer)
        total += 1
        assert (entry.is_done, desk.received, desk.nonce) == (True, total, start + 1), line


def trace_lines(desk: Desk, file: Path) -> list[tuple[str, int]]:
    """All lines of the sending, in the order in which they are first run."""

    def note() -> None:
        seen = dict[tuple[str, int], None]()
        watch_lines(lambda line: seen.setdefault(line))
        desk.send(desk.give(1))
        sys.settrace(None)
        file.write_text("\n".join(f"{name}:{number}" for name, number in seen))

    assert desk.run(note) == 0
    return [
        (name, int(number)) for name, _, number in (each.partition(":") for each in file.read_text().split())
    ]


def kill_on(line: tuple[str, int], desk: Desk) -> None:
    watch_lines(lambda at: os.kill(os.getpid(), signal.SIGKILL) if at == line else None)
    desk.send(desk.give(1))


def watch_lines(told: Callable[[tuple[str, int]], Any]) -> None:
    """From now on every line of the sending is told before it is run."""

    def watch(frame: FrameType, event: str, argument: Any) -> Any:
        file = Path(frame.f_code.co_filename)
        if file.parent.name != "transactions" or file.name not in SENDING:
            return None
        if event == "line":
            told((file.name, frame.f_lineno))
        return watch

    sys.settrace(watch)
