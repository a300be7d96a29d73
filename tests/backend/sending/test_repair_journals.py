"""A journal that was torn, damaged, copied or is in use: repaired, or told; never guessed (PROTOCOL 7.2)."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.refusal import Refused
from scripts.transactions.ledger import Journal
from tests.backend.sending.desk import Desk


def file_of(desk: Desk) -> Path:
    return desk.folder / f"{desk.address}.jsonl"


def test_a_line_torn_anywhere_is_repaired(desk: Desk, tmp_path: Path) -> None:
    """7.2: cut at each byte of its last line, it reads as before that line, and is gone on with."""
    desk.send(desk.give(1))
    whole = file_of(desk).read_bytes()
    last = whole.rstrip(b"\n").rindex(b"\n") + 1
    torn = Journal(tmp_path / "torn")
    torn.folder.mkdir()
    file = torn.folder / file_of(desk).name
    for size in range(last, len(whole) - 1):
        file.write_bytes(whole[:size])
        assert [each.status for each in torn.entries()] == ["sent"]
        with torn.open(desk.address) as book:
            assert [each.status for each in book.entries] == ["sent"]
        assert file.read_bytes() == whole[:last]
    file.write_bytes(whole[:-1])
    with torn.open(desk.address) as book:
        assert [each.status for each in book.entries] == ["mined"]
    assert file.read_bytes() == whole


def test_a_torn_line_is_gone_on_with(desk: Desk) -> None:
    """7.2: the signed bytes are in half a line: nobody had them, and it is sent once."""
    assert desk.kill_at("stored", lambda watch: desk.send(desk.give(1), watch=watch))
    content = file_of(desk).read_bytes()
    file_of(desk).write_bytes(content[:-100])
    assert desk.entry("give:1").status == "due"
    desk.resume(desk.signer)
    assert (desk.entry("give:1").is_done, desk.received) == (True, 1)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda lines: [lines[0][:-9] + b"\n", *lines[1:]], "line 1 of .* is damaged"),
        (lambda lines: [lines[0], b'{"event":"loved"}\n', *lines[1:]], "line 2 .*'loved'"),
        (lambda lines: [lines[0].replace(b'"nonce":', b'"noonce":'), *lines[1:]], "line 1 .*noonce"),
        (lambda lines: [lines[0], lines[0], *lines[1:]], "line 2 .*does not follow"),
        (lambda lines: lines[1:], "line 1 .*there is no transaction 1"),
        (lambda lines: [lines[0], *lines[2:]], "is due and cannot become sent"),
        (lambda lines: [lines[0], b"\xff\xfe\n", *lines[1:]], "line 2 of .* is damaged"),
    ],
)
def test_a_damaged_line_is_told(desk: Desk, damage: Callable[[list[bytes]], list[bytes]], why: str) -> None:
    """7.2: file, line and what is wrong; nothing is sent, and nothing of the file is changed."""
    desk.send(desk.give(1))
    damaged = b"".join(damage(file_of(desk).read_bytes().splitlines(keepends=True)))
    file_of(desk).write_bytes(damaged)
    start = desk.nonce
    for use in (desk.journal.entries, lambda: desk.send(desk.give(2)), desk.resume):
        with pytest.raises(Refused, match=why):
            use()
    assert (desk.nonce, file_of(desk).read_bytes()) == (start, damaged)


def test_a_full_disk_loses_nothing(desk: Desk, tmp_path: Path) -> None:
    """7.2: a line that does not fit is taken away again; what is not written is not sent."""
    desk.send(desk.give(1))
    whole, start = file_of(desk).read_bytes(), desk.nonce

    def send_in_little_room() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 50, len(whole) + 50))
        try:
            desk.send(desk.give(2))
        except OSError:
            os._exit(7)

    assert desk.run(send_in_little_room) == 7
    assert (file_of(desk).read_bytes(), desk.nonce) == (whole, start)
    assert desk.send(desk.give(2)).is_done


def test_two_processes_take_turns(desk: Desk) -> None:
    """7.2: one waits for the other, or is told; both intents are sent, by two nonces."""
    desk.send(desk.give(1))
    start = desk.nonce
    processes = [
        multiprocessing.get_context("fork").Process(target=desk.send, args=(desk.give(amount),))
        for amount in (2, 4, 2, 4)
    ]
    for each in processes:
        each.start()
    for each in processes:
        each.join(60)
    assert [each.exitcode for each in processes] == [0] * 4
    assert (desk.received, desk.nonce) == (7, start + 2)


def test_who_waits_too_long_for_another_run_is_told(desk: Desk) -> None:
    """7.2: and when that one is killed, the journal is free at once."""

    def hold() -> None:
        with desk.journal.open(desk.address):
            time.sleep(60)

    holder = multiprocessing.get_context("fork").Process(target=hold)
    holder.start()
    desk.wait_until(lambda: (desk.folder / f"{desk.address}.lock").exists() and is_locked(desk))
    with pytest.raises(Refused, match="another run is sending"), desk.journal.open(desk.address, 0.2):
        pass
    holder.kill()
    holder.join()
    assert desk.send(desk.give(1)).is_done


def is_locked(desk: Desk) -> bool:
    try:
        with desk.journal.open(desk.address, 0):
            return False
    except Refused:
        return True


def test_readers_see_all_whole_lines_while_somebody_writes(desk: Desk) -> None:
    """7.2: status asks without the lock."""
    with desk.journal.open(desk.address):
        assert desk.journal.entries() == []
        assert desk.journal.find("give:1") is None


def test_a_chain_that_began_again_is_another(desk: Desk) -> None:
    """7.2: the same id, and another first block: what was sent on the old one does not count."""
    desk.send(desk.give(1))
    text = file_of(desk).read_text()
    old = desk.entry("give:1").genesis
    file_of(desk).write_text(text.replace(old, "0x" + 64 * "9"))
    assert replace(desk.journal, genesis=old).find("give:1") is None
    assert desk.resume() == []
    assert desk.send(desk.give(1)).number == 2
    assert desk.received == 2
