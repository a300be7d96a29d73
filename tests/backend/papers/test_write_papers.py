"""A holder's year as PDF, CSV and XLSX: the same figures, for eyes, ears and machines."""

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.papers.glyphs import SHOWN, show_text
from backend.papers.holder import draw_up_year
from backend.papers.paper import Amount, Linked, Paper, Section, Table
from backend.papers.pdf import write_pdf
from backend.papers.plain import write_csv, write_xlsx
from backend.spreadsheets import defuse
from tests.backend.papers.conftest import read_year
from tests.backend.world import Project, World
from tests.printed import read_printed

EXPLORER = "https://explorer.example/tx/{hash}"
XMP = {
    "pdfuaid": "{http://www.aiim.org/pdfua/ns/id/}part",
    "pdfaid": "{http://www.aiim.org/pdfa/ns/id/}part",
    "title": "{http://purl.org/dc/elements/1.1/}title",
}


@pytest.fixture(params=["fr", "en"])
async def paper(request: Any, project: Project, world: World, engine: AsyncEngine) -> Paper:
    return draw_up_year(await read_year(engine, world.fan), request.param, EXPLORER)


def tags(element: Any) -> list[str]:
    """Those of the structure tree, in reading order."""
    found = [str(element.S)] if "/S" in element else []
    children = element.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            found += tags(child)
    return found


def rows_of(paper: Paper) -> list[dict[str, str]]:
    text = write_csv(paper).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if paper.language == "fr" else ","))


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


async def test_pdf_can_be_listened_to_and_kept(paper: Paper) -> None:
    """PDF/UA-1 and PDF/A-3: tagged, titled, in a language, with the CSV attached, byte for byte."""
    with pikepdf.open(io.BytesIO(write_pdf(paper))) as pdf:
        root = pdf.Root
        found = tags(root.StructTreeRoot)
        assert {"/H1", "/Table", "/TR", "/TH", "/TD", "/Caption", "/Link"} <= {*found}
        assert found.count("/Table") == 2
        assert found.count("/TH") == 7 + 5
        assert str(root.Lang) == paper.language
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata[XMP["pdfuaid"]] == "1"
            assert metadata[XMP["pdfaid"]] == "3"
            assert metadata[XMP["title"]] == paper.title
        (name,) = pdf.attachments
        assert name == f"{paper.name}.csv"
        assert pdf.attachments[name].get_file().read_bytes() == write_csv(paper)
        assert str(root.AF[0].AFRelationship) == "/Data"
        links = [str(each.A.URI) for page in pdf.pages for each in page.get("/Annots", ())]
    assert len(links) == 2
    assert all(re.fullmatch(r"https://explorer\.example/tx/0x[0-9a-f]{64}", each) for each in links)


async def test_pdf_shows_the_whole_beside_the_part(paper: Paper) -> None:
    """5.1: to eyes too, what the chain says, reckoned by hand in conftest; every letter can be copied."""
    printed = read_printed(write_pdf(paper))
    whole = "1,100.00", "−100.00 Commission", "1,000.00", "661.50", "200.00", "0.00", "200.00", "133.00"
    part = "330.75", "26.60", "198.45", "158.90"
    for each in (*whole, *part):
        if paper.language == "fr":
            each = each.replace(",", "\u202f").replace(".", ",")
        assert each in printed, (each, printed)


async def test_pdf_begins_with_the_sum_and_each_page_says_what_it_is_of(paper: Paper, world: World) -> None:
    """Of the year's payments, 198.45 and 158.90 by conftest, in one currency."""
    printed = read_printed(write_pdf(paper))
    sum_, name = ("357,35\u00a0EURC", "Relevé annuel 2030") if paper.language == "fr" else (
        "357.35\u00a0EURC", "Statement of a holder’s year 2030",
    )  # fmt: skip
    assert any(sum_ in each for each in printed[: printed.index("Premier album")]), printed
    assert any(each.startswith(name) and world.fan in each for each in printed), printed


def test_amounts_of_a_column_stand_with_their_points_in_a_line() -> None:
    rows = [[Amount(1_113_005, 6), Amount(500_000, 6)], [Amount(4_452_020, 6), None], [Amount(0, 6), "no"]]
    table = Table("t", "c", ["a", "b"], rows)
    paper = Paper("en", "n", "t", "s", date(2030, 1, 1), (), [Section("s", tables=[table])], [table])
    printed = read_printed(write_pdf(paper))
    assert {"1.113005", "4.452020", "0.000000", "0.50"} <= {*printed}


async def test_same_paper_gives_the_same_bytes(paper: Paper) -> None:
    assert write_pdf(paper) == write_pdf(paper)
    assert write_xlsx(paper) == write_xlsx(paper)


async def test_csv_has_the_whole_beside_the_part(paper: Paper) -> None:
    """5.1: gross - deductions = net; what was received by payments is what was received of statements."""
    french = paper.language == "fr"
    rows = rows_of(paper)
    kind, amount = ("Nature", "Montant") if french else ("Record", "Amount")
    statements = [each for each in rows if each[kind] == ("relevé" if french else "statement")]
    paid = [each for each in rows if each[kind] == ("droits reçus" if french else "royalty received")]
    whole = ("Recette brute", "Déductions", "Net versé") if french else (
        "Gross receipts", "Deductions", "Net deposited",
    )  # fmt: skip
    figures = [[number(each[name]) for name in whole] for each in statements]
    assert figures == [[1100, 100, 1000], [200, 0, 200]]
    assert [number(each[amount]) for each in statements] == [Decimal("330.75"), Decimal("26.6")]
    assert sum(number(each[amount]) for each in paid) == Decimal("357.35")
    assert len(paid) == 3


async def test_xlsx_has_numbers_that_add_up(paper: Paper) -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsx(paper))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert "xl/worksheets/sheet2.xml" in book.namelist()
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    column = chr(
        ord("A") + [*paper.sheets[0].columns].index("Montant" if paper.language == "fr" else "Amount")
    )
    cells = [each for each in sheet.iter(f"{space}c") if each.get("r", "").rstrip("0123456789") == column]
    values = [Decimal(each.findtext(f"{space}v") or "0") for each in cells[1:] if each.get("t") is None]
    assert sum(values) == 2 * Decimal("357.35")


def test_names_are_never_formulas_and_long_amounts_lose_no_digit() -> None:
    """Anybody names a project; a spreadsheet's numbers have 15 digits."""
    assert defuse("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    cells = ["=1+1", Amount(10**20 + 1, 6), Linked("0xab", "")]
    table = Table("all", "", ["name", "amount", "link"], [cells])
    paper = Paper("en", "n", "t", "s", date(2030, 1, 1), (), (), [table])
    assert write_csv(paper).decode("utf-8-sig").splitlines()[1] == "'=1+1,100000000000000.000001,0xab"
    with zipfile.ZipFile(io.BytesIO(write_xlsx(paper))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "100000000000000.000001" in book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet


def test_any_name_can_be_printed() -> None:
    """PDF/A refuses a character without a glyph: others stand for those, and no text is markup."""
    shown = "".join(chr(code) for first, last in SHOWN for code in range(first, last + 1))
    shown = "".join(each for each in shown if unicodedata.category(each) != "Cn")
    for name in (shown, "日本 🎬", "a\x01b\u2028c", "\ue000\u202e", "e\u0301 e\u0323\u0489", "#[=] $x$ \\"):
        table = Table("all", name, [name], [[name]])
        section = Section(name, [(name, name)], [table], [name])
        paper = Paper("fr", "n", name, name, date(2030, 1, 1), [(name, name)], [section], [table])
        assert write_pdf(paper).startswith(b"%PDF")
        assert csv_of(paper) == [[defuse(name)], [defuse(name)]]
    assert show_text("L’été à 日本 🎬") == "L’été à \ufffd\ufffd \ufffd"


def csv_of(paper: Paper) -> list[list[str]]:
    text = write_csv(paper).decode("utf-8-sig")
    return [row or [""] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")]
