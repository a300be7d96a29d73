"""The browser's wallet sends by itself, and a Safe's owners later: found again on the chain (7.2, 7.3)."""

from dataclasses import replace
from pathlib import Path

import pytest
from eth_utils.address import to_checksum_address

from backend.chain.contracts import encode_call
from backend.chain.transactions import Call
from scripts.keys.signers import HandedOver
from scripts.refusal import Refused, Unfinished
from scripts.transactions import sending
from tests.backend.sending.desk import Desk
from tests.backend.sending.wallets import Owners, Wallet, spend

SAFE = to_checksum_address("0x" + "5afe" * 10)
EXECUTED = "442e715f626346e8c54381002da614f62bee8d27386535b2521ec8540898556e"
"""Topic of Safe's ExecutionSuccess(bytes32,uint256)."""


def code_of_safe(target: str) -> str:
    """A contract that calls `target` with what it is given after 36 bytes, and says so as a Safe does."""
    copy = "6024360360246000" + "37"  # calldatacopy(0, 36, calldatasize() - 36)
    call = "6000600060243603600060007" + "3" + target[2:].lower() + "5af150"  # call(gas(), target, 0, 0, ...)
    return "0x" + copy + call + "7f" + EXECUTED + "60406000a100"  # log1(0, 64, EXECUTED); stop()


def test_the_wallet_is_asked_once(desk: Desk) -> None:
    """7.3: it chooses nonce and fees, and the journal has what the chain has."""
    wallet, start = Wallet(desk.world), desk.nonce
    entry = desk.send(desk.give(1), wallet)
    assert (entry.nonce, entry.is_done, entry.by, desk.received) == (start, True, "wallet", 1)
    assert desk.send(desk.give(1), wallet).hash == entry.hash
    assert len(wallet.asked) == 1


def test_a_wallet_that_says_no_leaves_nothing_behind(desk: Desk) -> None:
    """7.3: refused, and asked again the next time."""
    start = desk.nonce
    with pytest.raises(Refused, match="you cancelled"):
        desk.send(desk.give(1), Wallet(desk.world, says_no=True))
    assert (desk.nonce, desk.journal.unfinished()) == (start, [])
    assert desk.send(desk.give(1), Wallet(desk.world)).is_done


class Mute(Wallet):
    """It sends, and its page is closed before it says by which hash."""

    def send_transaction(self, *arguments: object, **words: object) -> str:
        super().send_transaction(*arguments, **words)  # type: ignore[arg-type]
        raise Unfinished("the wallet was asked and may have sent it")


class Deaf(Wallet):
    """It is asked, and nothing comes of it."""

    def send_transaction(self, *arguments: object, **words: object) -> str:
        raise Unfinished("the wallet was asked and may have sent it")


class Changed(Wallet):
    """Its person changed what it sends."""

    def send_transaction(self, call: Call, *arguments: object, **words: object) -> str:
        return super().send_transaction(replace(call, data=call.data[:-1] + b"\x07"), *arguments, **words)  # type: ignore[arg-type]


def test_another_call_of_the_wallet_is_not_what_was_wanted(desk: Desk) -> None:
    """7.3: a hash alone proves nothing; what was asked stays open, and is not said to be done."""
    with pytest.raises(Unfinished, match="sent another call than it was asked for"):
        desk.send(desk.give(1), Changed(desk.world))
    assert (desk.received, desk.entry("give:1").hash, desk.entry("give:1").asked) == (7, None, True)


@pytest.mark.parametrize("others", [0, 2])
def test_what_a_wallet_sent_unsaid_is_found(desk: Desk, others: int) -> None:
    """7.2: by account and call, also when the wallet has sent other things before."""
    mute = Mute(desk.world)
    original = mute.send_transaction

    def send_others_first(*arguments: object, **words: object) -> str:
        for _ in range(others):
            spend(desk.world)
        return original(*arguments, **words)

    mute.send_transaction = send_others_first  # type: ignore[method-assign]
    start = desk.nonce
    with pytest.raises(Unfinished):
        desk.send(desk.give(1), mute)
    assert desk.entry("give:1").asked
    (outcome,) = desk.resume()
    assert (outcome.entry.is_done, outcome.entry.nonce, desk.received) == (True, start + others, 1)
    assert desk.send(desk.give(1), Wallet(desk.world)).hash == outcome.entry.hash
    assert desk.received == 1


def test_a_wallet_is_asked_again_only_when_its_person_says_so(desk: Desk) -> None:
    """7.2: what it was asked for may still be with it."""
    with pytest.raises(Unfinished):
        desk.send(desk.give(1), Deaf(desk.world))
    wallet = Wallet(desk.world)
    with pytest.raises(Unfinished, match="resume --again"):
        desk.send(desk.give(1), wallet)
    (outcome,) = desk.resume(wallet)
    assert ("resume --again" in outcome.note, wallet.asked) == (True, [])
    (outcome,) = desk.resume(wallet, again=True)
    assert (outcome.entry.is_done, len(wallet.asked), desk.received) == (True, 1, 1)


def test_what_a_wallet_has_not_is_given_up(desk: Desk) -> None:
    """7.2: by a person, who has looked; then the account goes on."""
    with pytest.raises(Unfinished):
        desk.send(desk.give(1), Deaf(desk.world))
    entry = desk.entry("give:1")
    assert sending.abandon(desk.journal, desk.address, entry.number).status == "abandoned"
    assert desk.send(desk.give(2)).is_done
    assert desk.received == 2


def test_what_a_wallet_made_dearer_is_adopted(desk: Desk) -> None:
    """7.2: the wallet replaced its own transaction, by the same nonce."""
    desk.world.request("evm_setAutomine", False)
    start = desk.nonce
    with pytest.raises(Unfinished):
        desk.send(desk.give(1), Wallet(desk.world), wait_seconds=0)
    entry = desk.entry("give:1")
    dearer = {"nonce": hex(start), "maxFeePerGas": hex(10**11), "maxPriorityFeePerGas": hex(10**10)}
    theirs = spend(desk.world, data=entry.data, to=entry.receiver, **dearer)
    desk.world.mine()
    (outcome,) = desk.resume()
    assert (outcome.entry.hash, outcome.entry.is_done, desk.received) == (theirs, True, 1)


def test_a_safe_is_waited_for_and_its_execution_found(desk: Desk, tmp_path: Path) -> None:
    """7.3: nothing is sent; once its owners have executed the call, that is seen by the Safe's own event."""
    world = desk.world
    world.request("anvil_setCode", SAFE, code_of_safe(world.currency))
    world.act(world.financier, "IERC20Metadata", world.currency, "transfer", SAFE, 10)
    owners = Owners(SAFE, tmp_path / "safe.json")
    wanted = desk.give(7)
    call = Call(SAFE, wanted.call.receiver, wanted.call.data)
    wanted = sending.Wanted("give:safe", call)
    for _ in range(2):
        with pytest.raises(Unfinished) as told:
            desk.send(wanted, owners)
    assert isinstance(told.value, Unfinished)
    assert not isinstance(told.value, HandedOver)
    assert owners.given == [call]
    (outcome,) = desk.resume()
    assert "owners" in outcome.note
    head = bytes.fromhex("6a761202") + bytes(12) + bytes.fromhex(world.currency[2:])
    world.send(world.stranger, SAFE, head + encode_call("IERC20Metadata", "transfer", world.fan, 1))
    assert not desk.resume()[0].entry.is_done

    executed = world.send(world.stranger, SAFE, head + call.data)
    (outcome,) = desk.resume()
    assert (outcome.entry.hash, outcome.entry.is_done) == (executed["transactionHash"], True)
    assert desk.received == 7
    assert desk.send(wanted, owners).hash == executed["transactionHash"]
    assert len(owners.given) == 1
