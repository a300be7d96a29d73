"""One file, from bytes to lines."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import BinaryIO

from backend.royalties.importers.cells import Cells
from backend.royalties.importers.encoding import Document, examine
from backend.royalties.importers.formats import Detected, Importer, detect
from backend.royalties.importers.lines import Line, Origin
from backend.royalties.importers.mapped import Mapped
from backend.royalties.importers.mapping import Mapping
from backend.royalties.importers.problems import Problem, Report
from backend.royalties.importers.table import DELIMITERS, Table, Text, find_columns, read_table


class Reading:
    """The lines of a statement file; iterate it as often as you like, it starts over each time.

    Lines come one by one, in constant memory. After a problem no more lines come, and when all the file is
    read StatementRefused is raised: keep nothing before the iteration has ended (one transaction does it).
    `warnings` are complete by then.
    """

    def __init__(self, stream: BinaryIO, name: str, mapping: Mapping | None = None) -> None:
        # A file's name may hold bytes that are no text, and is published.
        self.name = name.encode("utf-8", "replace").decode()
        self.document: Document = examine(stream, self.name, mapping.encoding if mapping else "")
        self.warnings: list[Problem] = []
        self._stream = stream
        self._detected: Detected = self._detect(mapping)

    @property
    def origin(self) -> Origin:
        """What a statement says about this file."""
        return Origin(self._detected.format().name, self.name, self.document.sha256)

    def __iter__(self) -> Iterator[Line]:
        report = Report(self.name)
        text = self._open()
        try:
            table = read_table(text, self._detected.delimiter, report)
            importer = self._detected.format()
            places = find_columns(table.header, importer.columns, importer.ignored, report)
            if report.problems:
                raise report.refusal()
            yield from self._lines(importer, table, places, report)
        finally:
            text.release()
            self.warnings = report.warnings
        if report.problems:
            raise report.refusal()

    def _detect(self, mapping: Mapping | None) -> Detected:
        text = self._open()
        try:
            header = next(text, "")
            if mapping is None:
                return detect(header, self.name)
            return detect(header, self.name, (partial(Mapped, mapping),), mapping.separator or DELIMITERS)
        finally:
            text.release()

    def _open(self) -> Text:
        self._stream.seek(0)
        return Text(self._stream, self.document.encoding, self.name)

    def _lines(
        self, importer: Importer, table: Table, places: dict[str, int], report: Report
    ) -> Iterator[Line]:
        width, rows, currency = len(table.header), 0, ""
        last = max(importer.columns, key=places.__getitem__)
        for number, row in table.rows:
            rows += 1
            if len(row) != width and not _fit(row, table, number, report):
                continue
            cells = Cells(number, row, places, report, importer.mark, importer.grouping)
            if table.text.cut and last in importer.amount_columns:
                cells.refuse(last, "cut")
            line = importer.read(cells)
            if line is None:
                continue
            currency = currency or line.currency
            if line.currency != currency:
                cells.refuse(importer.currency_column, "two-currencies", first=currency, second=line.currency)
            if not report.problems:
                yield line
        importer.finish(report)
        if not rows:
            report.refuse(1, "", "no-lines")


def _fit(row: list[str], table: Table, number: int, report: Report) -> bool:
    """Make a row as wide as the header, or report why not."""
    width = len(table.header)
    if len(row) > width:
        if not any(row[width:]):
            del row[width:]
            return True
        report.refuse(number, "", "long-row", cells=len(row), width=width)
        return False
    kind = "cut.cells" if table.text.cut else "short-row"
    report.refuse(number, table.header[len(row)].strip(), kind, cells=len(row), width=width)
    return False


def open_statement(source: bytes | BinaryIO, name: str, mapping: Mapping | None = None) -> Reading:
    """Recognise a statement file by its content: its bytes, or a seekable binary stream, which stays open.

    mapping: how to read it, where no importer is made for it. Raises StatementRefused for what is
    no text, or no known format.
    """
    return Reading(BytesIO(source) if isinstance(source, bytes) else source, name, mapping)
