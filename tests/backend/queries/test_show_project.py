"""One project: the terms that bind it, and all that became of it."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.project import Project, ProjectUnknown, project
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project as Made
from tests.backend.world import World


async def read(engine: AsyncEngine, follow: Follow, made: Made, at_block: int | None = None) -> Project:
    await follow()
    async with open_snapshot(engine) as connection:
        return await project(connection, made.campaign, at_block)


async def test_terms_and_addresses_are_those_of_the_chain(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """2.1"""
    made = world.propose()
    found = await read(engine, follow, made)
    assert (found.waterfall, found.share_token, found.producer) == (
        made.waterfall,
        made.share_token,
        world.producer,
    )
    assert found.terms.contract_uri == world.call("ShareToken", made.share_token, "contractURI")[0]
    terms = made.terms["campaign"]
    assert found.terms.campaign.price_per_share == terms["pricePerShare"]
    assert found.terms.campaign.cap_shares == terms["capShares"]
    assert found.terms.campaign.opens_at == terms["opensAt"]
    assert found.terms.campaign.closes_at == terms["closesAt"]
    assert found.terms.collectors == (world.collector,)
    assert found.terms.deduction_ceiling_bps == 3_000
    assert found.terms.royalty_steps == 1
    assert found.terms.document_hash == made.terms["documentHash"]
    assert found.fee_bps == world.call("Campaign", made.campaign, "setup")[0]["feeBps"]
    assert [(each.kind, each.payee, each.bps, each.label, each.received) for each in found.positions] == [
        ("OffTheTop", world.collector, 500, "collection agent", 0),
        ("Percentage", world.producer, 3_000, "producer", 0),
        ("Percentage", None, 7_000, "fans", 0),
    ]


async def test_history_names_each_change_and_its_transaction(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    made = world.propose()
    receipts = [world.approve(made), world.open(made), world.cancel(made)]
    found = await read(engine, follow, made)
    assert [each.status for each in found.history] == ["proposed", "approved", "raising", "cancelled"]
    assert [each.transaction_hash for each in found.history[1:]] == [
        each["transactionHash"] for each in receipts
    ]
    assert [hex(each.block_number) for each in found.history[1:]] == [
        each["blockNumber"] for each in receipts
    ]
    assert found.history[0].time == found.proposed_at
    assert found.success is None


async def test_success_tells_fee_and_pot(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """2.2"""
    found = await read(engine, follow, world.raise_funds())
    assert found.success is not None
    assert (found.success.raised, found.success.fee, found.success.pot) == (
        1_000 * EURO,
        50 * EURO,
        950 * EURO,
    )


async def test_supply_falls_with_refunds(world: World, follow: Follow, engine: AsyncEngine) -> None:
    """3.4"""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 30)
    world.contribute(made, world.second_fan, 6)
    world.cancel(made)
    before = world.head()
    world.refund(made, world.fan)
    found = await read(engine, follow, made)
    assert (found.supply,) == world.call("ShareToken", made.share_token, "totalSupply") == (6,)
    assert (await read(engine, follow, made, before)).supply == 36


async def test_receipts_add_up_position_by_position(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """5.1, 5.2"""
    made = world.raise_funds()
    deductions = [{"category": b"commission", "amount": 100 * EURO}, {"category": b"tax", "amount": 3}]
    world.deposit(made, 1_000 * EURO)
    world.deposit(made, 1_001 * EURO, 2, deductions=deductions, net=901 * EURO - 3)
    world.payout(made, world.fan)
    found = (await read(engine, follow, made)).royalties
    assert found.deposits == 2
    assert (found.gross, found.deductions, found.net) == (2_001 * EURO, 100 * EURO + 3, 1_901 * EURO - 3)
    assert (found.holders + found.given, found.released, found.paid) == world.call(
        "ShareToken", made.share_token, "totals"
    )
    positions = (await read(engine, follow, made)).positions
    assert sum(each.received for each in positions) == found.net
    assert positions[2].received == found.holders


async def test_an_unknown_campaign_is_refused(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.propose()
    await follow()
    async with open_snapshot(engine) as connection:
        for other in (world.stranger, made.share_token, made.waterfall):
            with pytest.raises(ProjectUnknown, match=other):
                await project(connection, other)
        with pytest.raises(ProjectUnknown):
            await project(connection, made.campaign, world.head() - 1)
