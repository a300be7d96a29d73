"""Papers of a project whose producer and reporter wrote whatever they liked: files stay where they belong."""

import io
import zipfile
from datetime import date
from functools import partial
from pathlib import Path

import httpx
import pytest
from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncEngine
from typer.testing import CliRunner

from backend.cli.papers import app
from backend.papers.accountant import draw_up_books, read_books
from backend.papers.fec import LONGEST_RATE, RateMissing, read_rate, write_fec
from backend.papers.holder import draw_up_year
from backend.papers.paper import Linked, Paper, Table
from backend.papers.pdf import write_pdf
from backend.papers.plain import MOST_LINKS, write_csv, write_xlsx
from backend.queries.snapshot import open_snapshot
from tests.backend.api.conftest import client
from tests.backend.conftest import Follow
from tests.backend.papers.conftest import read_year
from tests.backend.terms import EURO
from tests.backend.world import Project, World

__all__ = ["client"]

SYMBOL = '../\u65e5"\r\nX: y'
NAME = "=cmd|' /C calc'!A0\x1b[2J\u202e \u05e9\u05dc\u05d5\u05dd \u65e5\u672c"


@pytest.fixture
async def odd(world: World, follow: Follow) -> Project:
    """Paid for one statement from a source and of a kind that hold tabs, line ends and an escape."""
    made = world.raise_funds(name=NAME, symbol=SYMBOL)
    deductions = [{"category": b"a\tb\x1b\r\n=1", "amount": 10 * EURO}]
    world.deposit(made, 100 * EURO, source=b"x\ty\r\nz\x00\x07", deductions=deductions, net=90 * EURO)
    world.payout(made, world.fan)
    world.mine(70)
    await follow()
    return made


def year_of(world: World) -> int:
    return date.fromtimestamp(world.now()).year


def files_in(folder: Path) -> list[Path]:
    return [each.relative_to(folder) for each in folder.rglob("*.txt")]


async def test_a_symbol_leads_out_of_no_folder_and_no_header(
    odd: Project,
    world: World,
    client: httpx.AsyncClient,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = tmp_path / "a" / "b"
    here.mkdir(parents=True)
    monkeypatch.setenv("COPROD_DATABASE_URL", database_url)
    monkeypatch.chdir(here)
    year = year_of(world)
    answer = await client.get(f"/v1/projects/{odd.campaign}/years/{year}?format=fec")
    assert answer.status_code == 200, answer.text
    name = f"XyFEC{year}1231.txt"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    arguments = ["accountant", odd.campaign, str(year)]
    ran = await to_thread.run_sync(partial(CliRunner().invoke, app, arguments, catch_exceptions=False))
    assert ran.exit_code == 0, ran.output
    assert files_in(tmp_path) == [Path("a", "b", name)]


async def test_the_fec_keeps_its_columns_and_lines(odd: Project, world: World, engine: AsyncEngine) -> None:
    async with open_snapshot(engine) as connection:
        books = await read_books(connection, odd.campaign, year_of(world))
    text = write_fec(books).decode("iso8859-15")
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert {len(line.split("\t")) for line in lines} == {18}
    assert not [each for each in text if not each.isprintable() and each not in "\t\r\n"]
    assert "\x1b" not in write_csv(draw_up_books(books, "fr")).decode()


async def test_a_holder_s_year_is_drawn_up_in_every_format(
    odd: Project, world: World, engine: AsyncEngine
) -> None:
    paper = draw_up_year(await read_year(engine, world.fan, year_of(world)), "fr")
    assert write_pdf(paper).startswith(b"%PDF")
    rows = write_csv(paper).decode("utf-8-sig").splitlines()
    assert ";'=cmd|" in rows[1]
    with zipfile.ZipFile(io.BytesIO(write_xlsx(paper))) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_a_sheet_with_more_links_than_excel_knows_has_every_transaction() -> None:
    rows = [[Linked(f"0x{number:064x}", f"https://x.example/{number}")] for number in range(MOST_LINKS + 2)]
    table = Table("all", "", ["transaction"], rows)
    paper = Paper("fr", "n", "t", "s", date(2030, 1, 1), (), (), [table])
    with zipfile.ZipFile(io.BytesIO(write_xlsx(paper))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<c ") == MOST_LINKS + 3
    assert sheet.count("<hyperlink ") == MOST_LINKS


@pytest.mark.parametrize("rate", [(LONGEST_RATE + 1) * "1", 60_000 * "9", "0." + 60_000 * "1"])
def test_a_rate_that_would_fill_the_file_is_refused(rate: str) -> None:
    """It stands on every line."""
    with pytest.raises(RateMissing, match="longer than"):
        read_rate(rate, "me")
