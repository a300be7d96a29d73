"""2.2, 3.2: the closing that people read is the one that the contract heeds, with pauses and a reopening."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.backend.conftest import Follow
from tests.backend.queries.cards import read_card
from tests.backend.world import Project, World

DAY = 86_400


def on_chain(world: World, project: Project) -> int:
    return int(world.call("Campaign", project.campaign, "closesAt")[0])


def pause(world: World, days: int) -> None:
    world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
    world.warp(days * DAY)
    world.act(world.platform, "ProjectFactory", world.factory, "resumeContributions")


@pytest.mark.parametrize("days", [1, 13, 20])
async def test_pauses_move_it_up_to_two_weeks(
    world: World, follow: Follow, engine: AsyncEngine, days: int
) -> None:
    """2.2: those before the opening do not count."""
    pause(world, 2)
    project = world.propose()
    world.start(project)
    agreed = project.terms["campaign"]["closesAt"]
    assert (await read_card(engine, follow, project)).closes_at == on_chain(world, project) == agreed
    pause(world, days)
    card = await read_card(engine, follow, project)
    assert card.closes_at == on_chain(world, project) > agreed + DAY - 1


async def test_a_pause_that_runs_moves_it_every_second(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """2.2"""
    project = world.propose()
    world.start(project)
    world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
    world.warp(5 * DAY)
    card = await read_card(engine, follow, project)
    assert card.closes_at == on_chain(world, project)
    assert card.status == "raising"


async def test_a_reopening_moves_it_once(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """3.2: a goal that a revocation undoes after the closing; a pause came before."""
    project = world.propose()
    world.start(project)
    pause(world, 3)
    world.warp_to(on_chain(world, project) - DAY)
    world.contribute(project, world.fan, 60)
    world.contribute(project, world.second_fan, 40)
    world.warp(2 * DAY)
    assert (await read_card(engine, follow, project)).status == "closed"
    world.revoke(project, world.fan)
    card = await read_card(engine, follow, project)
    assert card.closes_at == on_chain(world, project) > world.now()
    assert card.status == "raising"
