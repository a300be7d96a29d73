"""What chain, node and the person's own wallet do to what was sent: forgotten, replaced, gone (9.3)."""

import pytest

from backend.chain.transactions import Gas
from scripts.refusal import Failed, Refused, Unfinished
from tests.backend.sending.desk import Desk
from tests.backend.sending.wallets import spend

GWEI = 10**9


def stop_blocks(desk: Desk) -> None:
    desk.world.request("evm_setAutomine", False)


def send_unmined(desk: Desk, amount: int = 1) -> str:
    """The hash of what waits for a block."""
    stop_blocks(desk)
    with pytest.raises(Unfinished, match="coprod campaign resume"):
        desk.send(desk.give(amount), wait_seconds=0)
    entry = desk.entry(f"give:{amount}")
    assert entry.status == "sent"
    assert entry.hash is not None
    return entry.hash


def test_waiting_ends_and_says_what_to_do(desk: Desk) -> None:
    """7.2: no block within the time: told, kept, and gone on with by the next call or by resume."""
    hash = send_unmined(desk)
    (outcome,) = desk.resume(wait_seconds=0)
    assert (outcome.entry.hash, outcome.entry.is_done) == (hash, False)
    assert "coprod campaign resume" in outcome.note
    desk.world.mine()
    (outcome,) = desk.resume()
    assert (outcome.entry.hash, outcome.entry.status, outcome.note) == (hash, "mined", "")
    assert desk.received == 1


def test_dropped_by_the_node_is_given_again(desk: Desk) -> None:
    """7.2: the same bytes, without the key."""
    hash = send_unmined(desk)
    assert desk.world.request("anvil_dropTransaction", hash) == hash
    assert desk.world.request("eth_getTransactionByHash", hash) is None
    desk.resume(wait_seconds=0)
    assert desk.world.request("eth_getTransactionByHash", hash) is not None
    desk.world.mine()
    assert [each.entry.hash for each in desk.resume()] == [hash]
    assert desk.received == 1


def test_replaced_by_the_same_call_is_adopted(desk: Desk) -> None:
    """7.2: the person's wallet sends the same call by the same nonce, dearer: it is what was wanted."""
    hash = send_unmined(desk)
    entry, start = desk.entry("give:1"), desk.nonce
    theirs = spend(
        desk.world, data=entry.data, to=entry.receiver, nonce=hex(start), maxFeePerGas=hex(100 * GWEI)
    )
    desk.world.mine()
    assert desk.world.request("eth_getTransactionReceipt", hash) is None
    entry = desk.send(desk.give(1))
    assert (entry.hash, entry.is_done, desk.received, desk.nonce) == (theirs, True, 1, start + 1)
    assert [each.hash for each in entry.attempts] == [hash, theirs]


def test_replaced_by_another_call_is_told_and_can_be_sent_anew(desk: Desk) -> None:
    """7.2: once the other one is final; until then it is waited for."""
    hash = send_unmined(desk)
    start = desk.nonce
    theirs = spend(desk.world, nonce=hex(start), maxFeePerGas=hex(100 * GWEI))
    desk.world.mine()
    (outcome,) = desk.resume(wait_seconds=0)
    assert f"nonce {start} is used by {theirs}, which is not final yet" in outcome.note
    assert outcome.entry.status == "sent"
    desk.world.mine(4)
    with pytest.raises(Failed, match=f"another transaction of the account used its nonce {start}, {theirs}"):
        desk.send(desk.give(1))
    assert (desk.received, desk.entry("give:1").status) == (0, "dropped")
    (outcome,) = desk.resume()
    assert outcome.entry.status == "dropped"

    desk.world.request("evm_setAutomine", True)
    entry = desk.send(desk.give(1))
    assert (entry.nonce, entry.hash != hash, desk.received) == (start + 1, True, 1)
    assert [each.status for each in desk.journal.entries()] == ["abandoned", "mined"]


def test_reverted_is_told_in_words_and_may_be_tried_again_when_final(desk: Desk) -> None:
    """7.2: it would have succeeded when it was sent; another one of the account came first."""
    balance = desk.world.call("IERC20Metadata", desk.world.currency, "balanceOf", desk.address)[0]
    stop_blocks(desk)
    start = desk.nonce
    spend(desk.world, data=desk.give(1).call.data, to=desk.world.currency, gas=hex(100_000))
    with pytest.raises(Unfinished):
        desk.send(desk.give(balance, gas=lambda: Gas(60_000, 60_000)), wait_seconds=0)
    desk.world.mine()
    with pytest.raises(Failed, match=r"had no effect .*ERC20InsufficientBalance\(sender=0x"):
        desk.send(desk.give(balance))
    entry = desk.entry(f"give:{balance}")
    assert (entry.nonce, entry.status, entry.is_done) == (start + 1, "mined", False)
    desk.settle()
    assert desk.journal.find(f"give:{balance}") is None
    desk.world.request("evm_setAutomine", True)
    desk.world.act(desk.world.stranger, "IERC20Metadata", desk.world.currency, "transfer", desk.address, 1)
    assert desk.send(desk.give(balance)).is_done


def test_what_would_revert_is_not_sent(desk: Desk) -> None:
    """7.2: refused before anything is in the journal."""
    start = desk.nonce
    with pytest.raises(Refused, match=r"ERC20InsufficientBalance|answers"):
        desk.send(desk.give(2**200))
    assert (desk.nonce, desk.journal.entries()) == (start, [])


@pytest.mark.parametrize("depth", [1, 2])
def test_a_reorg_sends_the_same_bytes_again(desk: Desk, depth: int) -> None:
    """7.2: the block goes, the transaction comes back."""
    first, second = desk.send(desk.give(1)), desk.send(desk.give(2))
    desk.world.reorg(depth)
    assert desk.received == (1 if depth == 1 else 0)
    outcomes = desk.resume()
    assert [each.entry.hash for each in outcomes] == [first.hash, second.hash]
    assert all(each.entry.is_done for each in outcomes)
    assert desk.received == 3
    assert "taken back" in [step.moment for step in desk.seen]


def test_a_reorg_that_replaces_it_is_adopted(desk: Desk) -> None:
    """7.2: in the new blocks the person's wallet has sent the same, with other fees."""
    entry = desk.send(desk.give(1))
    theirs = {
        "from": desk.address,
        "to": entry.receiver,
        "data": "0x" + entry.data.hex(),
        "nonce": hex(entry.nonce),
        "maxFeePerGas": hex(50 * GWEI),
        "maxPriorityFeePerGas": hex(2 * GWEI),
        "gas": hex(100_000),
        "chainId": hex(desk.world.anvil.chain_id),
    }
    desk.world.reorg(1, [(theirs, 0)])
    again = desk.send(desk.give(1))
    assert (again.hash != entry.hash, again.nonce, again.is_done, desk.received) == (
        True,
        entry.nonce,
        True,
        1,
    )


def test_a_fee_too_low_is_raised_for_the_same_nonce(desk: Desk) -> None:
    """7.2: gas becomes dear; with the key it is signed anew, once, and one of the two is mined."""
    hash = send_unmined(desk)
    start = desk.nonce
    desk.world.request("anvil_setNextBlockBaseFeePerGas", hex(300 * GWEI))
    desk.world.mine()
    assert desk.nonce == start
    (outcome,) = desk.resume(wait_seconds=0)
    assert len(outcome.entry.attempts) == 1
    desk.resume(desk.signer, wait_seconds=0)
    desk.resume(wait_seconds=0)
    old, new = desk.entry("give:1").attempts
    assert old.hash == hash
    assert (new.nonce, new.most_fee > old.most_fee, new.tip > old.tip) == (old.nonce, True, True)
    desk.world.mine()
    (outcome,) = desk.resume()
    assert (outcome.entry.hash, outcome.entry.is_done, desk.received) == (new.hash, True, 1)


def test_no_more_is_paid_than_allowed(desk: Desk) -> None:
    """7.2: above COPROD_MOST_FEE_GWEI nothing is signed anew, and that is said."""
    send_unmined(desk)
    desk.world.request("anvil_setNextBlockBaseFeePerGas", hex(300 * GWEI))
    desk.world.mine()
    (outcome,) = desk.resume(desk.signer, wait_seconds=0, most_fee=200 * GWEI)
    assert "200000000000 is the most that is paid" in outcome.note
    assert len(outcome.entry.attempts) == 1


def test_an_account_without_coins_sends_nothing(desk: Desk) -> None:
    """7.2: told before, with what is missing."""
    desk.world.request("anvil_setBalance", desk.address, hex(1000))
    with pytest.raises(Refused, match="fund it with"):
        desk.send(desk.give(1))
    assert desk.journal.entries() == []


def test_a_planned_nonce_is_kept_to(desk: Desk) -> None:
    """7.2: refused when the account has sent something since the plan."""
    start = desk.nonce
    with pytest.raises(Refused, match=f"has the nonce {start}, not {start + 1} as planned"):
        desk.send(desk.give(1, nonce=start + 1))
    assert desk.send(desk.give(1, nonce=start)).nonce == start


def test_what_repeats_is_sent_again_once_it_is_mined(desk: Desk) -> None:
    """7.2: without a key of its own a call is only held back while the same one waits."""
    send_unmined(desk)
    desk.world.request("evm_setAutomine", True)
    desk.world.mine()
    assert desk.send(desk.give(1, repeats=True)).is_done
    assert desk.received == 1
    assert desk.send(desk.give(1, repeats=True)).is_done
    assert desk.received == 2


def test_an_intent_means_one_call(desk: Desk) -> None:
    """7.2: the same key for something else is a mistake that is told."""
    desk.send(desk.give(1, "gift"))
    with pytest.raises(Refused, match="the journal has another call under gift"):
        desk.send(desk.give(2, "gift"))
    assert desk.received == 1


def test_what_waits_goes_first(desk: Desk) -> None:
    """7.2: the next one waits until it is in a block, so that nonces have no gap."""
    send_unmined(desk)
    with pytest.raises(Unfinished, match="give:1 is not in a block yet"):
        desk.send(desk.give(2), wait_seconds=0)
    assert desk.journal.find("give:2") is None
    desk.world.request("evm_setAutomine", True)
    desk.world.mine()
    desk.send(desk.give(2))
    assert desk.received == 3
