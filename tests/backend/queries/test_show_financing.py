"""2.4, 3.2, 3.3, 3.6: who stands behind a project besides its shares."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.financing import Financing, financing
from backend.queries.project import ProjectUnknown
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.terms import DAY, EURO
from tests.backend.world import Project, World


async def read(engine: AsyncEngine, follow: Follow, made: Project) -> Financing:
    await follow()
    async with open_snapshot(engine) as connection:
        return await financing(connection, made.campaign)


async def test_consent_is_given_and_revoked(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """2.4"""
    made = world.propose()
    consent = (await read(engine, follow, made)).consent
    assert (consent.artist, consent.deadline, consent.is_valid) == (world.artist, None, False)
    assert (consent.recorded_at, consent.served_at) == (None, None)
    deadline = world.now() + DAY
    world.consent(made, deadline)
    consent = (await read(engine, follow, made)).consent
    assert (consent.deadline, consent.is_valid) == (deadline, True)
    assert (consent.recorded_at, consent.served_at) == (world.now(), None)
    assert world.call("ProjectFactory", world.factory, "hasConsent", made.campaign) == (True,)
    world.act(world.artist, "ProjectFactory", world.factory, "revokeConsent", made.campaign)
    consent = (await read(engine, follow, made)).consent
    assert (consent.deadline, consent.is_valid, consent.is_revoked) == (None, False, True)


async def test_a_promise_is_no_money_and_expires(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """2.4"""
    made = world.propose()
    assert [each.state for each in (await read(engine, follow, made)).lines] == ["open"]
    deadline = world.now() + 600
    world.sign_line(made, 0, paid_elsewhere=False, deadline=deadline)
    (line,) = (await read(engine, follow, made)).lines
    assert (line.state, line.deadline, line.has_lapsed) == ("promised", deadline, False)
    world.warp_to(deadline + 1)
    (line,) = (await read(engine, follow, made)).lines
    assert (line.state, line.has_lapsed) == ("promised", True)
    world.sign_line(made, 0, paid_elsewhere=True)
    (line,) = (await read(engine, follow, made)).lines
    assert (line.state, line.deadline, line.has_lapsed) == ("paid_elsewhere", None, False)


async def test_escrow_is_withdrawn_brought_and_returned(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """2.4, 3.4"""
    made = world.propose()
    world.escrow(made, 0)
    assert [each.state for each in (await read(engine, follow, made)).lines] == ["escrowed"]
    world.act(world.financier, "Campaign", made.campaign, "withdrawLine", 0)
    assert [each.state for each in (await read(engine, follow, made)).lines] == ["open"]
    world.escrow(made, 0)
    world.cancel(made)
    world.act(world.stranger, "Campaign", made.campaign, "returnLine", 0)
    (line,) = (await read(engine, follow, made)).lines
    assert (line.state, line.returned) == ("returned", 9_000 * EURO)


async def test_gifts_of_money_and_in_kind(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """3.3"""
    made = world.propose()
    world.start(made)
    world.donate(made, world.patron, 30 * EURO)
    world.donate(made, world.patron, 12 * EURO)
    world.act(world.producer, "Campaign", made.campaign, "recordGiftInKind", "MTV", "thirty\tpassages")
    found = await read(engine, follow, made)
    assert [(each.patron, each.amount, each.refunded) for each in found.gifts] == [
        (world.patron, 42 * EURO, 0)
    ]
    assert [(each.patron, each.description) for each in found.gifts_in_kind] == [("MTV", "thirty passages")]
    world.cancel(made)
    world.act(world.stranger, "Campaign", made.campaign, "refundGift", world.patron)
    assert (await read(engine, follow, made)).gifts[0].refunded == 42 * EURO


async def test_a_reward_is_free_again_after_a_revocation(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """3.6"""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 50, tier=2)
    world.contribute(made, world.second_fan, 10, tier=1)
    tiers = (await read(engine, follow, made)).tiers
    assert [(each.number, each.taken, each.terms.limit) for each in tiers] == [(1, 1, 2), (2, 1, 1)]
    world.revoke(made, world.fan)
    tiers = (await read(engine, follow, made)).tiers
    for each in tiers:
        assert (each.taken,) == world.call("Campaign", made.campaign, "tierTaken", each.number)
    assert [each.taken for each in tiers] == [1, 0]


async def test_each_pledge_has_its_own_window(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """3.2: a revocation takes what is in reflection, and leaves what is firm."""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 10)
    world.warp(3 * DAY)
    world.contribute(made, world.fan, 7)
    world.contribute(made, world.second_fan, 5)
    told = (await read(engine, follow, made)).reflection
    assert (told.firm, told.revocable) == (0, 22)
    world.warp(2 * DAY)
    told = (await read(engine, follow, made)).reflection
    assert (told.firm, told.revocable) == (10, 12)
    assert (told.last_firm_at,) == world.call("Campaign", made.campaign, "lastFirmAt")
    world.revoke(made, world.fan)
    told = (await read(engine, follow, made)).reflection
    assert (told.firm, told.revocable) == (10, 5)
    world.cancel(made)
    world.refund(made, world.fan, world.second_fan)
    told = (await read(engine, follow, made)).reflection
    assert (told.firm, told.revocable) == (0, 0)


async def test_the_one_reopening_is_told(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """3.2: a revocation after the closing brings a goal that was reached below it."""
    made = world.propose()
    world.start(made)
    world.warp_to(made.terms["campaign"]["closesAt"] - DAY)
    world.contribute(made, world.fan, 100)
    world.warp_to(made.terms["campaign"]["closesAt"] + DAY)
    assert (await read(engine, follow, made)).reflection.reopened_at is None
    world.revoke(made, world.fan)
    reflection = (await read(engine, follow, made)).reflection
    assert reflection.reopened_at == world.now()
    assert (reflection.reopened_until,) == world.call("Campaign", made.campaign, "closesAt")


async def test_an_unknown_project_is_named(world: World, follow: Follow, engine: AsyncEngine) -> None:
    await follow()
    async with open_snapshot(engine) as connection:
        with pytest.raises(ProjectUnknown):
            await financing(connection, world.stranger)
