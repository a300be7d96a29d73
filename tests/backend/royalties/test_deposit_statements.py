"""An approved statement is deposited once, whatever happened before (PROTOCOL 5.1, 7.2)."""

from datetime import date

from backend.chain.contracts import decode_call, decode_error
from backend.royalties.deposits import REVERTS
from backend.royalties.statements.exchange import ExchangeRate
from backend.royalties.statements.receipts import approve
from backend.tables import deposits, statements, transactions
from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.office import DOLLAR, Office, small_file
from tests.backend.world import World


async def approve_again(office: Office, key: int) -> None:
    async with office.engine.begin() as connection:
        await approve(connection, key)


async def test_exactly_the_net_is_approved_and_taken(office: Office, world: World) -> None:
    """5.1: nothing is left that the waterfall could take later."""
    project = world.raise_funds()
    had = office.balance(world.collector)
    imported = await office.bring(project, small_file("100.00"))
    await office.finish()
    row = await office.row(statements, imported.id)
    approval, deposit, _ = await office.rows(transactions)
    assert decode_call("IERC20Metadata", approval.data) == ("approve", (project.waterfall, row.net))
    assert (deposit.data, deposit.sender, deposit.receiver) == (row.call, world.collector, project.waterfall)
    # The collector's own position, 5 % of the gross, came back.
    assert office.balance(world.collector) == had - row.net + row.gross * 5 // 100
    allowance = world.call("IERC20Metadata", world.currency, "allowance", world.collector, project.waterfall)
    assert allowance == (0,)
    (mirrored,) = await office.rows(deposits)
    assert (mirrored.statement_id, mirrored.document_hash) == (row.statement_id, row.document_hash)


async def test_what_is_deposited_already_is_not_sent(office: Office, world: World) -> None:
    """7.2: a database restored from an old backup finds it on the chain."""
    project = world.raise_funds()
    imported = await office.bring(project, small_file("100.00"))
    row = await office.row(statements, imported.id)
    world.allow(project, project.waterfall, world.collector)
    world.send(world.collector, project.waterfall, row.call)

    await office.work()
    assert (await office.row(statements, imported.id)).status == "approved"  # not final yet
    await office.finish()

    assert (await office.row(statements, imported.id)).status == "paid"
    assert {each.sender for each in await office.rows(transactions)} == {world.payer}
    assert len(await office.rows(deposits)) == 1


async def test_statements_of_a_project_go_one_after_the_other(office: Office, world: World) -> None:
    """5.1: each takes its own allowance; all are deposited and paid."""
    project = world.raise_funds()
    for gross in ("1.00", "2.00", "3.00"):
        await office.bring(project, small_file(gross))
    await office.finish()
    await office.finish()
    assert [row.status for row in await office.rows(statements)] == ["paid"] * 3
    sums = [row.net for row in await office.rows(deposits)]
    assert sums == [861_300, 1_722_600, 2_583_900]


async def test_a_statement_of_nothing_is_deposited(office: Office, world: World) -> None:
    """5.1: a nil statement is allowed, needs no approval and pays nobody."""
    project = world.raise_funds()
    imported = await office.bring(project, small_file("0.00"))
    await office.finish()
    assert (await office.row(statements, imported.id)).status == "paid"
    (deposit,) = await office.rows(transactions)
    assert deposit.intent.startswith("deposit:")
    assert (await office.rows(deposits))[0].tranche == 0


async def test_a_reporter_without_the_money_is_told_how_much_is_missing(office: Office, world: World) -> None:
    """5.1: nothing is sent; approved again, with the money there, it goes on."""
    project = world.raise_funds()
    had = office.balance(world.collector)
    world.act(world.collector, "IERC20Metadata", world.currency, "transfer", world.stranger, had - 10)
    imported = await office.bring(project, small_file("1.00"))
    await office.work()
    row = await office.row(statements, imported.id)
    assert row.error == (
        f"The account {world.collector} has 0.00001\u00a0EURC, and the net is 0.8613\u00a0EURC: send it "
        "0.86129\u00a0EURC, and approve the statement again."
    )
    # As kind and values too, from which pages say it in French.
    assert row.cause == {
        "kind": "balance",
        "values": {
            "holder": world.collector,
            "balance": [10, 6, "EURC"],
            "net": [861300, 6, "EURC"],
            "missing": [861290, 6, "EURC"],
        },
    }
    assert await office.rows(transactions) == []
    world.act(world.stranger, "IERC20Metadata", world.currency, "transfer", world.collector, had - 10)
    await approve_again(office, imported.id)
    await office.finish()
    row = await office.row(statements, imported.id)
    assert (row.status, row.error, row.cause, row.approvals) == ("paid", None, None, 2)


async def test_what_the_contract_refuses_is_said_in_its_words(office: Office, world: World) -> None:
    """5.1: before the project succeeded deposits are refused; later, approved again, it is taken."""
    project = world.propose()
    world.start(project)
    world.contribute(project, world.fan, 100)
    imported = await office.bring(project, small_file("1.00"))
    await office.work()
    row = await office.row(statements, imported.id)
    assert row.error == f"The contract {project.waterfall} answers: Waterfall_ProjectNotSuccessful()."
    assert row.cause["kind"] == REVERTS
    assert row.cause["values"]["contract"] == project.waterfall
    assert decode_error(bytes.fromhex(row.cause["values"]["data"][2:])) == (
        "Waterfall_ProjectNotSuccessful",
        {},
    )
    world.finalize(project)
    await approve_again(office, imported.id)
    await office.finish()
    assert (await office.row(statements, imported.id)).status == "paid"


async def test_another_reporters_statement_waits_for_its_key(office: Office, world: World) -> None:
    """7.2: without the keystore nothing happens, and nothing is lost."""
    project = world.raise_funds()
    imported = await office.bring(project, small_file("1.00"), reporter=world.producer)
    await office.work()
    row = await office.row(statements, imported.id)
    assert (row.status, row.error, await office.rows(transactions)) == ("approved", None, [])
    office.reporter_key = key_of("producer")
    office.payer = office.hire()
    await office.finish()
    assert (await office.row(statements, imported.id)).status == "paid"
    assert (await office.rows(deposits))[0].reporter == world.producer


async def test_what_a_wallet_deposited_goes_on_without_its_key(office: Office, world: World) -> None:
    """5.1, 7.2: the producer's wallet deposits, of which there is no keystore: in any order, and paid."""
    project = world.raise_funds()
    first = await office.bring(project, small_file("1.00"), reporter=world.producer)
    second = await office.bring(project, small_file("2.00"), reporter=world.producer)
    for imported in (second, first):
        row = await office.row(statements, imported.id)
        world.allow(project, project.waterfall, world.producer)
        world.send(world.producer, project.waterfall, row.call)
        await office.finish()
        assert (await office.row(statements, imported.id)).status == "paid"


async def test_a_statement_that_waits_for_a_wallet_stops_no_other_reporter(
    office: Office, world: World
) -> None:
    """7.2: the producer has not deposited the first; the collector's is deposited and paid."""
    project = world.raise_funds()
    waiting = await office.bring(project, small_file("1.00"), reporter=world.producer)
    imported = await office.bring(project, small_file("2.00"))
    await office.finish()
    assert (await office.row(statements, waiting.id)).status == "approved"
    assert (await office.row(statements, imported.id)).status == "paid"


async def test_the_named_rate_decides_the_amounts(office: Office, world: World) -> None:
    """5.1: the accountant's rate, rounded half-even once."""
    project = world.raise_funds()
    rate = ExchangeRate("USD", "EURC", DOLLAR.rate / 3, "the accountant", date(2026, 10, 2))
    imported = await office.bring(project, small_file("1.00"), rate=rate)
    assert (await office.row(statements, imported.id)).net == 287_100
