"""Any other distributor's file, read as a mapping file says."""

from datetime import date
from decimal import Decimal

from backend.amounts import add
from backend.royalties.importers.cells import Cells
from backend.royalties.importers.lines import UNKNOWN_COUNTRY, Line, Period
from backend.royalties.importers.mapping import CODES, TEXTS, Mapping
from backend.royalties.importers.problems import Report


class Mapped:
    """Gross less deductions is net, in every row that tells both; what is not told follows from the other."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._columns = mapping.columns
        self.name = mapping.name
        self.title = mapping.name
        self.columns = (*mapping.columns.values(), *mapping.deductions.values())
        self.ignored = mapping.ignored
        self.mark = mapping.mark
        self.grouping = mapping.grouping
        money = [mapping.columns[each] for each in ("gross", "net") if each in mapping.columns]
        self.amount_columns = (*money, *mapping.deductions.values())
        self.currency_column = mapping.columns.get("currency", money[0])

    def read(self, cells: Cells) -> Line | None:
        """One sale, or one refund."""
        columns = self._columns
        readers = {each: cells.code if each in CODES else cells.text for each in TEXTS}
        texts = {each: readers[each](columns[each]) if each in columns else "" for each in TEXTS}
        texts["territory"] = texts["territory"] or UNKNOWN_COUNTRY
        deductions = tuple(
            (kind, amount)
            for kind, column in sorted(self._mapping.deductions.items())
            if (amount := cells.amount(column) if cells.raw(column) else Decimal(0))
        )
        line = Line(
            number=cells.number,
            sold=self._read_period(cells),
            reported=self._read_day(cells, "reported"),
            received=self._read_day(cells, "received"),
            quantity=cells.whole(columns["quantity"]) if "quantity" in columns else None,
            gross=self._read_gross(cells, deductions),
            deductions=deductions,
            currency=cells.currency(columns["currency"]) if "currency" in columns else self._mapping.currency,
            **texts,
        )
        return line if cells.sound else None

    def finish(self, report: Report) -> None:
        """The file has no totals that we know of."""

    def _read_period(self, cells: Cells) -> Period:
        start = cells.period(self._columns["sold"], self._mapping.period.period)
        if "sold_until" not in self._columns:
            return start
        end = cells.day(self._columns["sold_until"], self._mapping.period.day)
        if cells.sound and end < start.start:
            cells.refuse(self._columns["sold_until"], "contradiction.period", start=start.start, end=end)
        return Period(start.start, end)

    def _read_day(self, cells: Cells, name: str) -> date | None:
        """A day that the file has no column for, or not in this row, is not told."""
        column = self._columns.get(name)
        return cells.day(column, self._mapping.day.day) if column and cells.raw(column) else None

    def _read_gross(self, cells: Cells, deductions: tuple[tuple[str, Decimal], ...]) -> Decimal:
        columns = self._columns
        gross = cells.amount(columns["gross"]) if "gross" in columns else None
        net = cells.amount(columns["net"]) if "net" in columns else None
        if net is not None:
            due = add(net, *(amount for _, amount in deductions))
            if gross is None:
                return due
            if cells.sound and due != gross:
                expected = add(gross, net, due.copy_negate())
                cells.refuse(columns["net"], "contradiction.net", net=net, gross=gross, expected=expected)
        assert gross is not None  # a mapping names one of both
        return gross
