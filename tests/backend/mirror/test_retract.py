"""Rule 7.1, K18: what was taken back stays readable as taken back."""

from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.mirror.sync import Mirror
from backend.tables import reorgs, retracted
from tests.backend.world import World


async def read_all(engine: AsyncEngine, query: Any) -> list[dict[str, Any]]:
    async with engine.connect() as connection:
        return [dict(row._mapping) for row in await connection.execute(query)]


async def test_rows_taken_back_are_kept_with_their_block(
    world: World, mirror: Mirror, engine: AsyncEngine
) -> None:
    project = world.propose()
    world.start(project)
    world.allow(project, project.campaign, world.fan)
    await mirror.catch_up()
    fork = world.block()
    receipt = world.contribute(project, world.fan, 7)
    world.act(world.platform, "ProjectFactory", world.factory, "setFee", 100)
    await mirror.catch_up()
    old = world.block()
    before = await read_all(engine, text("select to_jsonb(c) as row from contributions c"))
    world.reorg(2)
    await mirror.catch_up()

    (reorg,) = await read_all(engine, select(reorgs))
    assert (reorg["fork_number"], reorg["fork_hash"]) == (world.head() - 2, fork["hash"])
    assert (reorg["old_number"], reorg["old_hash"]) == (world.head(), old["hash"])
    assert (reorg["new_number"], reorg["new_hash"]) == (world.head(), world.block()["hash"])
    kept = await read_all(engine, select(retracted).order_by(retracted.c.event))
    assert [each["event"] for each in kept] == ["contributions", "platform_changes", "transfers"]
    contribution = kept[0]
    assert contribution["row"] == before[0]["row"]
    assert contribution["block_hash"] == receipt["blockHash"]
    assert contribution["campaign"] == project.campaign
    assert next(each for each in kept if each["event"] == "platform_changes")["campaign"] is None


async def test_what_is_taken_back_twice_is_kept_twice(
    world: World, mirror: Mirror, engine: AsyncEngine
) -> None:
    project = world.propose()
    world.start(project)
    world.allow(project, project.campaign, world.fan)
    receipt = world.contribute(project, world.fan, 7)
    world.mine()
    await mirror.catch_up()
    signed = world.signed(receipt)
    # Into the other of two blocks each time: the same again would be the same block, hash and all.
    for place in (1, 0):
        world.reorg(2, [(signed, place)])
        await mirror.catch_up()
    kept = await read_all(engine, select(retracted).where(retracted.c.event == "contributions"))
    assert len(kept) == len({each["reorg_id"] for each in kept}) == 2
