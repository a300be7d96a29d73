"""Before money moves, everybody can read what it would bring (PROTOCOL 5.2)."""

import random
from typing import Any

import pytest

from backend.royalties.preview import Preview, preview
from tests.backend.royalties.office import Office
from tests.backend.terms import EURO, HOLDERS, position
from tests.backend.world import Project, World


def draw_positions(world: World, chance: random.Random) -> list[dict[str, Any]]:
    """Positions of all kinds; the financier has paid 9,000 elsewhere, the holders 1,000 for their shares."""
    payees = [world.producer, world.collector, world.financier, world.treasury]
    top = [
        position("OffTheTop", chance.choice(payees), chance.randint(0, 3_000), f"top {number}")
        for number in range(chance.randint(0, 3))
    ]
    recoups = [
        position("Recoup", payee, chance.randint(0, 4_000), "recoups", chance.randint(1, 900 * EURO))
        for payee in chance.sample([HOLDERS, *2 * [world.financier], world.producer], chance.randint(0, 4))
    ]
    for later in recoups[1:]:
        later["withPrevious"] = chance.random() < 0.5
    cuts = sorted(chance.sample(range(10_001), chance.randint(1, 4)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    holders = chance.randrange(len(parts))
    return [
        *top,
        *recoups,
        *[
            position("Percentage", HOLDERS if i == holders else chance.choice(payees), bps, f"part {i}")
            for i, bps in enumerate(parts)
        ],
    ]


async def ask(office: Office, project: Project, gross: int, net: int) -> Preview:
    """The preview, when the mirror has seen everything."""
    await office.mirror.catch_up()
    async with office.engine.connect() as connection:
        return await preview(connection, project.campaign, gross, net)


@pytest.mark.parametrize("seed", range(6))
async def test_the_preview_is_the_contracts(office: Office, world: World, seed: int) -> None:
    """4.3, 5.2: before every deposit of random size, while holders leave until none is left."""
    chance = random.Random(seed)
    cap = chance.choice([0, chance.randint(1, 30 * EURO)])
    project = world.raise_funds(
        waterfall={
            "positions": draw_positions(world, chance),
            "deductionCeilingBps": 10_000,
            "holdersCapPerShare": cap,
        }
    )
    leaving = [(world.fan, 23), (world.second_fan, 40), (world.fan, 37)]
    for number in range(12):
        gross = chance.choice([0, 1, 9_999, chance.randint(0, 500 * EURO), chance.randint(0, 5_000 * EURO)])
        net = chance.choice([gross, chance.randint(0, gross)])
        told = await ask(office, project, gross, net)
        amounts, to_producer = world.call("Waterfall", project.waterfall, "preview", gross, net)
        assert [amount for _, amount in told.positions] == list(amounts)
        assert told.to_producer == to_producer
        assert sum(amounts) + to_producer == net
        deductions = [{"category": b"commission", "amount": gross - net}]
        world.deposit(project, gross, number, deductions=deductions, net=net)
        if number == 3:
            world.wind_down(project, world.fan)
        if number >= 6 and leaving:
            world.exit(project, *leaving.pop(0))
    assert not leaving


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

    told = await ask(office, project, 777_777, 777_777)
    assert told.block_number == world.head()
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
    assert [amount for _, amount in told.positions] == [38_888, 221_666, 517_223]
    assert sum(part.amount for part in told.holders) + told.fractions == 517_223


@pytest.mark.parametrize("staying", [True, False])
async def test_what_those_who_stay_or_the_last_to_leave_would_earn(
    office: Office, world: World, staying: bool
) -> None:
    """4.3, 5.2: a deposit is for who stays; with nobody left, for all who left, per share burned."""
    shares = {world.fan: 61, world.second_fan: 40, world.financier: 7}
    project = world.raise_funds(shares)
    world.deposit(project, 1_000_003, 1)
    world.wind_down(project, world.fan)
    world.exit(project, world.second_fan, 40)
    world.deposit(project, 1_001, 2)
    world.exit(project, world.financier, 7)
    if not staying:
        world.exit(project, world.fan, 61)
        world.deposit(project, 1_009, 3)
        world.claim(project, world.fan)

    told = await ask(office, project, 777_777, 777_777)
    everybody = [world.fan, world.second_fan, world.financier]
    before = {holder: office.claimable(project, holder) for holder in everybody}
    world.deposit(project, 777_777, 4)

    assert [part.shares for part in told.holders] == ([61] if staying else [61, 40, 7])
    earned = {part.holder: part.amount for part in told.holders}
    for holder in everybody:
        assert office.claimable(project, holder) - before[holder] == earned.get(holder, 0)
    assert sum(earned.values()) + told.fractions == 517_223


async def test_a_capped_project_tells_what_the_producer_gets_over_the_cap(
    office: Office, world: World
) -> None:
    """5.2: 100 shares at 1 EUR each at most, so that 30 of 100 EUR are the producer's beside its position."""
    project = world.raise_funds(
        waterfall={"holdersCapPerShare": EURO, "positions": [position("Percentage", HOLDERS, 10_000, "fans")]}
    )
    world.deposit(project, 30 * EURO, 1)
    told = await ask(office, project, 100 * EURO, 100 * EURO)
    assert ([amount for _, amount in told.positions], told.to_producer) == ([70 * EURO], 30 * EURO)
    assert [(part.holder, part.amount) for part in told.holders] == [
        (world.fan, 42 * EURO),
        (world.second_fan, 28 * EURO),
    ]


async def test_a_remainder_that_became_whole_is_what_the_next_deposit_brings(
    office: Office, world: World
) -> None:
    """5.5: 10 units for 100 shares leave 60 of 2^-48; once 90 shares are burned they are 6 for each of 10."""
    project = world.raise_funds(
        {world.fan: 90, world.second_fan: 10},
        waterfall={"positions": [position("Percentage", HOLDERS, 10_000, "fans")]},
    )
    world.deposit(project, 10, 1)
    world.wind_down(project, world.fan)
    world.exit(project, world.fan, 90)
    assert office.claimable(project, world.second_fan) == 0
    told = await ask(office, project, 10, 10)
    world.deposit(project, 10, 2)
    assert office.claimable(project, world.second_fan) == 11
    assert [(part.holder, part.amount) for part in told.holders] == [(world.second_fan, 11)]
    assert told.fractions == -1
