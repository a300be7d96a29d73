"""The server follows what a wallet was asked for, from before it is sent until it is final (7.3, K18)."""

from tests.backend.fates.desk import Desk


async def test_waiting_included_safe_final(desk: Desk) -> None:
    """7.3: by the hash that the page gave."""
    fate = await desk.post()
    assert (fate["status"], fate["hash"], fate["settled"]) == ("asked", None, False)
    nonce = desk.nonce(desk.world.fan)
    hash = desk.contribute()
    assert (await desk.put(fate["id"], hash=hash))["status"] == "waiting"
    await desk.work()
    assert await desk.status(fate["id"]) == "waiting"

    desk.world.mine()
    await desk.work()
    found = await desk.get(fate["id"])
    assert (found["status"], found["hash"], found["nonce"]) == ("included", hash, nonce)
    assert found["block_number"] == desk.world.head()

    desk.world.mine(40)
    await desk.work()
    assert await desk.status(fate["id"]) == "safe"
    desk.world.mine(30)
    await desk.work()
    found = await desk.get(fate["id"])
    assert (found["status"], found["settled"]) == ("final", True)
    assert await desk.path(fate["id"]) == ["asked", "waiting", "included", "safe", "final"]
    assert [each["id"] for each in await desk.listed(desk.world.fan)] == [fate["id"]]
