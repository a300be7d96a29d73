"""What the API says of financing, production and waterfall."""

import httpx

from tests.backend.api.test_answer_from_chain import get
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import World


async def test_financing_production_and_waterfall_of_one_project(
    client: httpx.AsyncClient, world: World, follow: Follow
) -> None:
    """2.4, 4.1, 4.2, 5.6"""
    made = world.raise_funds()
    world.announce(made, 0)
    announced = world.head()
    world.read(made)
    await follow()
    path = f"/v1/projects/{made.campaign}"
    backing = await get(client, path + "/financing")
    assert backing["consent"]["artist"] == world.artist
    assert [(each["state"], each["deadline"]) for each in backing["lines"]] == [("paid_elsewhere", None)]
    assert backing["reflection"]["firm"] == 100
    found = await get(client, path + "/production")
    assert (found["pot"]["raw"], found["released"]["raw"]) == (str(950 * EURO), str(380 * EURO))
    assert [each["state"] for each in found["milestones"]] == ["released", "waiting"]
    assert [each["outcome"] for each in found["past"]] == ["released"]
    earlier = await get(client, path + "/production", at_block=announced)
    assert earlier["milestones"][0]["question"]["needed"] == 30
    assert earlier["released"]["raw"] == "0"
    waterfall = await get(client, path + "/waterfall")
    assert [each["payee"] for each in waterfall["positions"]] == [world.collector, world.producer, None]
    assert (waterfall["cap_per_share"], waterfall["reporting"]["overdue"]) == (None, False)


async def test_the_producer_that_changed_is_named_with_who_proposed(
    client: httpx.AsyncClient, world: World, follow: Follow
) -> None:
    """2.5"""
    made = world.raise_funds()
    world.change_producer(made, world.stranger)
    await follow()
    found = await get(client, f"/v1/projects/{made.campaign}")
    assert (found["producer"], found["proposer"]) == (world.stranger, world.producer)


async def test_a_pledge_in_a_wallet_has_its_window(
    client: httpx.AsyncClient, world: World, follow: Follow
) -> None:
    """3.2"""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 3)
    await follow()
    (holding,) = (await get(client, f"/v1/wallets/{world.fan}"))["holdings"]
    assert [(each["shares"], each["firm"]) for each in holding["pledges"]] == [(3, False)]
    assert holding["exit_due"]["raw"] == "0"
