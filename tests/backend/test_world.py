"""The tests' own world: a project from proposal to its end, and a fresh start for each test."""

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


def test_the_pot_goes_by_milestones_and_what_is_left_back_to_who_brought_it(world: World) -> None:
    """4.1, 4.3: 40 % of the money raised, less 5 %, are released; the rest of 57 % is wound down."""
    project = world.raise_funds()
    world.announce(project, 0)
    world.read(project)
    assert world.call("Campaign", project.campaign, "pot") == (950 * EURO, 570 * EURO)
    world.wind_down(project, world.fan, milestone=1)
    before = world.call("IERC20Metadata", world.currency, "balanceOf", world.second_fan)[0]
    world.exit(project, world.second_fan, 40)
    after = world.call("IERC20Metadata", world.currency, "balanceOf", world.second_fan)[0]
    assert after - before == 228 * EURO


def test_lines_are_brought_signed_and_given_back(world: World) -> None:
    """2.4: escrow comes back when the project is cancelled; a promise is no money."""
    project = world.propose()
    world.escrow(project, 0)
    world.start(project)
    world.cancel(project)
    world.act(world.stranger, "Campaign", project.campaign, "returnLine", 0)
    assert world.call("Campaign", project.campaign, "lineOf", 0) == (4, 0)
    other = world.propose()
    world.sign_line(other, 0, paid_elsewhere=False)
    world.start(other)
    assert world.call("Campaign", other.campaign, "status") == (1,)


def test_pledges_are_revoked_given_and_paid_for(world: World) -> None:
    """3.1 to 3.3."""
    project = world.propose()
    world.start(project)
    world.contribute(project, world.fan, 10, tier=1)
    world.contribute_for(project, world.patron, world.second_fan, 7)
    world.donate(project, world.patron, 500 * EURO)
    world.revoke(project, world.fan)
    assert world.call("Campaign", project.campaign, "raised") == (570 * EURO,)
    assert world.call("Campaign", project.campaign, "payerOf", world.second_fan) == (world.patron, 7)


def test_roles_change_hands(world: World) -> None:
    """2.5."""
    project = world.raise_funds()
    world.change_producer(project, world.stranger)
    world.change_payee(project, 0, world.patron)
    assert world.call("Waterfall", project.waterfall, "producer") == (world.stranger,)
    assert world.call("Waterfall", project.waterfall, "payeeOf", 0) == (world.patron,)


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
        await connection.execute(text("insert into blocks values (1, '\\x01', 0)"))
