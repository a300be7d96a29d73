"""What paying would cost is told before anybody approves (PROTOCOL 5.4, 7.2)."""

from decimal import Decimal
from typing import Any

import pytest

from backend.royalties.batches import Pushing
from backend.royalties.estimate import Estimate, estimate_payouts
from backend.royalties.preview import preview
from backend.royalties.sender.costs import read_costs
from backend.royalties.statements.project import find_project
from tests.backend.royalties.office import Office
from tests.backend.terms import EURO
from tests.backend.world import Project, World

DAY = 86_400


async def ask(office: Office, project: Project, gross: int, **pushing: Any) -> Estimate:
    """The estimate of a deposit without deductions, when the mirror has seen everything."""
    await office.mirror.catch_up()
    asked = Pushing(**({"minimum": Decimal("0.10"), "batch": 500} | pushing))
    async with office.engine.connect() as connection:
        parts = await preview(connection, project.campaign, gross, gross)
        row = await find_project(connection, project.campaign)
        return await estimate_payouts(connection, office.client, row, parts, asked)


async def read_gas(office: Office) -> list[int]:
    """What each round took, the oldest first."""
    async with office.engine.connect() as connection:
        return [each.gas for each in reversed(await read_costs(connection))]


async def test_the_estimate_is_near_what_was_paid(office: Office, world: World) -> None:
    """7.2: before the first payout, also to holders new to the currency, and by it before the second one."""
    some, none = world.fans[:6], world.fans[6:12]
    project = world.raise_funds(dict.fromkeys((*some, *none), 10))
    for holder in none:
        amount = office.balance(holder)
        world.act(holder, "IERC20Metadata", world.currency, "transfer", world.stranger, amount)
    for number in range(2):
        told = await ask(office, project, 1_000 * EURO)
        assert (told.holders, told.waiting, told.payments, told.transactions) == (12, 0, 12, 1)
        world.deposit(project, 1_000 * EURO, number)
        await office.finish()
        gas = await read_gas(office)
        assert len(gas) == number + 1
        if number == 0:
            assert abs(told.gas - gas[-1]) < gas[-1] // 10
        # The first one gave everybody some of the currency: the next takes less than it did.
        assert gas[-1] <= told.gas * 11 // 10
        assert told.cost == told.gas * told.price > 0


@pytest.mark.parametrize("minimum", ["0.10", "0.60", "40"])
async def test_each_daily_step_is_paid_to_whom_it_brings_the_minimum(
    office: Office, world: World, minimum: str
) -> None:
    """5.3, 5.4: 2.394 and 0.266 EUR a day, for three days: as many payments as the payer makes then."""
    office.payer = office.hire(payout_minimum=Decimal(minimum))
    project = world.raise_funds({world.fan: 90, world.second_fan: 10}, waterfall={"royaltySteps": 3})
    told = await ask(office, project, 12 * EURO, minimum=Decimal(minimum))
    world.deposit(project, 12 * EURO)
    for _ in range(3):
        world.warp(DAY)
        await office.finish()
    paid = office.royalties_paid(project)
    assert told.steps == 3
    assert told.payments == sum(len(each) for each in paid.values())
    assert told.holders == len(paid)
    assert told.waiting == 2 - told.holders
    assert told.transactions == len(await read_gas(office))
    assert (told.gas > 0) == bool(paid)


async def test_who_opted_out_is_not_counted_and_batches_are(office: Office, world: World) -> None:
    """5.4: nine of ten holders, four in a transaction; a node is asked for each as the payer will."""
    holders = world.fans[:10]
    project = world.raise_funds(dict.fromkeys(holders, 10))
    world.act(holders[0], "ShareToken", project.share_token, "acceptPush", False)
    told = await ask(office, project, 1_000 * EURO, batch=4)
    assert (told.holders, told.waiting, told.payments, told.transactions) == (9, 1, 9, 3)
