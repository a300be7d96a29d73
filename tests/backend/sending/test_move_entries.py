"""A journal's transactions move by the same table as the payer's rows, and by nothing else (PROTOCOL 7.2)."""

from itertools import product
from typing import Any

import pytest

from backend.chain.moves import OPEN, TRANSACTION_MOVES, WAITING, MoveForbidden
from scripts.transactions.entries import (
    Asked,
    Declined,
    Entry,
    Found,
    LinesContradict,
    Moved,
    Recorded,
    Signed,
    add_line,
)

HASH = "0x" + 64 * "a"
SOMEBODY = "0x" + 40 * "1"
ATTEMPT: dict[str, Any] = {"nonce": 0, "hash": HASH, "raw": "0x00", "most_fee": 2, "tip": 1, "at_block": 1}
WAYS = {
    "due": (),
    "signed": ("signed",),
    "sent": ("signed", "sent"),
    "replaced": ("signed", "sent", "replaced"),
    "mined": ("signed", "sent", "mined"),
    "final": ("signed", "sent", "mined", "final"),
    "failed": ("signed", "sent", "mined", "failed"),
    "dropped": ("signed", "sent", "dropped"),
    "abandoned": ("abandoned",),
}
"""How a transaction comes to each status."""


def recorded(number: int = 1, **changes: Any) -> Recorded:
    values = {"intent": "x", "chain_id": 1, "genesis": HASH, "sender": SOMEBODY, "nonce": 0, "receiver": None}
    usual = values | {"data": "0x", "expected_gas": 1, "gas": 1, "by": "key", "at_block": 1}
    return Recorded(entry=number, at=1, **usual | changes)


def move(entries: dict[int, Entry], status: str) -> Entry:
    """As the sending does: by an attempt, or by what became of it."""
    if status in ("signed", "replaced"):
        entry = add_line(entries, Signed(entry=1, at=1, **ATTEMPT))
        if entry.status != status:
            raise MoveForbidden(f"it is {entry.status}")
        return entry
    return add_line(entries, Moved(entry=1, at=1, status=status))  # type: ignore[arg-type]


def brought_to(status: str) -> dict[int, Entry]:
    entries: dict[int, Entry] = {}
    add_line(entries, recorded())
    for each in WAYS[status]:
        move(entries, each)
    return entries


@pytest.mark.parametrize(("old", "new"), list(product(TRANSACTION_MOVES, repeat=2)))
def test_only_the_tables_moves_are_made(old: str, new: str) -> None:
    """Every pair of statuses, one of which a wallet's answer leads to as well."""
    entries = brought_to(old)
    assert entries[1].status == old
    if new in TRANSACTION_MOVES[old]:
        assert move(entries, new).status == new
    else:
        with pytest.raises(MoveForbidden):
            move(entries, new)


@pytest.mark.parametrize("status", TRANSACTION_MOVES)
def test_what_is_open_and_what_waits_is_the_payers(status: str) -> None:
    entry = brought_to(status)[1]
    assert (entry.is_open, entry.is_waiting) == (status in OPEN, status in WAITING)
    assert entry.is_done == (status in ("mined", "final"))


def test_what_was_found_changes_no_status_but_that_of_what_nobody_signed() -> None:
    """7.2: another hash of the same call is one more attempt."""
    for status in ("signed", "sent", "replaced"):
        entry = add_line(brought_to(status), Found(entry=1, at=1, **ATTEMPT | {"hash": "0x" + 64 * "b"}))
        assert (entry.status, entry.hash) == (status, "0x" + 64 * "b")
    assert add_line(brought_to("due"), Found(entry=1, at=1, **ATTEMPT)).status == "signed"


def test_a_wallet_is_only_asked_for_what_is_due() -> None:
    for status in TRANSACTION_MOVES:
        for kind in (Asked, Declined):
            if status == "due":
                assert add_line(brought_to(status), kind(entry=1, at=1)).asked is (kind is Asked)
            else:
                with pytest.raises(LinesContradict):
                    add_line(brought_to(status), kind(entry=1, at=1))


def test_a_nonce_is_that_of_one_transaction_at_a_time() -> None:
    """7.2: account and nonce are the key; what is over gave its nonce back, or used it up."""
    for status in TRANSACTION_MOVES:
        entries = brought_to(status)
        if status in OPEN:
            with pytest.raises(LinesContradict, match="the nonce 0 is that of transaction 1"):
                add_line(entries, recorded(2))
        else:
            assert add_line(entries, recorded(2)).status == "due"
        assert add_line(brought_to(status), recorded(2, genesis="0x" + 64 * "c")).number == 2
