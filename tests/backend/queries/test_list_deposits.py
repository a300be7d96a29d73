"""5.1, 5.2: what came in, bound to its statement, position by position."""

import pytest
from eth_utils.crypto import keccak
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.project import ProjectUnknown
from backend.queries.snapshot import open_snapshot
from backend.queries.statements import Deposits, DocumentAltered, DocumentUnknown, deposits, document
from tests.backend.conftest import Follow
from tests.backend.statements import keep_document
from tests.backend.terms import EURO
from tests.backend.world import Project, World

DAY = 86_400
DOCUMENT = b'{"schema":"coprod/statement/1"}'


async def read(engine: AsyncEngine, follow: Follow, made: Project) -> Deposits:
    await follow()
    async with open_snapshot(engine) as connection:
        return await deposits(connection, made.campaign)


async def test_a_deposit_tells_its_statement_and_its_parts(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    made = world.raise_funds()
    gross, net = 1_000 * EURO + 1, 900 * EURO + 1
    preview = world.call("Waterfall", made.waterfall, "preview", gross, net)[0]
    deductions = [{"category": b"commission", "amount": 100 * EURO}]
    receipt = world.deposit(made, gross, 5, by=world.collector, deductions=deductions, net=net)
    found = await read(engine, follow, made)
    (deposit,) = found.deposits
    assert deposit.transaction_hash == receipt["transactionHash"]
    assert hex(deposit.block_number) == receipt["blockNumber"]
    assert deposit.time == world.now()
    assert (deposit.reporter, deposit.source, deposit.uri) == (
        world.collector,
        "distrokid",
        "https://example.org/statement-5.json",
    )
    assert (deposit.period_start, deposit.period_end) == (1_767_225_600, 1_769_904_000)
    assert (deposit.gross, deposit.net) == (gross, net)
    assert [(each.category, each.amount) for each in deposit.deductions] == [("commission", 100 * EURO)]
    assert [each.amount for each in deposit.parts] == list(preview)
    assert [(each.label, each.payee) for each in deposit.parts] == [
        ("collection agent", world.collector),
        ("producer", world.producer),
        ("fans", None),
    ]
    assert deposit.holders_amount == deposit.released == deposit.parts[2].amount
    assert (deposit.corrects, deposit.has_document) == (None, False)
    assert world.call("Waterfall", made.waterfall, "isReported", deposit.statement_id) == (True,)


async def test_the_series_runs_up(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.raise_funds()
    for number, gross in enumerate((100 * EURO, 0, 50 * EURO), 1):
        world.deposit(made, gross, number)
    found = await read(engine, follow, made)
    assert [each.net for each in found.series] == [100 * EURO, 100 * EURO, 150 * EURO]
    assert found.series[-1].holders_amount == world.call("ShareToken", made.share_token, "totals")[0]
    assert [each.tranche for each in found.deposits] == [1, 0, 2]
    assert [each.released for each in found.deposits] == [each.holders_amount for each in found.deposits]


async def test_royalties_that_enter_by_steps_are_told_as_they_enter(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """5.3"""
    made = world.raise_funds(waterfall={"royaltySteps": 7})
    world.deposit(made, 1_000 * EURO)
    assert (await read(engine, follow, made)).deposits[0].released == 0
    world.warp(3 * DAY)
    world.release(made, 1)
    (deposit,) = (await read(engine, follow, made)).deposits
    amount, released, _ = world.call("ShareToken", made.share_token, "tranche", 1)
    assert (deposit.holders_amount, deposit.released) == (amount, released)
    assert 0 < released < amount


async def test_a_correction_names_what_it_corrects(world: World, follow: Follow, engine: AsyncEngine) -> None:
    made = world.raise_funds()
    world.deposit(made, 100 * EURO)
    (wrong,) = (await read(engine, follow, made)).deposits
    world.deposit(made, 10 * EURO, 2, corrects=wrong.statement_id)
    assert (await read(engine, follow, made)).deposits[1].corrects == wrong.statement_id


async def test_a_deposited_document_is_public_and_a_draft_is_not(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    made = world.raise_funds()
    document_hash = "0x" + keccak(DOCUMENT).hex()
    await keep_document(engine, world, made, DOCUMENT, document_hash)
    await follow()
    async with open_snapshot(engine) as connection:
        with pytest.raises(DocumentUnknown, match=document_hash):
            await document(connection, document_hash)
    world.deposit(made, 10 * EURO, documentHash=document_hash)
    assert (await read(engine, follow, made)).deposits[0].has_document
    async with open_snapshot(engine) as connection:
        assert await document(connection, document_hash) == DOCUMENT


async def test_a_document_that_was_altered_is_not_given_out(
    world: World, follow: Follow, engine: AsyncEngine
) -> None:
    """7.1: its hash is taken again at each reading."""
    made = world.raise_funds()
    another_hash = "0x" + keccak(DOCUMENT + b" ").hex()
    await keep_document(engine, world, made, DOCUMENT, another_hash)
    world.deposit(made, 10 * EURO, documentHash=another_hash)
    await follow()
    async with open_snapshot(engine) as connection:
        with pytest.raises(DocumentAltered, match=another_hash):
            await document(connection, another_hash)


async def test_an_unknown_campaign_is_refused(world: World, follow: Follow, engine: AsyncEngine) -> None:
    await follow()
    async with open_snapshot(engine) as connection:
        with pytest.raises(ProjectUnknown, match=world.stranger):
            await deposits(connection, world.stranger)
