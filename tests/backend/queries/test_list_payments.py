"""5.4: every payment that left a contract, and every one that was tried."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.payments import Payments, payments
from backend.queries.project import ProjectUnknown
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World


async def read(engine: AsyncEngine, follow: Follow, made: Project) -> Payments:
    await follow()
    async with open_snapshot(engine) as connection:
        return await payments(connection, made.campaign)


async def test_success_pays_the_fee(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.raise_funds()
    found = await read(engine, follow, made)
    assert [
        (each.purpose, each.payee, each.receiver, each.amount, each.contract) for each in found.payments
    ] == [
        ("fee", world.treasury, world.treasury, 50 * EURO, made.campaign),
    ]
    assert all(each.succeeded for each in found.payments)


async def test_refunds_are_told(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 3)
    world.cancel(made)
    receipt = world.refund(made, world.fan)
    (refund,) = (await read(engine, follow, made)).payments
    assert (refund.purpose, refund.payee, refund.amount) == ("refund", world.fan, 30 * EURO)
    assert refund.transaction_hash == receipt["transactionHash"]
    assert hex(refund.block_number) == receipt["blockNumber"]
    assert refund.time == world.now()


async def test_royalties_are_told_newest_first(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.raise_funds()
    world.deposit(made, 1_000 * EURO)
    world.payout(made, world.second_fan)
    world.claim(made, world.fan, world.stranger)
    found = await read(engine, follow, made)
    assert [(each.purpose, each.payee, each.receiver, each.amount) for each in found.payments[:4]] == [
        ("royalty", world.fan, world.stranger, 399 * EURO),
        ("royalty", world.second_fan, world.second_fan, 266 * EURO),
        ("position", world.producer, world.producer, 285 * EURO),
        ("position", world.collector, world.collector, 50 * EURO),
    ]


async def test_an_unknown_campaign_is_refused(world: World, follow: Follow, engine: AsyncEngine) -> None:
    await follow()
    async with open_snapshot(engine) as connection:
        with pytest.raises(ProjectUnknown, match=world.stranger):
            await payments(connection, world.stranger)
