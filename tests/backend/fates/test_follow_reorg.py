"""A reorg takes a transaction back: it is undone, and followed on (7.1, 7.3, K18)."""

import pytest

from tests.backend.fates.desk import Desk


async def include(desk: Desk) -> tuple[str, str]:
    """A fate in a block: its id and its transaction's signed bytes."""
    desk.world.mine(3)
    fate = await desk.post()
    hash = desk.contribute()
    await desk.put(fate["id"], hash=hash)
    desk.world.mine(2)
    await desk.work()
    assert await desk.status(fate["id"]) == "included"
    return fate["id"], desk.world.signed({"transactionHash": hash})


async def test_it_is_undone_and_comes_back_in_another_block(desk: Desk) -> None:
    """K18: the node forgets it with its block; it is mined again when somebody has kept it."""
    id, raw = await include(desk)
    before = (await desk.get(id))["block_number"]
    desk.world.reorg(3)
    await desk.work()
    found = await desk.get(id)
    assert (found["status"], found["block_number"], found["settled"]) == ("undone", None, False)
    desk.world.request("eth_sendRawTransaction", raw)
    await desk.work()
    assert await desk.status(id) == "waiting"
    desk.world.mine()
    await desk.work()
    found = await desk.get(id)
    assert found["status"] == "included"
    assert found["block_number"] > before
    assert await desk.path(id) == ["asked", "waiting", "included", "undone", "waiting", "included"]


async def test_another_block_may_have_it_at_once(desk: Desk) -> None:
    """K18: the same transaction in another block is undone and included, not twice included."""
    id, raw = await include(desk)
    desk.world.reorg(3, [(raw, 2)])
    await desk.work()
    assert await desk.path(id) == ["asked", "waiting", "included", "undone", "included"]


async def test_something_else_may_use_its_nonce_after_the_reorg(desk: Desk) -> None:
    """7.3"""
    id, _ = await include(desk)
    desk.world.reorg(3)
    await desk.work()
    desk.send(desk.world.fan, desk.world.fan, gas=30_000)
    desk.world.mine()
    await desk.work()
    assert await desk.path(id) == ["asked", "waiting", "included", "undone", "cancelled"]


async def test_a_cancellation_can_be_undone_too(desk: Desk) -> None:
    """7.3: until its block is final, the other one may still win."""
    desk.world.mine(3)
    fate = await desk.post()
    nonce = desk.nonce(desk.world.fan)
    hash = desk.contribute()
    raw = desk.world.signed({"transactionHash": hash})
    await desk.put(fate["id"], hash=hash)
    desk.send(desk.world.fan, desk.world.fan, gwei=20, nonce=nonce, gas=30_000)
    desk.world.mine()
    await desk.work()
    assert await desk.status(fate["id"]) == "cancelled"
    desk.world.reorg(2, [(raw, 0)])
    await desk.work()
    found = await desk.get(fate["id"])
    assert (found["status"], found["cancelled_by"]) == ("included", None)
    assert await desk.path(fate["id"]) == ["asked", "waiting", "cancelled", "undone", "included"]


@pytest.mark.parametrize("depth", [2, 5])
async def test_what_was_found_by_its_event_is_undone_with_it(desk: Desk, depth: int) -> None:
    """7.1: the event is read from the mirror, where the reorg takes it back."""
    desk.world.mine(6)
    fate = await desk.post()
    desk.contribute()
    desk.world.mine()
    await desk.work()
    assert await desk.status(fate["id"]) == "included"
    desk.world.mine(depth - 1)
    desk.world.reorg(depth)
    await desk.work()
    assert await desk.status(fate["id"]) == "undone"
