"""A wallet may send another transaction with the same nonce: the same dearer, or something else (7.3)."""

from tests.backend.fates.desk import Desk


async def start(desk: Desk) -> tuple[str, str, int]:
    """A fate whose transaction waits: its id, the hash and the nonce."""
    fate = await desk.post()
    nonce = desk.nonce(desk.world.fan)
    hash = desk.contribute(gwei=10)
    await desk.put(fate["id"], hash=hash)
    await desk.work()
    return fate["id"], hash, nonce


async def test_the_same_with_a_higher_fee_is_followed(desk: Desk) -> None:
    """7.3: the page is told nothing of it: the nonce is found used, and by what."""
    id, old, nonce = await start(desk)
    new = desk.contribute(gwei=20, nonce=nonce)
    await desk.work()
    assert await desk.status(id) == "waiting"
    desk.world.mine(5)
    await desk.work()
    found = await desk.get(id)
    assert (found["status"], found["hash"], found["replaced"]) == ("included", new, [old])
    assert await desk.path(id) == ["asked", "waiting", "replaced", "included"]


async def test_the_wallet_may_tell_of_the_dearer_one(desk: Desk) -> None:
    """7.3"""
    id, old, nonce = await start(desk)
    new = desk.contribute(gwei=20, nonce=nonce)
    told = await desk.put(id, hash=new)
    assert (told["status"], told["hash"], told["replaced"]) == ("replaced", new, [old])
    assert await desk.put(id, hash=old) == told
    desk.world.mine()
    await desk.work()
    assert await desk.path(id) == ["asked", "waiting", "replaced", "included"]


async def test_a_transfer_of_nothing_to_itself_cancels(desk: Desk) -> None:
    """7.3: as wallets cancel; for good when its block is."""
    id, hash, nonce = await start(desk)
    rival = desk.send(desk.world.fan, desk.world.fan, gwei=20, nonce=nonce, gas=30_000)
    desk.world.mine()
    await desk.work()
    found = await desk.get(id)
    assert (found["status"], found["hash"], found["cancelled_by"]) == ("cancelled", hash, rival)
    assert not found["settled"]
    desk.world.mine(70)
    await desk.work()
    found = await desk.get(id)
    assert (found["status"], found["settled"]) == ("cancelled", True)
    assert await desk.path(id) == ["asked", "waiting", "cancelled"]


async def test_more_shares_with_the_same_nonce_is_something_else(desk: Desk) -> None:
    """7.3: the fan asked for ten."""
    id, _, nonce = await start(desk)
    desk.contribute(11, gwei=20, nonce=nonce)
    desk.world.mine()
    await desk.work()
    assert await desk.status(id) == "cancelled"


async def test_what_the_pool_forgets_still_waits(desk: Desk) -> None:
    """7.3: any other node may have it, and its nonce is free; after a week nobody looks any more."""
    id, hash, _ = await start(desk)
    desk.world.request("anvil_dropTransaction", hash)
    desk.world.mine()
    await desk.work()
    assert await desk.status(id) == "waiting"
    await desk.work(8 * 86_400)
    found = await desk.get(id)
    assert (found["status"], found["settled"]) == ("forgotten", True)
    desk.contribute()
    await desk.put(id, hash=desk.contribute(gwei=20, nonce=desk.nonce(desk.world.fan)))
    desk.world.mine()
    await desk.work()
    assert await desk.status(id) == "included"
