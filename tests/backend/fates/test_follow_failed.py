"""A transaction that reverts: why, in words, as the contract said (7.3)."""

from typing import Any

from tests.backend.fates.desk import Desk


async def fail(desk: Desk, function: str = "contribute", *arguments: Any, **more: Any) -> str:
    data = desk.data(function, *(arguments or (10**6, 0)))
    fate = await desk.post(calls=[{"to": desk.project.campaign, "data": "0x" + data.hex()}])
    await desk.put(fate["id"], hash=desk.send(desk.world.fan, desk.project.campaign, data, **more))
    desk.world.mine()
    await desk.work()
    return str(fate["id"])


async def test_the_reason_is_decoded(desk: Desk) -> None:
    """7.3: in the reader's language; the contract's own words stand beside it."""
    id = await fail(desk)
    found = await desk.get(id)
    assert found["status"] == "failed"
    assert found["error"].startswith("Campaign_")
    assert found["reason"]
    assert "Campaign_" not in found["reason"]
    french = await desk.get(id, **{"Accept-Language": "fr"})
    assert french["reason"] != found["reason"]
    assert french["error"] == found["error"]


async def test_it_is_for_good_when_its_block_is(desk: Desk) -> None:
    """7.3: a reorg may put it where it succeeds; final, it stays failed."""
    id = await fail(desk)
    assert not (await desk.get(id))["settled"]
    desk.world.mine(70)
    await desk.work()
    found = await desk.get(id)
    assert (found["status"], found["settled"]) == ("failed", True)
    assert await desk.path(id) == ["asked", "waiting", "failed"]


async def test_too_little_gas_is_said(desk: Desk) -> None:
    """7.3: with more of it, it would have succeeded."""
    id = await fail(desk, "contribute", 10, 0, gas=60_000)
    found = await desk.get(id)
    assert (found["status"], found["error"]) == ("failed", None)
    assert "gas" in found["reason"]


async def test_the_reason_is_that_of_its_place_in_the_block(desk: Desk) -> None:
    """7.3: what came before it in its block made it fail, and the state before the block does not tell."""
    project = desk.project
    desk.send(desk.world.fan, project.campaign, desk.data("contribute", 10, 0), gwei=30)
    desk.world.mine()
    fate = await desk.post(action="revoke", calls=None)
    desk.send(desk.world.fan, project.campaign, desk.data("revoke"), gwei=30)
    second = desk.send(desk.world.fan, project.campaign, desk.data("revoke"), gwei=20)
    await desk.put(fate["id"], hash=second)
    desk.world.mine()
    await desk.work()
    found = await desk.get(fate["id"])
    assert found["status"] == "failed"
    assert found["error"].startswith("Campaign_NothingToRevoke")


async def test_without_a_hash_a_failure_is_found_by_its_nonce(desk: Desk) -> None:
    """7.3: it leaves no event; the page was gone before the wallet answered."""
    data = desk.data("contribute", 10**6, 0)
    fate = await desk.post(calls=[{"to": desk.project.campaign, "data": "0x" + data.hex()}])
    other = desk.send(desk.world.fan, desk.world.fan, gas=30_000)
    hash = desk.send(desk.world.fan, desk.project.campaign, data)
    desk.world.mine()
    await desk.work()
    found = await desk.get(fate["id"])
    assert (found["status"], found["hash"]) == ("failed", hash)
    assert other not in (found["hash"], found["cancelled_by"])


async def test_after_a_reorg_it_may_succeed(desk: Desk) -> None:
    """K18: the same bytes on another state."""
    world, project = desk.world, desk.project
    desk.contribute()
    world.mine()
    world.mine(2)
    fate = await desk.post(action="revoke", calls=None)
    nonce = desk.nonce(world.fan)
    failing = desk.send(world.fan, project.campaign, desk.data("revoke"), nonce=nonce + 1)
    desk.send(world.fan, project.campaign, desk.data("revoke"), nonce=nonce, gwei=30)
    raw = world.signed({"transactionHash": failing})
    await desk.put(fate["id"], hash=failing)
    world.mine()
    await desk.work()
    assert await desk.status(fate["id"]) == "failed"
    idle = {"from": world.fan, "to": world.fan, "nonce": hex(nonce), "gas": hex(30_000)}
    world.reorg(2, [(idle, 0), (raw, 1)])
    await desk.work()
    assert await desk.path(fate["id"]) == ["asked", "waiting", "failed", "undone", "included"]
