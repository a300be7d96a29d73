"""Killed at any instruction, restarted anywhere, run twice: every holder is paid once (PROTOCOL 7.2)."""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from backend.tables import payout_rounds, statements, transactions
from tests.backend.royalties.office import Office, small_file
from tests.backend.royalties.process import Workers
from tests.backend.world import Project, World

HOLDERS = 24
"""Six batches of four: see Workers."""


@pytest.fixture
def count(database_url: str) -> Iterator[Callable[[str], int]]:
    """How many rows a question finds, in a connection of its own."""
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as connection:

        def ask(rows: str) -> int:
            found = connection.execute(f"select count(*) from {rows}").fetchone()
            assert found is not None
            return int(found[0])

        yield ask


def used_nonces(world: World, account: str) -> int:
    return int(world.request("eth_getTransactionCount", account, "latest"), 16)


async def check_paid_once(office: Office, project: Project, shares: dict[str, int]) -> None:
    """Every holder was paid to the unit, no nonce is stuck, none was used twice or left out.

    Who left did so when all did, so that each share has earned the same, held and then burned.
    """
    token = ("ShareToken", project.share_token)
    index = office.world.call(*token, "index")[0] + office.world.call(*token, "leaversIndex")[0]
    paid = office.royalties_paid(project)
    for holder, number in shares.items():
        assert sum(paid[holder]) == index * number >> 48
        assert office.claimable(project, holder) == 0
    assert set(paid) == set(shares)
    sent = await office.rows(transactions)
    assert {row.status for row in sent} == {"final"}
    for account in {row.sender for row in sent}:
        nonces = [row.nonce for row in sent if row.sender == account]
        assert sorted(nonces) == list(range(min(nonces), used_nonces(office.world, account)))


POINTS = {
    "deposit recorded": lambda ask, nonces: ask("transactions where intent like 'deposit%'") > 0,
    "round recorded": lambda ask, nonces: ask("payouts") > 0,
    "first payout in a block": lambda ask, nonces: nonces() > 0,
    "third payout in a block": lambda ask, nonces: nonces() > 2,
    "payouts mined": lambda ask, nonces: (
        ask("transactions where status = 'mined' and intent like 'pay%'") > 0
    ),
}


async def test_kill_at_each_point_of_a_payout_pays_once(
    office: Office, world: World, workers: Workers, count: Callable[[str], int]
) -> None:
    """7.2: the worker is killed -9 at five points of one statement; the sixth worker finishes it."""
    shares = {fan: 3 + place for place, fan in enumerate(world.fans[:HOLDERS])}
    project = world.raise_funds(shares)
    imported = await office.bring(project, small_file("12345.678901"))
    start = used_nonces(world, world.payer)

    for reached in POINTS.values():
        workers.start()
        workers.wait_until(
            lambda reached=reached: reached(count, lambda: used_nonces(world, world.payer) - start)
        )
        workers.kill()
    assert count("statements where status = 'paid'") == 0
    workers.start()
    finish(workers, world, count)
    assert workers.stop() == [0]

    assert (await office.row(statements, imported.id)).status == "paid"
    paid = office.royalties_paid(project)
    assert {len(payments) for payments in paid.values()} == {1}
    await check_paid_once(office, project, shares)
    assert len(await office.rows(payout_rounds)) == 1
    assert used_nonces(world, world.payer) - start == HOLDERS // 4


async def test_two_workers_share_the_work(
    office: Office, world: World, workers: Workers, count: Callable[[str], int]
) -> None:
    """7.1, 7.2: two at once on one database, over three statements of two projects, one of them killed."""
    shares = {fan: 3 + place for place, fan in enumerate(world.fans[:HOLDERS])}
    film, record = world.raise_funds(shares), world.raise_funds(shares)
    for project, gross in ((film, "700.10"), (record, "800.20"), (record, "90.30")):
        await office.bring(project, small_file(gross))

    workers.start()
    workers.start()
    workers.wait_until(lambda: count("payouts") > 0)
    workers.kill()
    workers.start()
    workers.start()
    finish(workers, world, count)
    assert workers.stop() == [0, 0]

    for project in (film, record):
        await check_paid_once(office, project, shares)
    assert not [row.error for row in await office.rows(payout_rounds) if row.error]


async def test_those_who_left_are_paid_once_by_workers_that_are_killed(
    office: Office, world: World, workers: Workers, count: Callable[[str], int]
) -> None:
    """5.2, 7.2: paid for shares, and, since all were burned, as those who left; killed -9 at two points."""
    shares = {fan: 3 + place for place, fan in enumerate(world.fans[:HOLDERS])}
    project = world.raise_funds(shares)
    await office.bring(project, small_file("700.10"))
    workers.start()
    finish(workers, world, count)
    assert workers.stop() == [0]
    world.wind_down(project, *shares)
    with world.one_block():
        for holder, number in shares.items():
            world.queue(holder, "Campaign", project.campaign, "exit", number)
    await office.bring(project, small_file("800.20"))
    start = used_nonces(world, world.payer)

    for reached in (
        lambda: count("payout_rounds") > 1,
        lambda: used_nonces(world, world.payer) - start > 2,
    ):
        workers.start()
        workers.wait_until(reached)
        workers.kill()
    workers.start()
    finish(workers, world, count)
    assert workers.stop() == [0]

    assert {len(payments) for payments in office.royalties_paid(project).values()} == {2}
    await check_paid_once(office, project, shares)
    assert len(await office.rows(payout_rounds)) == 2
    assert used_nonces(world, world.payer) - start == HOLDERS // 4


def finish(workers: Workers, world: World, count: Callable[[str], int]) -> None:
    """Let blocks go by until every statement is paid."""

    def done() -> bool:
        world.mine(5)
        return count("statements where status <> 'paid'") == 0

    workers.wait_until(done, pause=0.1)
