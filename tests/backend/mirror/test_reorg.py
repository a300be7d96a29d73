"""Rule 7.1, K18: what the chain takes back is undone and replayed in one transaction."""

import asyncio

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.mirror.incidents import ReorgTooDeep
from backend.mirror.sync import Mirror
from backend.tables import contributions, payments
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.test_sync import count_rows
from tests.backend.terms import EURO
from tests.backend.world import World


@pytest.mark.parametrize("depth", [1, 5])
async def test_contributions_taken_back_are_gone(
    world: World, mirror: Mirror, engine: AsyncEngine, compare: Compare, depth: int
) -> None:
    project = world.propose()
    world.start(project)
    world.allow(project, project.campaign, *world.fans[:6])
    for fan in world.fans[:6]:
        world.contribute(project, fan, 2)
    await mirror.catch_up()
    world.reorg(depth)
    step = await mirror.catch_up()
    assert step.undone == depth
    assert (await count_rows(engine))["contributions"] == 6 - depth
    assert (await compare()).differences == []


async def test_a_payout_taken_back_and_made_again_is_paid_once(
    world: World, mirror: Mirror, engine: AsyncEngine, compare: Compare
) -> None:
    """Issue A: a reorg of 5 blocks across a payout leaves mirror and chain equal."""
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    world.transfer(project, world.fan, world.stranger, 10)
    payout = world.payout(project, world.fan, world.second_fan)
    world.mine(4)
    await mirror.catch_up()
    signed = world.signed(payout)
    world.reorg(5)
    await mirror.catch_up()
    assert (await compare()).differences == []
    assert await royalties(engine) == []
    world.request("eth_sendRawTransaction", signed)
    world.mine(2)
    await mirror.catch_up()
    assert (await compare()).differences == []
    assert await royalties(engine) == [399 * EURO, 266 * EURO]


async def test_the_same_transaction_in_another_block_is_one(
    world: World, mirror: Mirror, engine: AsyncEngine, compare: Compare
) -> None:
    """K18: after the reorg the very same bytes lie two blocks later."""
    project = world.propose()
    world.start(project)
    world.allow(project, project.campaign, world.fan)
    receipt = world.contribute(project, world.fan, 7)
    world.mine(3)
    await mirror.catch_up()
    world.reorg(4, [(world.signed(receipt), 2)])
    step = await mirror.catch_up()
    assert step.undone == 4
    async with engine.connect() as connection:
        row = (await connection.execute(select(contributions))).one()
    assert row.transaction_hash == receipt["transactionHash"]
    assert row.block_number == int(receipt["blockNumber"], 16) + 2
    assert (await compare()).differences == []


async def test_a_project_taken_back_is_forgotten_with_its_contracts(
    world: World, mirror: Mirror, engine: AsyncEngine, compare: Compare
) -> None:
    world.propose()
    world.mine()
    await mirror.catch_up()
    world.reorg(2)
    await mirror.catch_up()
    assert (await count_rows(engine))["projects"] == 0
    world.raise_funds()
    await mirror.catch_up()
    assert (await compare()).differences == []


async def test_no_reader_sees_the_gap(world: World, mirror: Mirror, engine: AsyncEngine) -> None:
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    receipt = world.payout(project, world.fan, world.second_fan)
    world.mine(2)
    await mirror.catch_up()
    seen: set[tuple[int, int]] = set()
    done = asyncio.Event()

    async def read() -> None:
        count = "select count(*) from payments where kind = 'royalty'"
        query = text(f"select (select block_number from cursor), ({count})")
        while not done.is_set():
            async with engine.connect() as connection:
                seen.add(tuple((await connection.execute(query)).one()))

    reader = asyncio.create_task(read())
    head = world.head()
    world.reorg(3, [(world.signed(receipt), 0)])
    await mirror.catch_up()
    done.set()
    await reader
    assert seen == {(head, 2)}


async def test_a_reorg_below_the_final_block_is_refused_and_changes_nothing(
    world: World, mirror: Mirror, engine: AsyncEngine
) -> None:
    world.mine(2)
    project = world.propose()
    world.start(project)
    world.mine(70)
    await mirror.catch_up()
    world.mine(1)
    await mirror.catch_up()
    before = await count_rows(engine)
    world.reorg(72)
    with pytest.raises(ReorgTooDeep, match=r"which was final.*Nothing was changed"):
        await mirror.catch_up()
    assert await count_rows(engine) == before


async def test_a_node_that_is_behind_takes_nothing_back(
    world: World, mirror: Mirror, engine: AsyncEngine
) -> None:
    project = world.propose()
    with world.unchanged():
        world.approve(project)
        world.mine(3)
        await mirror.catch_up()
        before = await count_rows(engine)
    step = await mirror.catch_up()
    assert (step.undone, step.events) == (0, 0)
    assert await count_rows(engine) == before


async def royalties(engine: AsyncEngine) -> list[int]:
    query = select(payments.c.amount).where(payments.c.kind == "royalty")
    async with engine.connect() as connection:
        found = await connection.execute(query.order_by(payments.c.block_number, payments.c.log_index))
        return list(found.scalars())
