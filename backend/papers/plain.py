"""CSV and XLSX, as the spreadsheets of each language open them."""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import count
from typing import Any

import xlsxwriter

from backend.papers.paper import Amount, Cell, Language, Linked, Paper, Table
from backend.spreadsheets import defuse

EXACT_DIGITS = 15
"""Of a number in a spreadsheet: what has more is written as text, so that no digit is lost."""
MOST_LINKS = 65_530
"""Of a sheet that Excel opens: what has more leads nowhere, and is there."""


def write_csv(paper: Paper) -> bytes:
    """The first sheet, every decimal kept: in French with semicolons and decimal commas, both with a mark by
    which spreadsheets know UTF-8."""
    table, out = paper.sheets[0], StringIO()
    writer = csv.writer(out, delimiter=";" if paper.language == "fr" else ",", lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_plain(paper.language, cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(paper: Paper) -> bytes:
    """All sheets, with numbers that can be added up. The same paper gives the same bytes."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        dated = datetime(paper.on.year, paper.on.month, paper.on.day, tzinfo=UTC).replace(tzinfo=None)
        book.set_properties({"title": paper.title, "subject": paper.subject, "created": dated})
        for table in paper.sheets:
            _fill(book, table)
    return out.getvalue()


def _plain(language: Language, cell: Cell) -> str:
    match cell:
        case Amount():
            return str(cell).replace(".", "," if language == "fr" else ".")
        case date():
            return cell.isoformat()
        case Linked(text, address):
            return address or text
        case None:
            return ""
        case str():
            return defuse(cell)
    return str(cell)


def _fill(book: Any, table: Table) -> None:
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, table.columns, book.add_format({"bold": True, "text_wrap": True}))
    formats: dict[str, Any] = {}
    links = count()
    for number, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            _write(book, formats, links, sheet, (number, place), cell)
    for place in range(len(table.columns)):
        sheet.set_column(place, place, _width([table.columns[place], *(row[place] for row in table.rows)]))
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(
    book: Any, formats: dict[str, Any], links: Iterator[int], sheet: Any, place: tuple[int, int], cell: Cell
) -> None:
    def styled(pattern: str) -> Any:
        return formats.setdefault(pattern, book.add_format({"num_format": pattern}))

    match cell:
        case Amount(units, decimals):
            if len(str(abs(units))) > EXACT_DIGITS:
                sheet.write_string(*place, str(cell))
            else:
                pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
                sheet.write_number(*place, Decimal(str(cell)), styled(pattern))
        case date():
            sheet.write_datetime(*place, datetime(cell.year, cell.month, cell.day), styled("yyyy-mm-dd"))
        case int():
            sheet.write_number(*place, cell, styled("#,##0"))
        case Linked(text, address):
            if not address or next(links) >= MOST_LINKS:
                sheet.write_string(*place, text)
            else:
                sheet.write_url(*place, address, string=text)
        case str():
            sheet.write_string(*place, cell)


def _width(cells: Sequence[Cell]) -> int:
    texts = (each.text if isinstance(each, Linked) else str(each or "") for each in cells)
    return min(46, max(8, *(len(text) + 2 for text in texts)))
