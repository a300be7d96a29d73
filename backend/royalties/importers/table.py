"""Rows of a delimited text, numbered as an editor numbers lines, in constant memory."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from backend.royalties.importers.problems import Report, StatementRefused

DELIMITERS = "\t;,"
_LONGEST_LINE = 1 << 20
# Single bytes were looked at before; these come from wide encodings.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Table(NamedTuple):
    """The header as the file writes it, and its rows after it: (number of the row's first line, cells)."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    text: "Text"


class Text:
    """Decoded lines of a stream. After the last one, `cut` tells whether it had no line end."""

    def __init__(self, stream: BinaryIO, encoding: str, name: str) -> None:
        self._stream = io.TextIOWrapper(stream, encoding, newline="")
        self._name = name
        self.number = 0
        self.cut = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self._stream.readline(_LONGEST_LINE)
        except UnicodeDecodeError:
            raise StatementRefused.at(self._name, self.number + 1, "encoding") from None
        if not line:
            raise StopIteration
        self.number += 1
        if _CONTROL.search(line):
            raise StatementRefused.at(self._name, self.number, "not-text")
        self.cut = not line.endswith(("\n", "\r"))
        if self.cut and len(line) == _LONGEST_LINE:
            raise StatementRefused.at(self._name, self.number, "line-too-long")
        return line

    def release(self) -> None:
        """Let go of the stream without closing it: it is the caller's."""
        self._stream.detach()


def split_header(line: str, delimiter: str) -> list[str]:
    """The cells of one header line; none if it cannot be split so."""
    try:
        return next(_reader(iter([line]), delimiter), [])
    except csv.Error:
        return []


def read_table(text: Text, delimiter: str, report: Report) -> Table:
    """Split `text` into its header and its rows. Rows without any content are skipped.

    Rows that cannot be split end the table, and are reported.
    """
    return Table(next(_reader(iter([next(text)]), delimiter)), _rows(text, delimiter, report), text)


def _rows(text: Text, delimiter: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    reader = _reader(text, delimiter)
    while True:
        first = text.number + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "field limit" in str(error):
                report.refuse(first, "", "long-cell", most=csv.field_size_limit())
            else:
                report.refuse(first, "", "quotes.open" if "end of data" in str(error) else "quotes")
            return
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield first, cells


def _reader(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    # Tab-separated exports quote nothing: a title may begin with a quotation mark.
    if delimiter == "\t":
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, strict=True)


def find_columns(
    header: Sequence[str], columns: Sequence[str], ignored: Sequence[str], report: Report
) -> dict[str, int]:
    """Where each of `columns` stands in `header`. Reports what is missing, unknown, or there twice.

    `ignored` may be there or not.
    """
    places: dict[str, int] = {}
    passed_over = {fold(column) for column in ignored}
    known = {fold(column): column for column in columns}
    for place, written in enumerate(header):
        column = known.get(fold(written))
        if column is None:
            if written.strip() and fold(written) not in passed_over:
                report.refuse(1, written.strip(), "unknown-column", name=written)
        elif column in places:
            report.refuse(1, column, "column-twice")
        else:
            places[column] = place
    for column in columns:
        if column not in places:
            report.refuse(1, column, "missing-column")
    return places


@lru_cache(maxsize=4096)
def fold(written: str) -> str:
    """A name without what people and programs write differently: case, spaces, apostrophes, accents apart
    from their letters."""
    composed = unicodedata.normalize("NFC", written)
    return " ".join(composed.replace("’", "'").replace("ʼ", "'").split()).casefold()
