"""Before money moves, everybody can read what it would bring (PROTOCOL 5.2)."""

import random
from typing import Any

import pytest

from backend.royalties.preview import preview
from backend.royalties.waterfall import carry, read_positions, share_down
from backend.tables import projects
from tests.backend.royalties.office import Office
from tests.backend.terms import HOLDERS, position
from tests.backend.world import World


def draw_positions(world: World, seed: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    payees = [world.producer, world.collector, world.financier, world.treasury]
    top = [
        position("OffTheTop", chance.choice(payees), chance.randint(0, 6_000), f"top {number}")
        for number in range(chance.randint(0, 3))
    ]
    cuts = sorted(chance.sample(range(10_001), chance.randint(1, 4)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    holders = chance.randrange(len(parts))
    return top + [
        position("Percentage", HOLDERS if place == holders else chance.choice(payees), bps, f"part {place}")
        for place, bps in enumerate(parts)
    ]


@pytest.mark.parametrize("seed", range(4))
async def test_the_python_twin_equals_the_contract(office: Office, world: World, seed: int) -> None:
    """5.2: preview of every deposit and what is carried, over ten deposits of random size."""
    chance = random.Random(1_000 + seed)
    project = world.raise_funds(
        waterfall={"positions": draw_positions(world, seed), "deductionCeilingBps": 10_000}
    )
    await office.mirror.catch_up()
    (row,) = await office.rows(projects)
    positions, history = read_positions(row.terms), []
    for number in range(10):
        gross = chance.choice([0, 1, 9_999, chance.randint(0, 10**12)])
        net = chance.randint(0, gross)
        short = carry(positions, history)
        amounts, _ = share_down(positions, short, gross, net)
        assert [amounts] == list(world.call("Waterfall", project.waterfall, "preview", gross, net))
        deductions = [{"category": b"commission", "amount": gross - net}]
        world.deposit(project, gross, number, deductions=deductions, net=net)
        history.append((gross, net))
        for place, owed in enumerate(carry(positions, history)):
            assert world.call("Waterfall", project.waterfall, "carriedOf", place) == (owed,)


@pytest.mark.parametrize("steps", [1, 3])
async def test_what_was_previewed_is_what_is_earned(office: Office, world: World, steps: int) -> None:
    """5.3, 5.5: to the unit, for each holder, while fractions of earlier deposits wait in every account."""
    shares = {world.fan: 61, world.second_fan: 40, world.financier: 7}
    project = world.raise_funds(shares, waterfall={"royaltySteps": steps})
    world.deposit(project, 1_000_003, 1)
    world.warp(86_400)
    if steps > 1:
        world.release(project, 1)
    world.transfer(project, world.fan, world.stranger, 11)
    world.payout(project, world.second_fan)
    head = (await office.mirror.catch_up()).block

    async with office.engine.connect() as connection:
        told = await preview(connection, project.campaign, 777_777, 777_777)
    world.warp(86_400 * 3)
    if steps > 1:
        world.release(project, 1)
    before = {part.holder: office.claimable(project, part.holder) for part in told.holders}
    world.deposit(project, 777_777, 2)
    if steps > 1:
        world.warp(86_400 * 3)
        world.release(project, 2)

    assert [part.shares for part in told.holders] == [50, 40, 11, 7]
    for part in told.holders:
        assert office.claimable(project, part.holder) - before[part.holder] == part.amount
    amounts = [amount for _, amount in told.positions]
    assert amounts == [38_888, 221_666, 517_223]
    assert sum(part.amount for part in told.holders) + told.fractions == 517_223
    assert told.block_number == head
