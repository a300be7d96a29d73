"""Rule 7.1: comparisons of mirror and chain are written down, one after the other, for everybody to read."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.mirror.incidents import ChainMoved
from backend.mirror.proof.audits import KEPT, audit, audit_on
from backend.mirror.proof.reconcile import Reconciliation
from backend.mirror.sync import Mirror
from tests.backend.mirror.contents import read_tables
from tests.backend.world import World


async def test_each_round_is_written_down(client: ChainClient, engine: AsyncEngine) -> None:
    rounds = audit_on(client, engine, seconds=0.01, log_range=2_000)
    good = await anext(rounds)
    async with engine.begin() as connection:
        await connection.execute(text("update gifts set amount = amount + 1"))
    bad = await anext(rounds)
    await rounds.aclose()
    assert isinstance(good, Reconciliation)
    assert isinstance(bad, Reconciliation)
    first, second = (await read_tables(engine, "reconciliations"))["reconciliations"]
    for row, found in ((first, good), (second, bad)):
        assert (row["block_number"], row["block_hash"]) == (found.as_of.number, found.as_of.hash)
        assert row["compared"] == sum(found.compared.values()) > 500
        assert row["differences"] == [str(each) for each in found.differences]
        assert row["seconds"] > 0
    assert first["differences"] == []
    assert any(": amount is" in each for each in second["differences"])
    assert second["started_at"] >= first["started_at"] > 1_700_000_000


async def test_a_chain_that_moves_is_compared_again_soon(
    world: World, client: ChainClient, mirror: Mirror, engine: AsyncEngine
) -> None:
    world.tell(world.currency, "mint(address,uint256)", world.fan, 1)
    await mirror.catch_up()
    world.reorg(1)
    rounds = audit_on(client, engine, seconds=3_600, log_range=2_000)
    assert isinstance(await anext(rounds), ChainMoved)
    await mirror.catch_up()
    found = await asyncio.wait_for(anext(rounds), 60)
    assert isinstance(found, Reconciliation)
    assert found.differences == []
    await rounds.aclose()


async def test_the_newest_hundred_are_kept(client: ChainClient, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "insert into reconciliations (started_at, seconds, block_number, block_hash, compared, "
                "differences) select n, 1, n, hash, 1, '[]' from generate_series(1, 105) n, cursor c "
                "join blocks b on b.number = c.block_number"
            )
        )
    await audit(client, engine, log_range=2_000)
    kept = (await read_tables(engine, "reconciliations"))["reconciliations"]
    assert len(kept) == KEPT
    assert [row["block_number"] for row in kept[:-1]] == list(range(7, 106))
