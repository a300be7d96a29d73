"""7.1: every answer names the block it is true of."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.catalogue import projects
from backend.queries.snapshot import open_snapshot
from backend.queries.status import BlockTooEarly, NotMirroredYet, as_of, status
from tests.backend.conftest import FINALITY, Follow
from tests.backend.world import World


async def test_it_is_the_newest_block_that_was_read(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    world.propose()
    await follow()
    block = world.block()
    async with open_snapshot(engine) as connection:
        found = await as_of(connection)
    assert hex(found.number) == block["number"]
    assert found.hash == block["hash"]
    assert hex(found.time) == block["timestamp"]
    assert found.chain_id == world.anvil.chain_id
    assert found.finality == "seen"


async def test_status_counts_projects(world: World, follow: Follow, engine: AsyncEngine) -> None:
    world.propose()
    world.propose()
    await follow()
    async with open_snapshot(engine) as connection:
        found = await status(connection)
    assert found.factory == world.factory
    assert found.projects == 2
    assert hex(found.final_number) == world.block("finalized")["number"]


async def test_before_the_first_block_nothing_is_answered(engine: AsyncEngine) -> None:
    async with open_snapshot(engine) as connection:
        with pytest.raises(NotMirroredYet, match="coprod worker"):
            await as_of(connection)


async def test_an_earlier_block_is_that_of_its_last_event(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    world.propose()
    first = world.block()
    world.mine(2 * FINALITY + 3)
    world.propose()
    await follow()
    async with open_snapshot(engine) as connection:
        found = await as_of(connection, int(first["number"], 16) + 1)
        earlier = await projects(connection, int(first["number"], 16) + 1)
        now = await projects(connection)
    assert found.hash == first["hash"]
    assert found.finality == "final"
    assert earlier.as_of == found
    assert (len(earlier.projects), len(now.projects)) == (1, 2)


async def test_a_block_that_was_not_read_yet_is_refused(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    world.propose()
    await follow()
    async with open_snapshot(engine) as connection:
        with pytest.raises(NotMirroredYet, match=str(world.head())):
            await as_of(connection, world.head() + 1)


async def test_a_block_before_the_first_that_is_kept_is_refused(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    world.mine(2 * FINALITY + 1)
    world.propose()
    await follow()
    async with open_snapshot(engine) as connection:
        with pytest.raises(BlockTooEarly, match="block 0"):
            await as_of(connection, 0)


async def test_all_statements_of_an_answer_see_one_state(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    world.propose()
    await follow()
    async with open_snapshot(engine) as connection:
        before = await as_of(connection)
        world.propose()
        await follow()
        after = await projects(connection)
    assert after.as_of == before
    assert len(after.projects) == 1
    async with open_snapshot(engine) as connection:
        assert len((await projects(connection)).projects) == 2


async def test_a_connection_that_sees_many_states_is_refused(
    engine: AsyncEngine, world: World, follow: Follow
) -> None:
    await follow()
    async with engine.connect() as connection:
        with pytest.raises(RuntimeError, match="open_snapshot"):
            await as_of(connection)
