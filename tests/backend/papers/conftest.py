"""A fan who bought, sold, was paid and is owed: two statements, two payments, shares that changed hands."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.snapshot import open_snapshot
from backend.queries.years import WalletYear, first_second, wallet_year
from tests.backend.conftest import Follow
from tests.backend.terms import DAY, EURO
from tests.backend.world import Project, World


@pytest.fixture
async def project(world: World, follow: Follow) -> Project:
    """In 2030: succeeded with 60 shares of the fan and 40 of the second fan, in two daily steps.

    First 1,100 EURC gross, 100 of it commission: off the top 5 % of 1,100 = 55, of the 945 left 70 % to the
    holders = 661.50, half of it a day: 330.75. The fan is paid for 60 of 100 shares after the first day,
    198.45; then sells 20 of them; then a second statement of 200 EURC comes: 133 for the holders, 66.50 of it
    on its first day, which is the second of the first. The fan has 40 of 100 shares of both: 132.30 + 26.60.
    The rest of the second statement enters in 2031, and is not paid.
    """
    world.warp_to(first_second(2030))
    made = world.raise_funds(waterfall={"royaltySteps": 2})
    deductions = [{"category": b"commission", "amount": 100 * EURO}]
    world.deposit(made, 1_100 * EURO, deductions=deductions, net=1_000 * EURO)
    world.warp(DAY)
    world.release(made, 1)
    world.payout(made, world.fan)
    world.transfer(made, world.fan, world.stranger, 20)
    world.deposit(made, 200 * EURO, 2)
    world.warp(DAY)
    world.release(made, 1)
    world.release(made, 2)
    world.payout(made, world.fan)
    world.warp_to(first_second(2031))
    world.release(made, 2)
    await follow()
    return made


async def read_year(engine: AsyncEngine, wallet: str, year: int = 2030) -> WalletYear:
    async with open_snapshot(engine) as connection:
        return await wallet_year(connection, wallet, year)
