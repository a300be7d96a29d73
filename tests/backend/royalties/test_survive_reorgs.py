"""A reorg takes payouts back, and they are sent again as they were (PROTOCOL 7.1, 7.2, K18)."""

import pytest

from backend.mirror.proof.reconcile import reconcile
from backend.tables import attempts, payout_rounds, statements, transactions
from tests.backend.royalties.office import Office, small_file
from tests.backend.world import World


@pytest.mark.parametrize("first", [2, 0], ids=["payouts", "deposit and payouts"])
async def test_a_reorg_across_a_payout_changes_nothing(office: Office, world: World, first: int) -> None:
    """K18: six payouts after an approval and a deposit: their blocks are replaced by empty ones."""
    shares = {fan: 3 + place for place, fan in enumerate(world.fans[:24])}
    project = world.raise_funds(shares)
    imported = await office.bring(project, small_file("12345.678901"))
    payer = office.hire(payout_batch=4)
    await office.work(payer)
    before = {row.hash: row.raw for row in await office.rows(attempts)}
    paid = office.royalties_paid(project)
    assert len(before) == 8
    assert set(paid) == set(shares)

    world.reorg(world.head() - (await office.rows(transactions))[first].block_number + 1)
    assert office.royalties_paid(project) == {}
    await office.work(payer)

    assert {row.hash: row.raw for row in await office.rows(attempts)} == before
    assert {row.status for row in await office.rows(transactions)} == {"mined"}
    assert office.royalties_paid(project) == paid
    await office.finish()
    assert (await office.row(statements, imported.id)).status == "paid"
    assert [row.attempt for row in await office.rows(payout_rounds)] == [1]
    async with office.engine.connect() as connection:
        assert (await reconcile(office.client, connection)).differences == []


async def test_payouts_mined_before_their_deposit_are_tried_again(office: Office, world: World) -> None:
    """7.2: after a reorg the payouts come first and pay nothing; once final, another attempt pays."""
    shares = {fan: 13 + place for place, fan in enumerate(world.fans[:8])}
    project = world.raise_funds(shares)
    await office.bring(project, small_file())
    await office.work()
    approval, deposit, payout = await office.rows(attempts)
    assert (await office.rows(transactions))[-1].intent.startswith("payout")

    world.reorg(
        3, [("0x" + payout.raw.hex(), 0), ("0x" + approval.raw.hex(), 1), ("0x" + deposit.raw.hex(), 2)]
    )
    assert office.royalties_paid(project) == {}
    await office.finish()

    assert {len(payments) for payments in office.royalties_paid(project).values()} == {1}
    assert set(office.royalties_paid(project)) == set(shares)
    assert [row.attempt for row in await office.rows(payout_rounds)] == [1, 2]
    assert {row.status for row in await office.rows(statements)} == {"paid"}
