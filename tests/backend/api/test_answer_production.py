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
    assert backing["consent"]["recorded_at"] <= backing["consent"]["served_at"]
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


async def test_a_wind_down_says_how_it_was_decided(
    client: httpx.AsyncClient, world: World, follow: Follow
) -> None:
    """4.3; 5.2: the cap as agreed, beside the one that the wind-down lowered by 9.50."""
    made = world.raise_funds(waterfall={"holdersCapPerShare": 50 * EURO})
    world.wind_down(made, world.fan, milestone=1)
    world.exit(made, world.second_fan, 40)
    await follow()
    path = f"/v1/projects/{made.campaign}"
    found = await get(client, path + "/production")
    end = found["wind_down"]
    assert (end["unspent_when_ended"]["raw"], found["unspent"]["raw"]) == (str(950 * EURO), str(570 * EURO))
    assert "unspent" not in end
    assert (end["ground"], end["question"]["asked_by"]) == (1, world.fan)
    assert [end["question"][each] for each in ("objecting", "needed", "supply")] == [60, 30, 100]
    assert [each["state"] for each in found["milestones"]] == ["never_released", "never_released"]
    cap = (await get(client, path))["terms"]["holders_cap_per_share"]
    assert cap["raw"] == str(50 * EURO)
    assert (await get(client, path + "/waterfall"))["cap_per_share"]["raw"] == str(40_500_000)


async def test_a_consent_that_served_is_told_after_its_deadline(
    client: httpx.AsyncClient, world: World, follow: Follow
) -> None:
    """2.3"""
    made = world.propose()
    world.consent(made, world.now() + 600)
    world.start(made)
    await follow()
    consent = (await get(client, f"/v1/projects/{made.campaign}/financing"))["consent"]
    assert (consent["valid"], consent["revoked"]) == (False, False)
    assert consent["recorded_at"] <= consent["served_at"] < consent["deadline"]
