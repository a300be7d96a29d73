"""One wallet in all projects."""

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.holders import holders
from backend.queries.portfolio import Portfolio, portfolio
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import World


async def read(engine: AsyncEngine, follow: Follow, wallet: str, at_block: int | None = None) -> Portfolio:
    await follow()
    async with open_snapshot(engine) as connection:
        return await portfolio(connection, wallet, at_block)


async def test_it_tells_cost_shares_and_royalties(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.raise_funds()
    world.deposit(made, 1_000 * EURO + 1)
    world.payout(made, world.fan)
    receipt = world.deposit(made, 500 * EURO, 2)
    found = await read(engine, follow, world.fan)
    assert hex(found.as_of.number) == receipt["blockNumber"]
    (holding,) = found.holdings
    assert (holding.campaign, holding.name, holding.status) == (made.campaign, "Premier album", "succeeded")
    assert (holding.shares, holding.contributed, holding.refunded) == (60, 600 * EURO, 0)
    assert (holding.claimable,) == world.call("ShareToken", made.share_token, "claimable", world.fan)
    assert holding.earned == holding.paid + holding.claimable
    assert [(each.purpose, each.amount) for each in holding.payments] == [("royalty", holding.paid)]


async def test_it_agrees_with_the_list_of_holders(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.raise_funds()
    world.deposit(made, 333_333_333)
    world.transfer(made, world.fan, world.stranger, 13)
    world.deposit(made, 7, 2)
    await follow()
    async with open_snapshot(engine) as connection:
        listed = await holders(connection, made.campaign)
        assert len(listed.holders) == 3
        for each in listed.holders:
            (holding,) = (await portfolio(connection, each.holder)).holdings
            assert (holding.shares, holding.earned, holding.paid, holding.claimable) == (
                each.shares,
                each.earned,
                each.paid,
                each.claimable,
            )


async def test_refunds_are_told(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """3.4"""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 4)
    world.cancel(made)
    before = world.head()
    world.refund(made, world.fan)
    (holding,) = (await read(engine, follow, world.fan)).holdings
    assert (holding.shares, holding.contributed, holding.refunded) == (0, 40 * EURO, 40 * EURO)
    assert [(each.purpose, each.amount) for each in holding.payments] == [("refund", 40 * EURO)]
    (earlier,) = (await read(engine, follow, world.fan, before)).holdings
    assert (earlier.shares, earlier.refunded, earlier.payments) == (4, 0, ())


async def test_projects_come_newest_first(world: World, follow: Follow, engine: AsyncEngine) -> None:
    first, second = world.raise_funds(), world.raise_funds()
    found = await read(engine, follow, world.fan)
    assert [each.campaign for each in found.holdings] == [second.campaign, first.campaign]


async def test_who_is_only_paid_has_a_portfolio_too(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    world.raise_funds()
    (holding,) = (await read(engine, follow, world.producer)).holdings
    assert (holding.shares, holding.contributed, holding.earned) == (0, 0, 0)
    assert [(each.purpose, each.amount) for each in holding.payments] == [("proceeds", 950 * EURO)]


async def test_an_unknown_wallet_has_an_empty_one(world: World, follow: Follow, engine: AsyncEngine) -> None:
    world.raise_funds()
    found = await read(engine, follow, world.stranger)
    assert (found.wallet, found.holdings) == (world.stranger, ())
