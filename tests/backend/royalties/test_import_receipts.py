"""A file becomes a statement, once, for who may report (PROTOCOL 5.1)."""

import asyncio
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from eth_utils.crypto import keccak
from sqlalchemy import update

from backend.chain.contracts import decode_call
from backend.chain.moves import MoveForbidden
from backend.local.paths import ROOT
from backend.royalties.importers import StatementRefused
from backend.royalties.statements.choices import Answer
from backend.royalties.statements.exchange import RateUnusable
from backend.royalties.statements.project import ProjectUnknown
from backend.royalties.statements.receipts import (
    Imported,
    ReporterUnknown,
    StatementUnknown,
    approve,
    discard,
    import_file,
)
from backend.tables import statement_lines, statements, title_choices
from tests.backend.royalties import receipts
from tests.backend.royalties.office import DOLLAR, FILM, PAR, RECORD, Office, sample, small_file
from tests.backend.world import World


async def test_a_statement_holds_what_the_chain_will_be_told(office: Office, world: World) -> None:
    """5.1: the stored call is the statement, its id is the Waterfall's, its document has the hash."""
    project = world.raise_funds()
    imported = await office.bring(project, sample(FILM), FILM, published_at="https://example.org/statements/")
    row = await office.row(statements, imported.id)

    assert (row.status, row.waterfall, row.reporter) == ("approved", project.waterfall, world.collector)
    assert row.net == 783_741_560_000
    assert row.document_hash == "0x" + keccak(row.document).hex()
    assert row.uri == f"https://example.org/statements/{row.document_hash}"
    assert json.loads(row.document)["file"]["name"] == FILM
    name, (statement,) = decode_call("Waterfall", row.call)
    assert (name, statement["net"], statement["uri"]) == ("deposit", row.net, row.uri)
    assert (
        statement["gross"] == row.gross == row.net + sum(each["amount"] for each in statement["deductions"])
    )
    asked = world.call("Waterfall", project.waterfall, "statementIdOf", world.collector, statement)
    assert asked == (row.statement_id,)


async def test_the_same_file_is_recognised(office: Office, world: World) -> None:
    """5.1: for the same project, whatever its name; another project may have receipts in it too."""
    album, single = world.raise_funds(), world.raise_funds()
    first = await office.bring(album, small_file())
    again = await office.bring(album, small_file(), "renamed.tsv", rate=DOLLAR)
    other = await office.bring(single, small_file())
    assert (again.id, again.known, first.known) == (first.id, True, False)
    assert (other.known, other.id != first.id) == (False, True)
    assert len(await office.rows(statements)) == 2


TWO_SALES = [receipts.distrokid("1.50"), receipts.distrokid("2.25", title="Sud", isrc="FRX762600014")]


def save(rows: Iterable[str], **how: str) -> bytes:
    return receipts.file_of(receipts.DISTROKID, rows, **how)


def turn_columns(row: str) -> str:
    first, *others = row.split("\t")
    return "\t".join((*others, first))


SAVED_AGAIN = {
    "a blank line": save(TWO_SALES) + b"\r\n",
    "other line ends": save(TWO_SALES, line_end="\n"),
    "another encoding": save(TWO_SALES, encoding="cp1252"),
    "a byte order mark": save(TWO_SALES, encoding="utf-8-sig"),
    "rows the other way round": save(reversed(TWO_SALES)),
    "columns in another order": receipts.file_of(
        turn_columns(receipts.DISTROKID), map(turn_columns, TWO_SALES)
    ),
    "a zero at the end of an amount": save([receipts.distrokid("1.5000"), TWO_SALES[1]]),
}


@pytest.mark.parametrize("again", SAVED_AGAIN.values(), ids=SAVED_AGAIN)
async def test_the_same_sales_in_other_bytes_are_recognised(
    office: Office, world: World, again: bytes
) -> None:
    """5.1: an editor changed the file on its way: paid once all the same."""
    project = world.raise_funds()
    assert again != save(TWO_SALES)
    first = await office.bring(project, save(TWO_SALES))
    second = await office.bring(project, again, "renamed.tsv")
    assert (second.id, second.known, first.known) == (first.id, True, False)
    assert len(await office.rows(statements)) == 1


@pytest.mark.parametrize(
    "other",
    [
        [receipts.distrokid("1.51"), TWO_SALES[1]],
        [receipts.distrokid("1.50", month="2026-06"), TWO_SALES[1]],
        [receipts.distrokid("1.50", country="BE"), TWO_SALES[1]],
        [*TWO_SALES, TWO_SALES[0]],
        TWO_SALES[:1],
    ],
    ids=["amount", "month", "country", "a sale twice", "a sale less"],
)
async def test_other_sales_are_another_statement(office: Office, world: World, other: list[str]) -> None:
    """5.1: one value differs, or there is a line more or less."""
    project = world.raise_funds()
    first = await office.bring(project, save(TWO_SALES))
    second = await office.bring(project, save(other), repeated="count")
    assert (second.known, second.id != first.id) == (False, True)


async def test_titles_that_are_not_asked_for_are_named(office: Office, world: World) -> None:
    """5.1: nothing is dropped without a word."""
    project = world.raise_funds()
    imported = await office.bring(
        project, sample(RECORD), answer=Answer(["Nord", "FRX762600012"], rest="others")
    )
    assert [each.title for each in imported.left_out] == [
        "Ligne de crête",
        "Été, après",
        "Sous la verrière",
        "L'autre rive",
    ]


BROKEN = sorted(each.name for each in (ROOT / "scripts" / "data" / "broken").iterdir())


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_file_stores_nothing(office: Office, world: World, name: str) -> None:
    """5.1: refused whole, with its report."""
    project = world.raise_funds()
    content = (ROOT / "scripts" / "data" / "broken" / name).read_bytes()
    with pytest.raises(StatementRefused, match="nothing was stored"):
        await office.bring(project, content, name)
    for table in (statements, statement_lines, title_choices):
        assert await office.rows(table) == []


async def test_two_people_with_the_same_sales_at_once_make_one_statement(
    office: Office, world: World
) -> None:
    """7.2: in the same file, and in one that differs by its line ends."""
    project = world.raise_funds()
    await office.mirror.catch_up()

    async def bring(content: bytes) -> Imported:
        asked: dict[str, Any] = {"reporter": world.collector, "rate": DOLLAR, "answer": Answer(rest="ours")}
        async with office.engine.begin() as connection:
            return await import_file(connection, project.campaign, content, RECORD, **asked)

    files = 3 * [small_file(), small_file().replace(b"\r\n", b"\n")]
    found = await asyncio.gather(*map(bring, files))
    assert sorted(each.known for each in found) == [False, *5 * [True]]
    assert len({each.id for each in found}) == len(await office.rows(statements)) == 1


async def test_what_nobody_approved_can_be_discarded(office: Office, world: World) -> None:
    """7.2: imported at a wrong rate; after that the file can be imported again, and its lines are new."""
    project = world.raise_funds()
    approved = await office.bring(project, small_file("2.00"))
    asked: dict[str, Any] = {"reporter": world.collector, "answer": Answer(rest="ours")}
    wrong = type(DOLLAR)("USD", "EURC", Decimal("8.613"), "ECB reference rate", DOLLAR.on)
    numbers = []
    for rate in (wrong, DOLLAR):
        async with office.engine.begin() as connection:
            imported = await import_file(
                connection, project.campaign, small_file(), RECORD, rate=rate, **asked
            )
            numbers.append(imported.id)
            if rate is wrong:
                await discard(connection, imported.id)
    assert [each.id for each in await office.rows(statements)] == [approved.id, numbers[1]]
    assert (await office.row(statements, numbers[1])).net == 861_300_000
    async with office.engine.begin() as connection:
        with pytest.raises(MoveForbidden, match="is approved and cannot be discarded"):
            await discard(connection, approved.id)
        with pytest.raises(StatementUnknown):
            await discard(connection, numbers[0])


async def test_what_the_contract_refuses_for_good_can_be_discarded(office: Office, world: World) -> None:
    """5.1, 7.2: a film's deductions above the ceiling of its terms; nothing of it was sent or ever can be."""
    project = world.raise_funds()
    refused = await office.bring(project, sample(FILM), FILM)
    await office.finish()
    row = await office.row(statements, refused.id)
    assert (row.status, "DeductionsAboveCeiling" in row.error) == ("approved", True)
    async with office.engine.begin() as connection:
        await discard(connection, refused.id)
    assert await office.rows(statements) == []
    assert (await office.bring(project, sample(FILM), FILM)).known is False


async def test_what_was_deposited_meanwhile_cannot_be_discarded(office: Office, world: World) -> None:
    """7.2: its error stayed, and another wallet brought it: forgotten, it could be reported again."""
    project = world.raise_funds()
    brought = await office.bring(project, small_file())
    row = await office.row(statements, brought.id)
    async with office.engine.begin() as connection:
        await connection.execute(update(statements).values(error="stopped"))
    world.allow(project, project.waterfall, world.collector)
    world.send(world.collector, project.waterfall, row.call)
    await office.mirror.catch_up()
    async with office.engine.begin() as connection:
        with pytest.raises(MoveForbidden):
            await discard(connection, brought.id)


async def test_who_may_not_report_is_refused(office: Office, world: World) -> None:
    """5.1: only the producer and the collectors named in the terms."""
    project = world.raise_funds()
    with pytest.raises(ReporterUnknown, match=f"^{world.stranger} may not report receipts of Premier album"):
        await office.bring(project, small_file(), reporter=world.stranger)
    await office.bring(project, small_file(), reporter=world.producer)


async def test_a_rate_to_another_currency_is_refused(office: Office, world: World) -> None:
    """5.1: the project is paid in its own currency."""
    project = world.raise_funds()
    dollars = type(DOLLAR).par("USD", "USDC", "Circle", DOLLAR.on)
    with pytest.raises(RateUnusable, match="The project is paid in EURC: give a rate to it, not to USDC"):
        await office.bring(project, small_file(), rate=dollars)
    with pytest.raises(RateUnusable, match="The file is in USD"):
        await office.bring(project, small_file(), rate=PAR)


async def test_a_project_must_be_mirrored(office: Office, world: World) -> None:
    project = world.propose()
    async with office.engine.connect() as connection:
        with pytest.raises(ProjectUnknown, match=f"The mirror knows no project {project.campaign}"):
            await import_file(
                connection, project.campaign, small_file(), RECORD, reporter=world.collector, rate=DOLLAR
            )


async def test_approval_is_for_statements_that_wait(office: Office, world: World) -> None:
    """7.2: what was deposited is past it."""
    project = world.raise_funds()
    imported = await office.bring(project, small_file())
    async with office.engine.begin() as connection:
        await approve(connection, imported.id)
        with pytest.raises(StatementUnknown, match="There is no statement 999"):
            await approve(connection, 999)
    assert (await office.row(statements, imported.id)).approvals == 1
    await office.finish()
    async with office.engine.begin() as connection:
        with pytest.raises(MoveForbidden, match="is paid and cannot become approved"):
            await approve(connection, imported.id)
