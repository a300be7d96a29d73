"""7.2: a line that was in an earlier file is recognised; each that counts is kept with its three dates."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backend.royalties.importers import StatementRefused, open_statement
from backend.royalties.statements.choices import Answer
from backend.royalties.statements.incoming import LinesRepeated
from backend.royalties.statements.receipts import import_file
from backend.royalties.statements.statement import StatementEmpty
from backend.tables import statement_lines, statements
from tests.backend.royalties.office import DOLLAR, FILM, RECORD, Office, sample
from tests.backend.royalties.receipts import DISTROKID, distrokid, file_of
from tests.backend.world import World

APRIL = [distrokid("1.50", month="2026-04"), distrokid("2.25", month="2026-04", country="BE")]
MAY = [distrokid("0.75", month="2026-05"), distrokid("-0.25", month="2026-05", country="BE")]


def save(*rows: str) -> bytes:
    return file_of(DISTROKID, rows)


async def test_every_line_is_kept_with_its_dates_and_exact_amounts(office: Office, world: World) -> None:
    project = world.raise_funds()
    imported = await office.bring(project, sample(FILM), FILM)
    kept = await office.rows(statement_lines)
    read = list(open_statement(sample(FILM), FILM))
    assert {each.statement_id for each in kept} == {imported.id}
    for row, line in zip(kept, read, strict=True):
        assert (row.number, row.sold_from, row.sold_until) == (line.number, *line.sold)
        assert (row.reported, row.received) == (line.reported, line.received)
        assert (row.shop, row.use, row.territory, row.reference) == (*line[4:7], line.reference)
        assert (str(row.gross), row.currency) == (str(line.gross), "EUR")
        assert {kind: Decimal(each) for kind, each in row.deductions.items()} == dict(line.deductions)
    assert kept[0].received == date(2026, 4, 30)

    await office.bring(project, sample(RECORD))
    recorded = await office.rows(statement_lines, statement_lines.c.statement_id != imported.id)
    assert len(recorded) == 1397
    assert str(recorded[0].gross) == "2.435562000000"
    assert (recorded[0].sold_until, recorded[0].reported) == (date(2026, 5, 31), date(2026, 8, 23))
    assert sum(each.gross < 0 for each in recorded) == 11


async def test_lines_of_an_earlier_file_are_named_and_nothing_is_stored(office: Office, world: World) -> None:
    project = world.raise_funds()
    first = await office.bring(project, save(*APRIL))
    second = await office.bring(project, save(MAY[0]))
    with pytest.raises(LinesRepeated) as refused:
        await office.bring(project, save(MAY[1], APRIL[1], MAY[0]))
    assert refused.value.count == 2
    assert refused.value.lines == ((3, first.id), (4, second.id))
    assert f"line 3 is in statement {first.id}" in str(refused.value)
    assert len(await office.rows(statements)) == 2


async def test_lines_of_an_earlier_file_are_left_out(office: Office, world: World) -> None:
    """A distributor's export of the whole year, each month: only what is new counts."""
    project = world.raise_funds()
    await office.bring(project, save(*APRIL))
    imported = await office.bring(project, save(*APRIL, *MAY), repeated="leave-out")
    document = json.loads((await office.row(statements, imported.id)).document)
    assert (imported.repeated, document["repeated"], document["lines"]) == (2, 2, 2)
    assert document["exact"] == {"currency": "USD", "gross": "0.50", "deductions": {}, "net": "0.50"}
    assert document["period"] == {"start": "2026-05-01", "end": "2026-05-31"}
    kept = await office.rows(statement_lines, statement_lines.c.statement_id == imported.id)
    assert [each.number for each in kept] == [4, 5]
    # The third month: the lines of both files before are known.
    third = await office.bring(project, save(*APRIL, *MAY, distrokid(month="2026-06")), repeated="leave-out")
    assert third.repeated == 4


async def test_the_same_sale_twice_is_two_sales(office: Office, world: World) -> None:
    """Only as many of them are repeated as were counted before."""
    project = world.raise_funds()
    await office.bring(project, save(APRIL[0], APRIL[0]))
    imported = await office.bring(project, save(APRIL[0], APRIL[0], APRIL[0]), repeated="leave-out")
    assert imported.repeated == 2
    with pytest.raises(LinesRepeated) as refused:
        await office.bring(project, save(*[APRIL[0]] * 5))
    assert refused.value.count == 3


async def test_lines_may_be_counted_again_when_somebody_says_so(office: Office, world: World) -> None:
    project = world.raise_funds()
    await office.bring(project, save(APRIL[0]))
    imported = await office.bring(project, save(*APRIL), repeated="count")
    document = json.loads((await office.row(statements, imported.id)).document)
    assert (document["lines"], document["exact"]["gross"], imported.repeated) == (2, "3.75", 0)
    assert "repeated" not in document


async def test_a_file_without_anything_new_is_no_statement(office: Office, world: World) -> None:
    project = world.raise_funds()
    await office.bring(project, save(*APRIL))
    with pytest.raises(StatementEmpty, match="all of its lines are in earlier statements"):
        await office.bring(project, save(APRIL[0]), repeated="leave-out")


async def test_other_projects_and_titles_repeat_nothing(office: Office, world: World) -> None:
    """What was left out as somebody else's was never counted."""
    project, other = world.raise_funds(), world.raise_funds()
    theirs = distrokid("7.00", title="Sud", isrc="FRX762600014")
    await office.bring(project, save(APRIL[0], theirs), answer=Answer(["Nord"], ["Sud"]))
    await office.bring(other, save(APRIL[0], theirs), answer=Answer(["Sud"], ["Nord"]))
    imported = await office.bring(project, save(theirs), answer=Answer(["Sud"]))
    assert not imported.known


async def test_a_refused_file_leaves_the_transaction_usable(office: Office, world: World) -> None:
    """Whoever brings several files in one transaction loses none of the others."""
    project = world.raise_funds()
    await office.mirror.catch_up()
    asked: dict[str, Any] = {"reporter": world.collector, "rate": DOLLAR, "answer": Answer(rest="ours")}
    async with office.engine.begin() as connection:
        with pytest.raises(StatementRefused, match="nothing was stored"):
            await import_file(connection, project.campaign, save(*MAY, distrokid("x")), RECORD, **asked)
        imported = await import_file(connection, project.campaign, save(*APRIL), RECORD, **asked)
    assert [each.number for each in await office.rows(statement_lines)] == [2, 3]
    assert [each.id for each in await office.rows(statements)] == [imported.id]
