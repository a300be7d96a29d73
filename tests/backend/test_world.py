"""The tests' own world: a project from proposal to royalties, and a fresh start for each test."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.backend.terms import EURO
from tests.backend.world import Reverted, World


def test_royalties_reach_the_holders(world: World) -> None:
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    world.payout(project, world.fan, world.second_fan)
    deposited, released, paid = world.call("ShareToken", project.share_token, "totals")
    assert deposited == released == paid == 665 * EURO  # 1,000 less 5 % to the collector, 70 % of the rest


def test_each_test_begins_with_the_same_chain(world: World) -> None:
    assert world.head() < world.factory_block + 80
    assert world.call("ProjectFactory", world.factory, "isProject", world.fan) == (False,)


def test_a_refusal_says_the_contracts_words(world: World) -> None:
    project = world.propose()
    with pytest.raises(Reverted, match=r"^Campaign_NotApproved\(\)$"):
        world.open(project)


async def test_each_test_begins_with_an_empty_database(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        assert (await connection.execute(text("select count(*) from blocks"))).scalar() == 0
        await connection.execute(text("insert into blocks values (1, '\\x01', '\\x00', 0)"))
