"""A paper as PDF, by Typst, with its CSV: PDF/UA-1 for who listens to it, PDF/A-3 for who keeps it."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from backend.papers.glyphs import show_text
from backend.papers.paper import Amount, Cell, Linked, Paper, Section, Table
from backend.papers.plain import write_csv
from backend.papers.words import say, write_amount, write_cell

STANDARDS = ["ua-1", "a-3a"]
_TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"


def write_pdf(paper: Paper) -> bytes:
    """The same paper gives the same bytes. What a paper says is data to Typst, never markup."""
    dated = datetime(paper.on.year, paper.on.month, paper.on.day, tzinfo=UTC)
    name = f"{paper.name}.csv"
    data = {
        "lang": paper.language,
        "title": paper.title,
        "subject": paper.subject,
        "date": [paper.on.year, paper.on.month, paper.on.day],
        "facts": _facts(paper, paper.facts),
        "sections": [_section(paper, each) for each in paper.sections],
        "notes": [*paper.notes, say(paper.language, "attached")],
        "page": say(paper.language, "page"),
        "colon": "\u00a0: " if paper.language == "fr" else ": ",
        "attachment": name,
    }
    files = {"main.typ": _template(), "data.json": json.dumps(_show(data)).encode(), name: write_csv(paper)}
    # Typst's own types know no dictionary of files.
    compile_: Any = typst.compile
    made = compile_(files, format="pdf", pdf_standards=STANDARDS, timestamp=dated, ignore_system_fonts=True)
    return bytes(made)


def _show(value: Any) -> Any:
    """Every text of it."""
    match value:
        case dict():
            return {name: _show(each) for name, each in value.items()}
        case list():
            return [_show(each) for each in value]
        case str():
            return show_text(value)
    return value


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _section(paper: Paper, section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "facts": _facts(paper, section.facts),
        "tables": [_table(paper, each) for each in section.tables],
        "notes": list(section.notes),
    }


def _facts(paper: Paper, facts: Any) -> list[list[Any]]:
    return [[name, _cell(paper, cell)] for name, cell in facts]


def _table(paper: Paper, table: Table) -> dict[str, Any]:
    numeric = [
        any(isinstance(row[place], Amount) or type(row[place]) is int for row in table.rows)
        for place in range(len(table.columns))
    ]
    places = [_count_places(row[place] for row in table.rows) for place in range(len(table.columns))]
    return {
        "caption": table.caption,
        "columns": list(table.columns),
        "numeric": numeric,
        "rows": [
            [_cell(paper, cell, each) for cell, each in zip(row, places, strict=True)] for row in table.rows
        ],
    }


def _count_places(cells: Iterable[Cell]) -> int:
    """Decimals with which the amounts of a column stand with their points in a line."""
    fractions = (str(each).partition(".")[2] for each in cells if isinstance(each, Amount))
    return max([2, *(len(each.rstrip("0")) for each in fractions)])


def _cell(paper: Paper, cell: Cell, places: int = 2) -> dict[str, str]:
    link = cell.address if isinstance(cell, Linked) else ""
    return {
        "text": (
            write_amount(paper.language, cell, places)
            if isinstance(cell, Amount)
            else write_cell(paper.language, cell)
        ),
        "link": link,
        "code": "yes" if _is_code(cell) else "",
    }


def _is_code(cell: Cell) -> bool:
    text = cell.text if isinstance(cell, Linked) else cell
    return isinstance(text, str) and text.startswith("0x")
