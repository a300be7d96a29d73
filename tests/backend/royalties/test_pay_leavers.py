"""Who burned its shares at a wind-down is paid like anybody (PROTOCOL 4.3, 5.2, 5.4)."""

import pytest

from backend.royalties.holders import read_due
from backend.tables import payout_rounds, payouts, statements
from tests.backend.royalties.office import Office, small_file
from tests.backend.terms import EURO
from tests.backend.world import Project, Reverted, World


def entered(world: World, project: Project) -> int:
    """Units that have become the holders', or of those who left."""
    return int(world.call("ShareToken", project.share_token, "totals")[1])


async def test_who_holds_at_a_wind_down_is_paid_all_that_came_in_and_then_leaves(
    office: Office, world: World
) -> None:
    """4.3, 5.2, 5.3: wound down before a step was over; the worker releases, and pays who still holds.

    What comes in after all have left is theirs, at once: a round is a round.
    """
    project = world.raise_funds(waterfall={"royaltySteps": 365})
    world.open_wind_down(project, world.fan, 0)
    world.object(project, world.fan)
    world.read(project)
    await office.bring(project, small_file("100.00"))
    await office.finish()
    assert entered(world, project) == 0
    world.read(project)
    with pytest.raises(Reverted, match="Campaign_ReleaseRoyaltiesFirst"):
        world.act(world.fan, "Campaign", project.campaign, "exit", 60)
    assert [row.status for row in await office.rows(statements)] == ["deposited"]

    await office.finish()
    (first, released, paid) = world.call("ShareToken", project.share_token, "totals")
    assert first == released == paid > 0
    assert [row.status for row in await office.rows(statements)] == ["paid"]
    for holder, shares in ((world.fan, 60), (world.second_fan, 40)):
        world.act(holder, "Campaign", project.campaign, "exit", shares)

    await office.bring(project, small_file("50.00"))
    await office.finish()
    assert [row.status for row in await office.rows(statements)] == ["paid", "paid"]
    (deposited, released, paid) = world.call("ShareToken", project.share_token, "totals")
    assert deposited == released > first
    later = deposited - first
    assert office.royalties_paid(project) == {
        world.fan: [first * 60 // 100, later * 60 // 100],
        world.second_fan: [first * 40 // 100, later * 40 // 100],
    }
    assert len(await office.rows(payout_rounds)) == 2


async def test_a_statement_waits_for_the_round_of_those_who_left(office: Office, world: World) -> None:
    """7.2: it is paid when they are, and not because a share had earned more before that."""
    project = world.raise_funds()
    await office.bring(project, small_file("1000.00"))
    await office.finish()
    world.wind_down(project, world.fan)
    world.exit(project, world.fan, 60)
    world.exit(project, world.second_fan, 40)
    payer, office.payer_key = office.payer, None
    office.payer = office.hire()
    await office.bring(project, small_file("3.00"))
    await office.finish()
    token = ("ShareToken", project.share_token)
    assert 0 < world.call(*token, "leaversIndex")[0] < world.call(*token, "index")[0]
    assert [row.status for row in await office.rows(statements)] == ["paid", "deposited"]

    office.payer = payer
    await office.finish()
    assert [row.status for row in await office.rows(statements)] == ["paid", "paid"]
    assert [row.closed_at is not None for row in await office.rows(payout_rounds)] == [True, True]
    assert (office.claimable(project, world.fan), office.claimable(project, world.second_fan)) == (0, 0)


async def test_who_stays_is_paid_and_then_all_who_left(office: Office, world: World) -> None:
    """4.3, 5.5: who left in parts, early or at last; fractions of both accounts make units together."""
    shares = {world.fan: 61, world.second_fan: 40, world.financier: 7}
    project = world.raise_funds(shares)
    world.wind_down(project, world.fan)
    world.exit(project, world.second_fan, 40)
    world.exit(project, world.fan, 11)
    for number, amount in enumerate([7 * EURO + 1, 11 * EURO + 3]):
        world.deposit(project, amount, number + 1)
        await office.finish()
    stayed = entered(world, project)
    assert {holder: sum(each) for holder, each in office.royalties_paid(project).items()} == {
        world.fan: stayed * 50 // 57,
        world.financier: stayed * 7 // 57,
    }

    world.exit(project, world.fan, 50)
    world.exit(project, world.financier, 7)
    for number, amount in enumerate([13 * EURO + 1, 17 * EURO + 5, 19 * EURO + 7]):
        world.deposit(project, amount, number + 3)
        await office.finish()
    token = ("ShareToken", project.share_token)
    index, of_leavers = (world.call(*token, each)[0] for each in ("index", "leaversIndex"))
    paid = {holder: sum(each) for holder, each in office.royalties_paid(project).items()}
    assert paid == {
        world.fan: (index * 50 + of_leavers * 61) >> 48,
        world.second_fan: (of_leavers * 40) >> 48,
        world.financier: (index * 7 + of_leavers * 7) >> 48,
    }
    assert entered(world, project) - sum(paid.values()) <= len(shares)
    assert len(await office.rows(payout_rounds)) == 5
    assert {len(row.holders) for row in await office.rows(payouts)} == {2, 3}
    async with office.engine.connect() as connection:
        assert (await read_due(connection, project.campaign, 1)).amounts == {}
