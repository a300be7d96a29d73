"""What can be done now, as the contracts answer the very calls (rules 3.1 to 3.4, 4.1 to 4.3, 5.3, 5.4)."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain import contracts
from backend.queries.actions import Action, possible_actions
from backend.queries.project import ProjectUnknown
from backend.queries.scene import bound_shares, read_scene
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.terms import DAY, EURO, tier
from tests.backend.world import Project, Reverted, World

PEOPLE = ("producer", "fan", "second_fan", "patron", "stranger")
Trial = tuple[str, str, str, tuple[object, ...]]


def refuse(world: World, sender: str, trial: Trial) -> str | None:
    """What a call answers when it reverts; None when it does not."""
    contract, address, function, arguments = trial
    data = "0x" + contracts.encode_call(contract, function, *arguments).hex()
    try:
        world.request("eth_call", {"from": sender, "to": address, "data": data}, "latest")
    except Reverted as reverted:
        return str(reverted)
    return None


def trials(world: World, made: Project, wallet: str) -> dict[str, list[Trial]]:
    """For each action, the calls of which one must go through; `release` apart, which never reverts."""

    def campaign(function: str, *arguments: object) -> Trial:
        return "Campaign", made.campaign, function, arguments

    milestones = range(len(made.terms["production"]["milestones"]))
    left = world.call("Campaign", made.campaign, "sharesLeft")[0]
    least = min(made.terms["campaign"]["minSharesPerFan"], left) or 1
    return {
        "contribute": [campaign("contribute", 1, 0), campaign("contribute", least, 0)],
        "give": [campaign("give", EURO)],
        "revoke": [campaign("revoke")],
        "refund": [campaign("refund", wallet)],
        "refund_gift": [campaign("refundGift", wallet)],
        "object": [campaign("object")],
        "open_wind_down": [campaign("openWindDown", each) for each in milestones],
        "exit": [campaign("exit", 1)],
        "claim": [("ShareToken", made.share_token, "claim", ())],
        "finalize": [campaign("finalize")],
        "read": [campaign("read")],
        "announce": [campaign("announce", each, bytes(32), "https://example.org") for each in milestones],
        "cancel": [campaign("cancel")],
    }


def releases_something(world: World, made: Project) -> bool:
    """5.3: whether a call of `release` would move anything, for any deposit so far."""
    token, number = ("ShareToken", made.share_token), 0
    while world.call(*token, "tranche", number := number + 1)[2]:
        data = "0x" + contracts.encode_call("ShareToken", "release", number).hex()
        answer = world.request("eth_call", {"to": made.share_token, "data": data}, "latest")
        if int(answer, 16):
            return True
    return False


@dataclass(frozen=True)
class Teller:
    """Asks for everybody, each time comparing all that is said with what the chain answers."""

    world: World
    engine: AsyncEngine
    follow: Follow

    async def tell(self, made: Project, wallet: str | None) -> dict[str, Action]:
        await self.follow()
        async with open_snapshot(self.engine) as connection:
            return {each.name: each for each in await possible_actions(connection, made.campaign, wallet)}

    async def compare(self, made: Project) -> None:
        for name in PEOPLE:
            wallet = getattr(self.world, name)
            said = await self.tell(made, wallet)
            for action, calls in trials(self.world, made, wallet).items():
                answers = [refuse(self.world, wallet, each) for each in calls]
                assert said[action].possible == (None in answers), (name, said[action], answers)
            assert said["release"].possible == releases_something(self.world, made)
            assert all((each.reason is None) == each.possible for each in said.values())


@pytest.fixture
def teller(world: World, engine: AsyncEngine, follow: Follow) -> Teller:
    return Teller(world, engine, follow)


@pytest.fixture
def propose(world: World) -> Callable[..., Project]:
    """A project that everybody may pay into, of 100 shares, from 5 to 80 for each fan."""

    def make(**campaign: int) -> Project:
        sizes = {"capShares": 100, "maxSharesPerFan": 80, "minSharesPerFan": 5, **campaign}
        made = world.propose(world.terms(campaign=sizes, tiers=[tier(5, 2, "signed record")]))
        world.allow(made, made.campaign, *(getattr(world, each) for each in PEOPLE))
        return made

    return make


Propose = Callable[..., Project]


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


async def test_an_announcement_from_its_window_to_its_release(world: World, teller: Teller) -> None:
    """4.1, 4.2: 30 of 100 shares stop a release; the fan sells, and still cannot object twice."""
    made = world.raise_funds()
    world.allow(made, made.campaign, world.patron, world.stranger, world.producer)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    first_due = made.terms["production"]["milestones"][0]["dueAt"]
    assert said["object"].reason == "nothing_asked"
    assert said["open_wind_down"] == Action("open_wind_down", False, "no_grounds", first_due + 30 * DAY)
    world.announce(made, 0)
    until = world.now() + 7 * DAY
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["object"] == Action("object", True, None, until)
    assert said["read"] == Action("read", False, "objections_open", until)
    assert (await teller.tell(made, world.stranger))["object"].reason == "no_shares"
    assert (await teller.tell(made, None))["object"] == Action("object", True, None, until)
    world.object(made, world.fan)
    await teller.compare(made)
    assert (await teller.tell(made, world.fan))["object"] == Action("object", False, "has_objected", until)
    world.warp_to(until)
    await teller.compare(made)
    said = await teller.tell(made, world.second_fan)
    assert said["object"].reason == "objections_over"
    assert said["read"] == Action("read", True, None, until + 14 * DAY)
    world.read(made)
    again = world.now() + DAY
    await teller.compare(made)
    assert (await teller.tell(made, None))["read"] == Action("read", False, "read_again_later", again)
    world.read(made)
    await teller.compare(made)


async def test_the_holders_turn_after_a_refusal(world: World, teller: Teller) -> None:
    """4.1 to 4.3: refused, then a request to end it, which an announcement cannot push aside; then the
    project is wound down, and holders leave once all royalties are released."""
    made = world.raise_funds(waterfall={"royaltySteps": 10})
    world.announce(made, 0)
    world.object(made, world.fan)
    world.read(made)
    world.read(made)
    await teller.compare(made)
    world.open_wind_down(made, world.second_fan, 1)
    await teller.compare(made)
    assert (await teller.tell(made, world.producer))["announce"].reason == "question_open"
    world.object(made, world.fan)
    world.deposit(made, 100 * EURO)
    world.read(made)
    world.read(made)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["exit"] == Action("exit", False, "release_first", None)
    assert said["release"].possible
    world.release_everything(made)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["exit"] == Action("exit", True)
    assert said["claim"] == Action("claim", True)
    world.exit(made, world.fan, 60)
    world.exit(made, world.second_fan, 40)
    await teller.compare(made)
    assert (await teller.tell(made, None))["exit"].reason == "no_shares"


async def test_an_announcement_pushes_a_request_aside(world: World, teller: Teller) -> None:
    """4.1: where the holders have refused nothing."""
    made = world.raise_funds()
    world.open_wind_down(made, world.fan, 0)
    await teller.compare(made)
    assert (await teller.tell(made, world.producer))["announce"].possible


async def test_nothing_is_announced_before_financiers_have_paid(world: World, teller: Teller) -> None:
    """4.1: a promise is no money."""
    made = world.propose()
    world.sign_line(made, 0, paid_elsewhere=False)
    world.start(made)
    world.contribute(made, world.fan, 100)
    world.finalize(made)
    await teller.compare(made)
    assert (await teller.tell(made, world.producer))["announce"].reason == "lines_missing"


async def test_royalties_enter_by_daily_steps(world: World, teller: Teller) -> None:
    """5.3, 5.4: 4 steps; the first comes after a day, and then there is something to claim."""
    made = world.raise_funds(waterfall={"royaltySteps": 4})
    world.deposit(made, 100 * EURO)
    came = world.now()
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["release"] == Action("release", False, "nothing_to_release", came + DAY)
    assert said["claim"].reason == "nothing_to_claim"
    world.warp_to(came + DAY)
    await teller.compare(made)
    world.release(made, 1)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["release"] == Action("release", False, "nothing_to_release", came + 2 * DAY)
    assert said["claim"].possible
    assert (await teller.tell(made, world.stranger))["claim"].reason == "nothing_to_claim"


async def test_an_unread_question_lapses(world: World, teller: Teller) -> None:
    """4.2"""
    made = world.raise_funds()
    world.announce(made, 0)
    until = world.now() + 7 * DAY
    world.warp_to(until + 14 * DAY)
    await teller.compare(made)
    assert (await teller.tell(made, None))["read"] == Action("read", True, None, None)


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
