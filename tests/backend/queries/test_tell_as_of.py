"""7.1: every answer names the block it is true of."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.mirror.reader import NEAR
from backend.queries.catalogue import projects
from backend.queries.snapshot import open_snapshot
from backend.queries.status import AsOf, BlockTooEarly, NotMirroredYet, as_of
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


async def test_it_knows_what_the_node_calls_safe_and_final(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    world.mine(2 * FINALITY + 3)
    await follow()
    async with open_snapshot(engine) as connection:
        found = await as_of(connection)
    assert hex(found.final_number) == world.block("finalized")["number"]
    assert hex(found.safe_number) == world.block("safe")["number"]
    assert 0 < found.final_number < found.safe_number < found.number


@pytest.mark.parametrize(
    ("block", "finality"),
    [(1, "final"), (10, "final"), (11, "safe"), (20, "safe"), (21, "seen"), (30, "seen")],
)
def test_a_block_is_as_certain_as_the_node_calls_it(block: int, finality: str) -> None:
    at = AsOf(number=30, hash="0x", time=0, chain_id=1, safe_number=20, final_number=10)
    assert at.finality_of(block) == finality
    assert at.finality == "seen"


async def test_before_the_first_block_nothing_is_answered(engine: AsyncEngine) -> None:
    async with open_snapshot(engine) as connection:
        with pytest.raises(NotMirroredYet, match="coprod worker"):
            await as_of(connection)


async def test_an_earlier_block_is_that_of_its_last_event(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    world.propose()
    first = world.block()
    # So far below the final block, only blocks with events are kept.
    world.mine(2 * FINALITY + NEAR + 3)
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
        with pytest.raises(BlockTooEarly, match=f"block 0, .* from {world.factory_block} to {world.head()}"):
            await as_of(connection, 0)
        await as_of(connection, world.factory_block)


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
