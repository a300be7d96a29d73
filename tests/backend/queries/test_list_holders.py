"""6.1, 5.3, 5.5: the list of holders proves itself, and says to the unit what each can claim."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.holders import HoldersList, holders
from backend.queries.project import ProjectUnknown
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World


async def read(
    engine: AsyncEngine, follow: Follow, made: Project, at_block: int | None = None
) -> HoldersList:
    await follow()
    async with open_snapshot(engine) as connection:
        return await holders(connection, made.campaign, at_block)


def check_against_chain(world: World, made: Project, found: HoldersList) -> None:
    token = made.share_token
    assert (found.supply,) == (found.sum,) == world.call("ShareToken", token, "totalSupply")
    for each in found.holders:
        assert (each.claimable,) == world.call("ShareToken", token, "claimable", each.holder)
        shares, _, _, owed = world.call("ShareToken", token, "accountOf", each.holder)
        assert (each.shares, each.owed) == (shares, owed)
        assert each.earned == each.paid + each.claimable
    deposited, released, paid = world.call("ShareToken", token, "totals")
    assert sum(each.paid for each in found.holders) == paid
    # 5.5: what is not in the list is less than one unit for each holder, and one for the index.
    dust = released - sum(each.earned for each in found.holders)
    assert 0 <= dust <= len(found.holders)
    assert released == deposited


async def test_contributors_hold_shares(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 2)
    world.contribute(made, world.second_fan, 1)
    world.contribute(made, world.fan, 3)
    found = await read(engine, follow, made)
    check_against_chain(world, made, found)
    assert [(each.holder, each.shares, str(each.percent)) for each in found.holders] == [
        (world.fan, 5, "83.3333"),
        (world.second_fan, 1, "16.6667"),
    ]


async def test_claimable_is_exact_whatever_happened(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """5.3, 5.4: odd amounts, transfers in between, claims, payouts and gifts."""
    made = world.raise_funds({world.fan: 53, world.second_fan: 40, world.financier: 7})
    world.deposit(made, 1_000 * EURO + 1)
    check_against_chain(world, made, await read(engine, follow, made))
    world.transfer(made, world.fan, world.stranger, 17)
    world.deposit(made, 333_333_333, 2)
    world.payout(made, world.fan, world.second_fan)
    world.transfer(made, world.second_fan, world.stranger, 40)
    world.give(made, made.share_token, 11)
    world.sweep(made, made.share_token)
    world.claim(made, world.financier, world.treasury)
    world.transfer(made, world.stranger, world.stranger, 5)
    world.deposit(made, 7, 3)
    check_against_chain(world, made, await read(engine, follow, made))


async def test_who_left_earns_again_and_two_fractions_join(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """4.3, 5.2, 5.5: of shares held and of burned ones, to the unit; half a unit and half a unit is one."""
    made = world.raise_funds({world.fan: 64, world.second_fan: 64})
    world.give(made, made.share_token, 3)
    world.sweep(made, made.share_token)
    world.wind_down(made, world.fan)
    world.exit(made, world.fan, 64)
    world.exit(made, world.second_fan, 64)
    for earned in (1, 2, 2, 3):
        found = await read(engine, follow, made)
        check_against_chain(world, made, found)
        assert {each.holder: each.earned for each in found.holders} == {
            world.fan: earned,
            world.second_fan: earned,
        }
        if earned == 2:
            world.payout(made, world.fan)
        world.give(made, made.share_token, 1)
        world.sweep(made, made.share_token)


async def test_rounding_is_the_contract_s(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """5.5: a third of 199,500,021 units is whole, but the index per share is not, and is rounded down."""
    made = world.raise_funds({world.fan: 50, world.second_fan: 100})
    world.deposit(made, 300_000_030)
    found = await read(engine, follow, made)
    check_against_chain(world, made, found)
    assert [each.claimable for each in found.holders] == [133_000_013, 66_500_006]


async def test_who_sold_everything_stays_with_what_was_earned(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """5.3: a seller keeps what was earned."""
    made = world.raise_funds()
    world.deposit(made, 1_000 * EURO)
    world.transfer(made, world.fan, world.stranger, 60)
    found = await read(engine, follow, made)
    check_against_chain(world, made, found)
    seller = next(each for each in found.holders if each.holder == world.fan)
    assert (seller.shares, seller.claimable, seller.owed) == (0, 399 * EURO, 399 * EURO)


async def test_who_was_refunded_is_no_holder(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """3.4"""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 2)
    world.contribute(made, world.second_fan, 1)
    world.cancel(made)
    world.refund(made, world.fan, world.second_fan)
    found = await read(engine, follow, made)
    assert (found.supply, found.sum, found.holders) == (0, 0, ())


async def test_earlier_blocks_are_answered_as_the_chain_answered_then(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """7.1"""
    made = world.raise_funds()
    world.deposit(made, 999_999_999)
    block = world.head()
    then = [
        world.call("ShareToken", made.share_token, "claimable", each)
        for each in (world.fan, world.second_fan)
    ]
    world.payout(made, world.fan)
    world.transfer(made, world.second_fan, world.fan, 40)
    world.deposit(made, 5 * EURO, 2)
    found = await read(engine, follow, made, block)
    assert [(each.holder, each.shares) for each in found.holders] == [(world.fan, 60), (world.second_fan, 40)]
    assert [(each.claimable,) for each in found.holders] == then
    assert [each.paid for each in found.holders] == [0, 0]
    check_against_chain(world, made, await read(engine, follow, made))


async def test_a_project_without_holders_has_an_empty_list(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    found = await read(engine, follow, world.propose())
    assert (found.supply, found.sum, found.holders) == (0, 0, ())


async def test_an_unknown_campaign_is_refused(world: World, follow: Follow, engine: AsyncEngine) -> None:
    await follow()
    async with open_snapshot(engine) as connection:
        with pytest.raises(ProjectUnknown, match=world.stranger):
            await holders(connection, world.stranger)
