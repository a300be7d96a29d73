"""What fans, patrons and the producer can do until a campaign has ended (rules 3.1 to 3.4).

All that is said is compared with what the contracts answer: see teller.
"""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.actions import Action, possible_actions
from backend.queries.project import ProjectUnknown
from backend.queries.scene import bound_shares, read_scene
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.queries.teller import Propose, Teller, refuse
from tests.backend.terms import DAY, EURO
from tests.backend.world import World


async def test_before_the_opening(world: World, teller: Teller, propose: Propose) -> None:
    """2.4"""
    made = propose()
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["contribute"] == Action("contribute", False, "not_opened", made.terms["campaign"]["opensAt"])
    world.approve(made)
    world.open(made)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["contribute"] == Action("contribute", False, "opens_later", made.terms["campaign"]["opensAt"])
    assert (await teller.tell(made, world.producer))["cancel"].possible
    assert said["cancel"].reason == "only_producer"


async def test_while_it_raises(world: World, teller: Teller, propose: Propose) -> None:
    """3.1, 3.2: two windows at most; what is in reflection can be taken back until the last ends."""
    made = propose()
    world.start(made)
    closes_at = made.terms["campaign"]["closesAt"]
    await teller.compare(made)
    world.contribute(made, world.fan, 5)
    first = world.now() + 4 * DAY
    world.donate(made, world.patron, EURO)
    world.warp(DAY)
    world.contribute(made, world.fan, 6)
    second = world.now() + 4 * DAY
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["contribute"] == Action("contribute", False, "two_windows", first)
    assert said["revoke"] == Action("revoke", True, None, second)
    assert said["finalize"] == Action("finalize", False, "closes_later", closes_at)
    assert said["refund"] == Action("refund", False, "not_failed", closes_at)
    anybody = await teller.tell(made, None)
    assert anybody["contribute"] == Action("contribute", True, None, closes_at)
    assert anybody["revoke"] == Action("revoke", True, None, second)
    world.warp_to(first)
    await teller.compare(made)
    assert (await teller.tell(made, world.fan))["contribute"].possible
    world.warp_to(second)
    await teller.compare(made)
    assert (await teller.tell(made, world.fan))["revoke"].reason == "nothing_in_reflection"


async def test_bounds_are_those_of_the_contract(
    world: World, engine: AsyncEngine, follow: Follow, propose: Propose
) -> None:
    """2.3, 3.1: of 12 shares at most 8 and at least 5 for each fan, but whoever takes all that is left."""
    made = propose(capShares=12, maxSharesPerFan=8, goal=60 * EURO, totalBudget=9_060 * EURO)
    world.start(made)

    async def bounds(wallet: str) -> tuple[int, int]:
        await follow()
        async with open_snapshot(engine) as connection:
            found = bound_shares(await read_scene(connection, made.campaign, wallet))
        for shares in range(14):
            trial = ("Campaign", made.campaign, "contribute", (shares, 0))
            takes = refuse(world, wallet, trial) is None
            assert takes == (found.least <= shares <= found.most and shares > 0), shares
        return found.least, found.most

    assert await bounds(world.fan) == (5, 8)
    world.contribute(made, world.fan, 6)
    assert await bounds(world.fan) == (1, 2)
    assert await bounds(world.second_fan) == (5, 6)
    world.contribute(made, world.fan, 2)
    assert await bounds(world.fan) == (0, 0)
    assert await bounds(world.second_fan) == (4, 4)


async def test_while_contributions_are_paused(world: World, teller: Teller, propose: Propose) -> None:
    """2.2: the pause is over at the latest when 14 days of it are used up; what was pledged can go back."""
    made = propose()
    world.start(made)
    world.contribute(made, world.fan, 5)
    world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
    began = world.now()
    world.warp(DAY)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["contribute"] == Action("contribute", False, "paused", began + 14 * DAY)
    assert said["give"].reason == "paused"
    assert said["revoke"].possible
    world.warp_to(began + 14 * DAY)
    await teller.compare(made)
    assert (await teller.tell(made, world.fan))["contribute"].possible


async def test_once_the_cap_is_filled(world: World, teller: Teller, propose: Propose) -> None:
    """3.2, K6: it ends early only when all is firm; a window that was taken back still counts."""
    made = propose()
    world.start(made)
    world.contribute(made, world.fan, 80)
    world.warp(DAY)
    world.contribute(made, world.second_fan, 20)
    last = world.now() + 4 * DAY
    await teller.compare(made)
    said = await teller.tell(made, world.stranger)
    assert said["contribute"] == Action("contribute", False, "sold_out", last)
    assert said["finalize"] == Action("finalize", False, "in_reflection", last)
    world.warp_to(last)
    await teller.compare(made)
    said = await teller.tell(made, world.stranger)
    assert said["contribute"] == Action("contribute", False, "sold_out", None)
    assert said["finalize"] == Action("finalize", True, None, None)


async def test_closed_and_still_in_reflection(world: World, teller: Teller, propose: Propose) -> None:
    """3.2, 3.4: after the closing only revocations; the producer may cancel while the goal is not met."""
    made = propose()
    closes_at = made.terms["campaign"]["closesAt"]
    world.start(made)
    world.warp_to(closes_at - DAY)
    world.contribute(made, world.fan, 10)
    world.warp(60)
    world.contribute(made, world.second_fan, 10)
    last = world.now() + 4 * DAY
    world.revoke(made, world.second_fan)
    world.warp_to(closes_at)
    await teller.compare(made)
    said = await teller.tell(made, world.producer)
    assert said["contribute"] == Action("contribute", False, "closed", None)
    assert said["finalize"] == Action("finalize", False, "in_reflection", last)
    assert said["cancel"].possible
    world.warp_to(last)
    await teller.compare(made)


async def test_a_goal_that_is_met_cannot_be_cancelled(world: World, teller: Teller, propose: Propose) -> None:
    """3.4"""
    made = propose()
    world.start(made)
    world.contribute(made, world.fan, 80)
    world.contribute(made, world.second_fan, 20)
    closes_at = made.terms["campaign"]["closesAt"]
    assert (await teller.tell(made, world.producer))["cancel"] == Action("cancel", True, None, closes_at)
    world.warp_to(closes_at)
    await teller.compare(made)
    assert (await teller.tell(made, world.producer))["cancel"].reason == "goal_met"


@pytest.mark.parametrize("ends", ["fails", "is cancelled"])
async def test_refunds_when_it_did_not_succeed(
    world: World, teller: Teller, propose: Propose, ends: str
) -> None:
    """3.3, 3.4: fans and patrons, without a deadline, once each."""
    made = propose()
    world.start(made)
    world.contribute(made, world.fan, 10)
    world.donate(made, world.patron, EURO)
    if ends == "fails":
        world.finalize(made)
    else:
        world.cancel(made)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["refund"] == Action("refund", True)
    assert said["contribute"] == Action("contribute", False, "over", None)
    assert (await teller.tell(made, world.patron))["refund_gift"] == Action("refund_gift", True)
    world.refund(made, world.fan)
    world.act(world.stranger, "Campaign", made.campaign, "refundGift", world.patron)
    await teller.compare(made)
    anybody = await teller.tell(made, None)
    assert (anybody["refund"].reason, anybody["refund_gift"].reason) == ("nothing_to_refund", "no_gift")


async def test_a_project_that_lapsed(world: World, teller: Teller, propose: Propose) -> None:
    """2.4"""
    made = propose()
    world.warp_to(made.terms["campaign"]["opensAt"])
    await teller.compare(made)
    assert (await teller.tell(made, world.fan))["contribute"] == Action("contribute", False, "over", None)


async def test_who_had_shares_paid_for_is_told_as_well(
    world: World, teller: Teller, propose: Propose
) -> None:
    """3.1: the fan revokes, whoever paid."""
    made = propose()
    world.start(made)
    world.contribute_for(made, world.stranger, world.fan, 5)
    await teller.compare(made)
    assert (await teller.tell(made, world.fan))["revoke"].possible
    assert (await teller.tell(made, world.stranger))["revoke"].reason == "nothing_in_reflection"


async def test_an_unknown_project(world: World, teller: Teller, engine: AsyncEngine) -> None:
    await teller.follow()
    async with open_snapshot(engine) as connection:
        with pytest.raises(ProjectUnknown):
            await possible_actions(connection, world.stranger, None)
