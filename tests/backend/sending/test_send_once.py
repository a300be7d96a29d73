"""What a producer sends: in the journal before, once, and followed until it is final (PROTOCOL 7.2, 9.3)."""

from tests.backend.sending.desk import Desk


def test_it_is_sent_and_recorded_to_the_end(desk: Desk) -> None:
    """7.2: every step is told, and the journal has what the chain has."""
    start = desk.nonce
    entry = desk.send(desk.give(1))
    assert (desk.received, desk.nonce, entry.nonce, entry.status) == (1, start + 1, start, "mined")
    receipt = desk.world.request("eth_getTransactionReceipt", entry.hash)
    assert (int(receipt["blockNumber"], 16), receipt["blockHash"]) == (entry.block_number, entry.block_hash)
    assert int(receipt["gasUsed"], 16) == entry.gas_used
    told = [step.moment for step in desk.seen if step.moment != "waiting"]
    assert told == ["decided", "recorded", "signed", "stored", "broadcast", "sent", "included", "mined"]
    desk.settle()
    assert desk.entry("give:1").status == "final"
    assert desk.seen[-1].moment == "final"
    assert desk.resume() == []


def test_the_same_intent_is_sent_once(desk: Desk) -> None:
    """7.2: whatever became of the first one since."""
    first = desk.send(desk.give(1))
    assert desk.send(desk.give(1)).hash == first.hash
    desk.settle()
    assert desk.send(desk.give(1)).hash == first.hash
    assert desk.received == 1
