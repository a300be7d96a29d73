"""Rule 7.1: reconcile proves that mirror and chain are equal, and names what is not; for rows see
test_name_rows."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.errors import WrongChain
from backend.mirror.incidents import ChainMoved, NothingMirrored
from backend.mirror.proof.reconcile import reconcile
from backend.mirror.sync import Mirror
from backend.tables import metadata
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.faults import BadGateway, BatchLimit, PartOfBatch, RateLimit
from tests.backend.mirror.lies import RangeLimit
from tests.backend.mirror.proxy import Proxy
from tests.backend.world import World


async def test_equal_worlds_have_no_differences(compare: Compare, engine: AsyncEngine) -> None:
    result = await compare()
    assert result.differences == []
    async with engine.connect() as connection:
        for name in result.compared.keys() - {"answers"}:
            counted = await connection.execute(select(func.count()).select_from(metadata.tables[name]))
            assert (name, result.compared[name]) == (name, counted.scalar())
            assert result.compared[name] > 0, f"{name} is empty: this world is too small for the test"
    assert result.compared["answers"] > 400


async def test_a_changed_block_is_named(compare: Compare, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        number = (await connection.execute(text("select min(block_number) from transfers"))).scalar()
        await connection.execute(text(f"update blocks set time = time + 1 where number = {number}"))
    (difference,) = (await compare()).differences
    assert str(difference).startswith(f"blocks: number {number}: time is ")


async def test_a_forgotten_block_above_the_final_one_is_named(
    mirror: Mirror, world: World, compare: Compare, engine: AsyncEngine
) -> None:
    world.mine(2)
    await mirror.catch_up()
    async with engine.begin() as connection:
        await connection.execute(text(f"delete from blocks where number = {world.head() - 1}"))
    (difference,) = (await compare()).differences
    assert str(difference) == f"blocks: number {world.head() - 1}: not in the mirror"


@pytest.mark.parametrize("column", ["block_time", "safe_number", "final_number"])
async def test_a_changed_cursor_is_named(compare: Compare, engine: AsyncEngine, column: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(f"update cursor set {column} = 7777777"))
    (difference,) = (await compare()).differences
    assert (difference.table, difference.column, difference.mirror) == ("cursor", column, 7777777)


async def test_another_chain_is_told_apart(compare: Compare, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("update cursor set chain_id = 7"))
    with pytest.raises(WrongChain, match="chain 7 was expected"):
        await compare()


async def test_nodes_that_tire_are_borne(world: World, mirror: Mirror, engine: AsyncEngine) -> None:
    """7.1: small ranges, small batches, too many questions, and one node of two that breaks down."""
    world.mine(200)
    await mirror.catch_up()
    first, second = Proxy(world.anvil.url), Proxy(world.anvil.url)
    first.faults = [limit := RangeLimit(provider="alchemy", blocks=10), BatchLimit(calls=30)]
    second.faults = [rate := RateLimit(times=2, retry_after=0.1), PartOfBatch(times=1)]
    with first.listen() as one, second.listen() as other:
        async with ChainClient([one, other]) as both, engine.connect() as connection:
            assert (await reconcile(both, connection)).differences == []
            first.faults = [gateway := BadGateway()]
            await connection.rollback()
            assert (await reconcile(both, connection)).differences == []
    assert all(fault.struck for fault in (limit, rate, gateway))


async def test_before_the_first_step_there_is_nothing_to_compare(
    compare: Compare, engine: AsyncEngine
) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("delete from cursor"))
    with pytest.raises(NothingMirrored, match="coprod worker"):
        await compare()


async def test_a_replaced_block_is_no_difference(mirror: Mirror, world: World, compare: Compare) -> None:
    # A block without a transaction would come back the same, hash and all.
    world.tell(world.currency, "mint(address,uint256)", world.fan, 1)
    await mirror.catch_up()
    world.reorg(1)
    with pytest.raises(ChainMoved, match="compare again"):
        await compare()
