"""4.1 to 4.3: how the money leaves the pot, as the contract tells it."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.production import Production, production
from backend.queries.project import ProjectUnknown
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World


async def read(engine: AsyncEngine, follow: Follow, made: Project, at_block: int | None = None) -> Production:
    await follow()
    async with open_snapshot(engine) as connection:
        return await production(connection, made.campaign, at_block)


def assert_as_told(world: World, made: Project, found: Production) -> None:
    """Everything that the contract can be asked about."""
    assert (found.pot or 0, found.unspent) == world.call("Campaign", made.campaign, "pot")
    for each in found.milestones:
        told = world.call("Campaign", made.campaign, "milestoneOf", each.number)
        assert (each.amount or 0, each.state == "released", each.refusals) == told
        (has_grounds,) = world.call("Campaign", made.campaign, "hasGrounds", each.number)
        # Once it is wound down, there is nothing left to ask for.
        assert each.has_grounds == (has_grounds and found.wind_down is None)


async def test_a_milestone_goes_its_way(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """4.1, 4.2: 40 % of 950 after an announcement that nobody stops."""
    made = world.raise_funds()
    found = await read(engine, follow, made)
    assert (found.pot, found.released, found.unspent) == (950 * EURO, 0, 950 * EURO)
    assert [(each.state, each.amount) for each in found.milestones] == [
        ("waiting", 380 * EURO),
        ("waiting", 570 * EURO),
    ]
    world.announce(made, 0, evidence=7)
    announced = world.head()
    found = await read(engine, follow, made)
    question = found.milestones[0].question
    assert found.milestones[0].state == "announced"
    assert question is not None
    assert (question.amount, question.uri) == (380 * EURO, "https://example.org/7.pdf")
    assert question.evidence_hash == "0x" + (7).to_bytes(32, "big").hex()
    world.read(made)
    found = await read(engine, follow, made)
    assert_as_told(world, made, found)
    assert (found.milestones[0].state, found.released, found.unspent) == ("released", 380 * EURO, 570 * EURO)
    assert [each.outcome for each in found.past] == ["released"]
    earlier = await read(engine, follow, made, announced)
    assert (earlier.milestones[0].state, earlier.released) == ("announced", 0)


async def test_objections_are_counted_by_what_objectors_hold_now(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """4.2, K8: the fan holds 60, sells 31 on, and 30 of 100 are needed."""
    made = world.raise_funds()
    world.announce(made, 1)
    world.object(made, world.fan)
    question = (await read(engine, follow, made)).milestones[1].question
    assert question is not None
    assert (question.objecting, question.needed, question.supply) == (60, 30, 100)
    world.transfer(made, world.fan, world.stranger, 31)
    question = (await read(engine, follow, made)).milestones[1].question
    assert question is not None
    (_, objecting, _) = world.call("ShareToken", made.share_token, "objections")
    assert (question.objecting, question.objectors) == (objecting, 1) == (29, 1)


async def test_a_milestone_is_marked_refused_and_grounds_to_wind_down(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """4.2, 4.3: refused twice, it cannot be announced again."""
    made = world.raise_funds()
    for times in (1, 2):
        world.announce(made, 0)
        world.object(made, world.fan)
        world.read(made)
        found = await read(engine, follow, made)
        question = found.milestones[0].question
        assert found.milestones[0].state == "marked"
        assert question is not None
        (told,) = world.call("Campaign", made.campaign, "question")
        assert (question.round, question.read_again_at) == (told["round"], told["readAgainAt"])
        world.read(made)
        found = await read(engine, follow, made)
        assert_as_told(world, made, found)
        assert (found.milestones[0].state, found.milestones[0].refusals) == ("refused", times)
        assert found.milestones[0].has_grounds == (times == 2)
        assert found.past[0].objecting == 60


async def test_a_late_milestone_is_overdue_and_later_grounds(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """4.3"""
    made = world.raise_funds()
    due_at = made.terms["production"]["milestones"][0]["dueAt"]
    for at, is_overdue, has_grounds in (
        (due_at - 60, False, False),
        (due_at, True, False),
        (due_at + made.terms["production"]["graceSeconds"], True, True),
    ):
        world.warp_to(at)
        milestone = (await read(engine, follow, made)).milestones[0]
        assert (milestone.is_overdue, milestone.has_grounds) == (is_overdue, has_grounds)


async def test_a_wind_down_gives_back_what_is_left(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """4.3: of 1,000 for shares and 333 given, 5 % were the fee and 40 % of the rest is released."""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 60)
    world.contribute(made, world.second_fan, 40)
    world.donate(made, world.patron, 333 * EURO + 1)
    world.finalize(made)
    world.announce(made, 0)
    world.read(made)
    world.open_wind_down(made, world.fan, 1)
    asked = (await read(engine, follow, made)).asks_to_wind_down
    assert asked is not None
    assert (asked.winds_down, asked.asked_by, asked.milestone) == (True, world.fan, 1)
    world.object(made, world.fan)
    world.read(made)
    world.read(made)
    found = await read(engine, follow, made)
    end = found.wind_down
    assert end is not None
    assert_as_told(world, made, found)
    assert (end.given_back, end.brought) == (0, 1_333 * EURO + 1)
    assert (end.question.asked_by, end.question.milestone, end.question.round) == (world.fan, 1, asked.round)
    assert (end.question.objecting, end.question.supply, end.question.needed) == (60, 100, 30)
    assert [each.state for each in found.milestones] == ["released", "never_released"]
    assert end.unspent == (found.pot or 0) - found.released
    assert end.per_share == 10 * EURO * end.unspent // end.brought
    assert not any(each.has_grounds for each in found.milestones if each.state == "released")
    world.exit(made, world.fan, 25)
    world.act(world.stranger, "Campaign", made.campaign, "refundGift", world.patron)
    found = await read(engine, follow, made)
    assert found.wind_down is not None
    assert found.wind_down.given_back == 25 * end.per_share + (333 * EURO + 1) * end.unspent // end.brought
    assert found.wind_down.to_give_back == 75 * end.per_share == found.unspent
    (_, unspent) = world.call("Campaign", made.campaign, "pot")
    assert found.unspent == unspent


async def test_a_question_that_ended_stays_as_it_was(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """4.2: 29 of 100 object in vain; they, and later a wind-down's leavers, then leave."""
    made = world.raise_funds({world.fan: 71, world.second_fan: 29})
    world.announce(made, 0)
    world.object(made, world.second_fan)
    world.read(made)
    world.transfer(made, world.second_fan, world.stranger, 29)
    world.wind_down(made, world.fan, milestone=1)
    before = (await read(engine, follow, made)).past
    assert [(each.outcome, each.objecting, each.supply, each.needed) for each in before] == [
        ("wound_down", 71, 100, 30),
        ("released", 29, 100, 30),
    ]
    world.exit(made, world.fan, 71)
    found = await read(engine, follow, made)
    assert found.past == before


async def test_what_failed_never_releases(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """3.4"""
    made = world.propose()
    world.start(made)
    world.cancel(made)
    assert [each.state for each in (await read(engine, follow, made)).milestones] == 2 * ["never_released"]


async def test_nothing_is_released_before_success(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.propose()
    found = await read(engine, follow, made)
    assert (found.pot, found.unspent, found.released, found.wind_down) == (None, 0, 0, None)
    assert [(each.amount, each.state) for each in found.milestones] == 2 * [(None, "waiting")]


async def test_an_unknown_project_is_named(world: World, follow: Follow, engine: AsyncEngine) -> None:
    await follow()
    async with open_snapshot(engine) as connection:
        with pytest.raises(ProjectUnknown):
            await production(connection, world.stranger)
