"""Who could not be paid is tried again: by time, and when a reorg gives back what it took (5.4, 7.2)."""

from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from backend.royalties.retries import DAY, read_retries
from backend.tables import payout_rounds, payouts, transactions
from tests.backend.cli.test_prove_mirror import run
from tests.backend.royalties.office import Office
from tests.backend.royalties.process import Workers
from tests.backend.terms import EURO
from tests.backend.world import Project, World


@pytest.fixture
def blocking(world: World) -> str:
    """A currency whose issuer blocks people."""
    currency = world.create("BlockingCurrency")
    world.admit(currency)
    return currency


def block(world: World, currency: str, person: str, *, blocked: bool = True) -> None:
    world.tell(currency, "setBlocked(address,bool)", person, blocked)


async def tried(office: Office, project: Project) -> list[list[str]]:
    return [list(row.holders) for row in await office.rows(payouts)]


async def test_who_could_not_be_paid_is_tried_after_a_day_then_after_two(
    office: Office, world: World, blocking: str
) -> None:
    """5.4, K4: nothing enters meanwhile; by the chain's clock; nobody else is in those rounds."""
    project = world.raise_funds(campaign={"currency": blocking})
    outcast = world.second_fan
    block(world, blocking, outcast)
    world.deposit(project, 100 * EURO)
    await office.finish()
    owed = office.claimable(project, outcast)
    assert owed > 0
    assert [len(each) for each in await tried(office, project)] == [2]

    for wait in (1, 2, 4):
        async with office.engine.connect() as connection:
            (retry,) = await read_retries(connection)
        assert (retry.holders, retry.units, retry.error) == (1, owed, None)
        rounds = len(await office.rows(payout_rounds))
        world.warp_to(retry.at - 60)
        await office.work()
        assert len(await office.rows(payout_rounds)) == rounds
        world.warp_to(retry.at)
        if wait == 4:
            block(world, blocking, outcast, blocked=False)
        ended = world.now()
        await office.finish()
        assert (await tried(office, project))[rounds:] == [[outcast]]
        if wait < 4:
            (last,) = [row for row in await office.rows(payout_rounds) if row.attempt == rounds + 1]
            assert 0 <= last.retry_at - ended - 2 * wait * DAY < 3_600

    assert office.royalties_paid(project)[outcast] == [owed]
    async with office.engine.connect() as connection:
        assert await read_retries(connection) == []
    assert {row.error for row in await office.rows(payout_rounds)} == {None}
    world.warp(100 * DAY)
    await office.finish()
    assert len(await tried(office, project)) == 4


async def test_status_tells_who_waits_and_until_when(
    workers: Workers, office: Office, world: World, blocking: str
) -> None:
    """5.4, K4: `coprod payer status`, with the amount in the project's currency."""
    project = world.raise_funds(campaign={"currency": blocking})
    block(world, blocking, world.fan)
    world.deposit(project, 1_000 * EURO)
    await office.finish()
    (row,) = await office.rows(payout_rounds)
    code, out, _ = run(workers, "payer", "status")
    (line,) = [line for line in out.splitlines() if "could not be paid" in line]
    at = datetime.fromtimestamp(row.retry_at, UTC)
    assert code == 0
    assert line == (
        f"Premier album: 1 could not be paid 399.000000 BLK; tried again {at:%Y-%m-%d %H:%M} UTC, or when "
        "royalties enter."
    )


async def test_royalties_end_the_wait(office: Office, world: World, blocking: str) -> None:
    """5.4: the next statement pays all of it, and the next wait is a day again."""
    project = world.raise_funds(campaign={"currency": blocking})
    block(world, blocking, world.fan)
    world.deposit(project, 100 * EURO, 1)
    await office.finish()
    world.warp(DAY)
    await office.finish()
    world.deposit(project, 100 * EURO, 2)
    await office.finish()
    assert [world.fan in each for each in await tried(office, project)] == [True] * 3
    async with office.engine.connect() as connection:
        (retry,) = await read_retries(connection)
    assert retry.units == office.claimable(project, world.fan)
    assert retry.at - world.now() <= DAY


async def test_who_claimed_meanwhile_is_not_tried(office: Office, world: World, blocking: str) -> None:
    """5.4: nothing is owed any more, and nothing is sent."""
    project = world.raise_funds(campaign={"currency": blocking})
    block(world, blocking, world.fan)
    world.deposit(project, 100 * EURO)
    await office.finish()
    world.claim(project, world.fan, world.stranger)
    world.warp(DAY)
    await office.finish()
    assert len(await tried(office, project)) == 1
    async with office.engine.connect() as connection:
        assert await read_retries(connection) == []


async def test_a_deposit_that_comes_back_long_after_a_reorg_is_paid(office: Office, world: World) -> None:
    """K18: the payout is final and paid nobody; then the same deposit is mined after all."""
    project = world.raise_funds()
    deposit = world.signed(world.deposit(project, 100 * EURO))
    await office.work()
    (payout,) = await office.rows(transactions)
    world.reorg(world.head() - payout.block_number + 2)
    await office.finish()
    assert [row.closed_at is not None for row in await office.rows(payout_rounds)] == [True]
    assert office.royalties_paid(project) == {}

    world.request("eth_sendRawTransaction", deposit)
    world.mine()
    await office.finish()
    assert office.claimable(project, world.fan) == office.claimable(project, world.second_fan) == 0
    assert {len(payments) for payments in office.royalties_paid(project).values()} == {1}


async def test_nobody_is_paid_by_a_mirror_that_is_behind(office: Office, world: World) -> None:
    """7.2: a restored backup: they were paid since, and another payout would cost gas for nothing."""
    project = world.raise_funds()
    world.deposit(project, 100 * EURO)
    await office.mirror.catch_up()
    world.payout(project, world.fan, world.second_fan)
    world.warp(3_600)
    with capture_logs() as said:
        await office.payer.step()
    assert "nobody is paid by what it says" in said[0]["event"]
    assert await office.rows(transactions) == []
    await office.finish()
    assert await office.rows(transactions) == []
    assert [row.closed_at is not None for row in await office.rows(payout_rounds)] == [True]
