"""The page was gone before the wallet answered: the server finds what the fan did (7.3)."""

from tests.backend.fates.desk import Desk


async def test_by_the_event_that_was_expected(desk: Desk) -> None:
    """7.3"""
    fate = await desk.post()
    hash = desk.contribute()
    await desk.work()
    assert await desk.status(fate["id"]) == "asked"
    desk.world.mine()
    await desk.work()
    found = await desk.get(fate["id"])
    assert (found["status"], found["hash"]) == ("included", hash)
    assert await desk.path(fate["id"]) == ["asked", "included"]


async def test_not_by_what_was_done_before(desk: Desk) -> None:
    """7.3: yesterday's ten shares are not today's, in the same block or an earlier one."""
    desk.contribute()
    desk.world.mine()
    fate = await desk.post()
    await desk.work()
    await desk.work()
    assert await desk.status(fate["id"]) == "asked"


async def test_not_by_more_than_was_asked(desk: Desk) -> None:
    """7.3: eleven shares are another purchase."""
    fate = await desk.post()
    desk.contribute(11)
    desk.world.mine()
    await desk.work()
    assert await desk.status(fate["id"]) == "asked"


async def test_not_by_somebody_else_s(desk: Desk) -> None:
    """7.3"""
    fate = await desk.post()
    desk.send(desk.world.second_fan, desk.project.campaign, desk.data("contribute", 10, 0))
    desk.world.mine()
    await desk.work()
    assert await desk.status(fate["id"]) == "asked"


async def test_not_by_what_somebody_did_for_the_wallet(desk: Desk) -> None:
    """7.3: anybody may refund a fan, and the payer pays whom it wants: that is no answer of the wallet's."""
    world, project = desk.world, desk.project
    desk.contribute()
    world.mine()
    desk.send(world.producer, project.campaign, desk.data("cancel"))
    world.mine()
    refund = {"to": project.campaign, "data": "0x" + desk.data("refund", world.fan).hex()}
    fate = await desk.post(action="refund", calls=[refund])
    hash = desk.send(world.stranger, project.campaign, desk.data("refundMany", [world.fan]))
    world.mine()
    await desk.work()
    assert await desk.status(fate["id"]) == "asked"
    problem = await desk.put(fate["id"], 422, hash=hash)
    assert problem["type"] == "/problems/transaction-of-another-wallet"


async def test_one_transaction_is_one_fate(desk: Desk) -> None:
    """7.3: asked twice, sent once: the older one is done, the other one still waits for an answer."""
    first, second = await desk.post(), await desk.post()
    desk.contribute()
    desk.world.mine()
    await desk.work()
    await desk.work()
    assert sorted([await desk.status(each["id"]) for each in (first, second)]) == ["asked", "included"]
    desk.contribute()
    desk.world.mine()
    await desk.work()
    assert [await desk.status(each["id"]) for each in (first, second)] == ["included", "included"]
    assert len(await desk.listed(desk.world.fan)) == 2


async def test_behind_other_transactions_of_the_wallet(desk: Desk) -> None:
    """7.3: what failed has no event, and is found by going through the nonces, a few at a time."""
    data = desk.data("contribute", 10**6, 0)
    fate = await desk.post(calls=[{"to": desk.project.campaign, "data": "0x" + data.hex()}])
    for _ in range(7):
        desk.send(desk.world.fan, desk.world.fan, gas=30_000)
    desk.send(desk.world.fan, desk.project.campaign, data)
    desk.world.mine()
    await desk.work()
    assert await desk.status(fate["id"]) == "asked"
    await desk.work()
    assert await desk.status(fate["id"]) == "failed"


async def test_a_permit_is_the_same_purchase(desk: Desk) -> None:
    """7.3: registered as two steps, sent as one."""
    fate = await desk.post()
    permit = (0, 0, 0, bytes(32), bytes(32))
    data = desk.data("contributeWithPermit", 10, 0, permit)
    await desk.put(fate["id"], hash=desk.send(desk.world.fan, desk.project.campaign, data))
    desk.world.mine()
    await desk.work()
    assert await desk.status(fate["id"]) == "included"


async def test_nobody_waits_for_ever(desk: Desk) -> None:
    """7.3: a wallet that said nothing for two days; after a month, it is not even kept."""
    fate = await desk.post()
    await desk.work(3 * 86_400)
    found = await desk.get(fate["id"])
    assert (found["status"], found["settled"]) == ("forgotten", True)
    await desk.tidy()
    assert len(await desk.rows()) == 1
    desk.clock += 31 * 86_400
    await desk.tidy()
    assert await desk.rows() == []
