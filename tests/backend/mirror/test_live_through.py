"""Rule 7.1: mirror and contracts say the same at every stage of every life, and after what it took back."""

import pytest

from backend.mirror.sync import Mirror
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.lives import LIVES
from tests.backend.world import World


@pytest.mark.parametrize("name", LIVES)
async def test_mirror_and_contracts_are_equal_at_every_stage(
    world: World, mirror: Mirror, compare: Compare, name: str
) -> None:
    for stage in LIVES[name](world):
        await mirror.catch_up()
        differences = (await compare()).differences
        assert [str(each) for each in differences] == [], stage


@pytest.mark.parametrize("name", LIVES)
async def test_stages_taken_back_leave_nothing_behind(
    world: World, mirror: Mirror, compare: Compare, name: str
) -> None:
    """K18: up to 60 blocks, as many as are not final."""
    stages = LIVES[name](world)
    next(stages)
    await mirror.catch_up()
    before = world.head()
    for _ in stages:
        await mirror.catch_up()
    world.reorg(min(60, world.head() - before))
    await mirror.catch_up()
    assert (await compare()).differences == []


@pytest.mark.parametrize("name", ["success", "wind-down"])
async def test_what_is_said_again_in_another_block_is_said_once(
    world: World, mirror: Mirror, compare: Compare, name: str
) -> None:
    """K18: at each stage the newest block is replaced by one with the same transaction, and mirrored again on
    what the rows before it say."""
    for stage in LIVES[name](world):
        await mirror.catch_up()
        hashes = world.block()["transactions"]
        raw = [str(world.request("eth_getRawTransactionByHash", each)) for each in hashes]
        world.reorg(1, [(each, 0) for each in raw])
        step = await mirror.catch_up()
        assert step.undone <= 1
        assert (await compare()).differences == [], stage
