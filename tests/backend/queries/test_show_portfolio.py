"""One wallet in all projects."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.holders import holders
from backend.queries.payments import payments
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
    (holding,) = (await read(engine, follow, world.collector)).holdings
    assert holding.roles == ("collector", "payee")


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
    made = world.raise_funds()
    world.announce(made, 0)
    world.read(made)
    (holding,) = (await read(engine, follow, world.producer)).holdings
    assert (holding.shares, holding.contributed, holding.earned) == (0, 0, 0)
    assert [(each.purpose, each.amount) for each in holding.payments] == [("release", 380 * EURO)]


async def test_an_unknown_wallet_has_an_empty_one(world: World, follow: Follow, engine: AsyncEngine) -> None:
    world.raise_funds()
    found = await read(engine, follow, world.stranger)
    assert (found.wallet, found.holdings) == (world.stranger, ())


async def test_none_of_the_shares_of_anything_is_no_holding(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """Anyone can send anyone none of the shares of anything, and ask for a refund of nothing."""
    made, proposed = world.raise_funds(), world.propose(by=world.stranger)
    world.transfer(made, world.stranger, world.payer, 0)
    world.act(world.stranger, "Campaign", proposed.campaign, "cancel")
    world.refund(proposed, world.payer)
    found = await read(engine, follow, world.payer)
    assert found.holdings == ()
    async with open_snapshot(engine) as connection:
        assert (await payments(connection, proposed.campaign)).payments == ()


async def test_who_holds_or_held_something_keeps_it(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """A holding of shares alone, of money to be claimed alone, and of money paid alone."""
    made = world.raise_funds()
    world.transfer(made, world.fan, world.financier, 10)
    await follow()
    assert [each.shares for each in (await read(engine, follow, world.financier)).holdings] == [10]
    world.deposit(made, 100 * EURO)
    world.transfer(made, world.financier, world.fan, 10)
    (holding,) = (await read(engine, follow, world.financier)).holdings
    assert (holding.shares, holding.claimable > 0, holding.paid) == (0, True, 0)
    world.payout(made, world.financier)
    (holding,) = (await read(engine, follow, world.financier)).holdings
    assert (holding.shares, holding.claimable, holding.paid > 0) == (0, 0, True)


async def test_a_payment_of_nothing_is_none(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.raise_funds()
    await follow()
    async with engine.begin() as connection:
        await connection.execute(text("update payments set amount = 0"))
    async with open_snapshot(engine) as connection:
        assert (await portfolio(connection, world.treasury)).holdings == ()
        assert (await payments(connection, made.campaign)).payments == ()


async def test_pledges_name_their_windows(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """3.1, 3.2: one that is firm, one that somebody else paid and that is not, one revoked."""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 10, tier=1)
    world.contribute_for(made, world.stranger, world.second_fan, 5)
    (holding,) = (await read(engine, follow, world.second_fan)).holdings
    (pledge,) = holding.pledges
    assert (pledge.shares, pledge.amount, pledge.payer) == (5, 50 * EURO, world.stranger)
    (told,) = world.call("Campaign", made.campaign, "lastFirmAt")
    assert (pledge.firm_at, pledge.is_firm, holding.contributed) == (told, False, 0)
    world.warp_to(told)
    world.contribute(made, world.fan, 7)
    (holding,) = (await read(engine, follow, world.fan)).holdings
    assert [(each.shares, each.tier, each.is_firm) for each in holding.pledges] == [
        (10, 1, True),
        (7, 0, False),
    ]
    world.revoke(made, world.fan)
    (holding,) = (await read(engine, follow, world.fan)).holdings
    assert [each.shares for each in holding.pledges] == [10]
    world.cancel(made)
    (holding,) = (await read(engine, follow, world.fan)).holdings
    assert holding.pledges == ()


async def test_what_an_exit_brings_is_told_until_it_is_taken(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """4.3"""
    made = world.raise_funds()
    world.wind_down(made, world.fan)
    (holding,) = (await read(engine, follow, world.second_fan)).holdings
    assert holding.exit_due == 40 * (950 * EURO // 100)
    world.exit(made, world.second_fan, 30)
    (holding,) = (await read(engine, follow, world.second_fan)).holdings
    assert (holding.exit_due, holding.refunded) == (95 * EURO, 285 * EURO)
    assert [(each.purpose, each.amount) for each in holding.payments] == [("exit", 285 * EURO)]


async def test_gifts_and_shares_bought_second_hand_are_apart(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """3.3, 4.3: a patron who bought 40 shares from a fan gets more back for them than it ever contributed."""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 100)
    world.donate(made, world.patron, 1_000 * EURO)
    world.finalize(made)
    world.transfer(made, world.fan, world.patron, 40)
    world.wind_down(made, world.fan)
    world.exit(made, world.patron, 40)
    world.act(world.stranger, "Campaign", made.campaign, "refundGift", world.patron)
    (holding,) = (await read(engine, follow, world.patron)).holdings
    assert (holding.contributed, holding.refunded) == (0, 380 * EURO)
    assert (holding.given, holding.gifts_refunded) == (1_000 * EURO, 950 * EURO)
    assert holding.roles == ("patron",)


async def test_everybody_is_told_what_it_is_in_the_project(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """2.4, 2.5: a financier's money, brought and returned; nobody is anything by being named in terms."""
    named = world.propose()
    assert (await read(engine, follow, world.financier)).holdings == ()
    assert (await read(engine, follow, world.artist)).holdings == ()
    (holding,) = (await read(engine, follow, world.producer)).holdings
    assert (holding.campaign, holding.roles) == (named.campaign, ("producer", "payee"))
    world.escrow(named, 0)
    world.start(named)
    world.contribute(named, world.fan, 100)
    world.finalize(named)
    for person, roles in ((world.artist, ("artist",)), (world.fan, ("holder",))):
        (holding,) = (await read(engine, follow, person)).holdings
        assert (holding.roles, holding.lines) == (roles, ())
    (holding,) = (await read(engine, follow, world.financier)).holdings
    assert holding.roles == ("financier",)
    assert [(each.terms.amount, each.state) for each in holding.lines] == [(9_000 * EURO, "escrowed")]
    world.change_producer(named, world.stranger)
    (holding,) = (await read(engine, follow, world.stranger)).holdings
    assert holding.roles == ("producer",)
    assert (await read(engine, follow, world.producer)).holdings == ()
