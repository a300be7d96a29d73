"""The cells of one row, read by what they mean. What cannot be read is reported, and the reading goes on."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from babel.numbers import is_currency

from backend.amounts import AmountRounded, AmountUnreadable, parse_decimal
from backend.royalties.importers.dates import DayUnreadable
from backend.royalties.importers.lines import Period
from backend.royalties.importers.problems import Report

T = TypeVar("T")

# What a spreadsheet may execute when it opens an export that repeats the cell.
_EXECUTABLE = re.compile(r"[=+\-@\t\r].", re.DOTALL)
# What a spreadsheet makes of a long number.
_SCIENTIFIC = re.compile(r"[0-9]([.,][0-9]+)?[eE]\+?[0-9]+")
_PLAIN_COUNT = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_SIGNED_LAST = re.compile(r"\(\s*([0-9].*?)\s*\)|([0-9].*?)\s*[-\u2212]")
MOST_COUNTED = 10**18
"""As many as the database counts."""
LONGEST_AMOUNT = 1000
"""Characters: no sum of money is longer, and what counts with it afterwards has limits of its own."""


class Cells:
    """One row of a file.

    Each method reads one column. What is unreadable is reported, `sound` turns false, and a neutral value is
    returned, so that the row's other cells are still read. `mark` and `grouping` are as in `parse_decimal`.
    """

    def __init__(
        self,
        number: int,
        row: Sequence[str],
        places: Mapping[str, int],
        report: Report,
        mark: str,
        grouping: str,
    ) -> None:
        self.number = number
        self.sound = True
        self._row = row
        self._places = places
        self._report = report
        self._mark = mark
        self._grouping = grouping

    def refuse(self, column: str, kind: str, /, **values: Any) -> None:
        """Report a reason to refuse the file, found in this row: one of FINDINGS."""
        self.sound = False
        self._report.refuse(self.number, column, kind, **values)

    def raw(self, column: str) -> str:
        """The cell as it is written, without the spaces around it."""
        return self._row[self._places[column]].strip()

    def text(self, column: str) -> str:
        """Free text. What a spreadsheet would execute is kept as text, with a warning."""
        written = self.raw(column)
        if _EXECUTABLE.match(written):
            self._report.warn(self.number, column, "executable-cell", written=written)
        return written

    def code(self, column: str) -> str:
        """An ISRC, UPC or EAN without the hyphens and spaces that people set in it."""
        written = self.text(column)
        code = _read_code(written)
        if code is None:
            self.refuse(column, "rewritten", written=written)
        return code or ""

    def amount(self, column: str) -> Decimal:
        """An exact decimal. In accounts a negative one may also stand in parentheses, or before its sign."""
        written = self.raw(column)
        if len(written) > LONGEST_AMOUNT:
            self.refuse(column, "not-an-amount.too-long", written=written, most=LONGEST_AMOUNT)
            return Decimal(0)
        try:
            return parse_decimal(_sign_first(written), mark=self._mark, grouping=self._grouping)
        except AmountRounded:
            self.refuse(column, "not-an-amount.rounded", written=written)
        except AmountUnreadable:
            self.refuse(column, "not-an-amount", written=written, mark=self._mark)
        return Decimal(0)

    def percent(self, column: str) -> Decimal:
        """A percentage from 0 to 100."""
        written = self.raw(column)
        try:
            value = parse_decimal(written.removesuffix("%"), mark=self._mark)
        except AmountRounded:
            self.refuse(column, "not-a-percentage.rounded", written=written)
            return Decimal(0)
        except AmountUnreadable:
            self.refuse(column, "not-a-percentage", written=written, mark=self._mark)
            return Decimal(0)
        if not 0 <= value <= 100:
            self.refuse(column, "not-a-percentage.range", written=written)
        return value

    def whole(self, column: str) -> int:
        """A whole number, negative for returns; in thousands as amounts are."""
        written = self.raw(column)
        # Nearly all of them, several times faster.
        if _PLAIN_COUNT.fullmatch(written):
            return int(written)
        if len(written) <= LONGEST_AMOUNT:
            with suppress(AmountUnreadable):
                count = parse_decimal(_sign_first(written), mark=self._mark, grouping=self._grouping)
                if count.as_tuple().exponent == 0 and abs(count) < MOST_COUNTED:
                    return int(count)
        self.refuse(column, "not-a-whole-number", written=written)
        return 0

    def currency(self, column: str) -> str:
        """An ISO 4217 code."""
        written = self.raw(column)
        if not is_currency(written):
            self.refuse(column, "unknown-currency", written=written)
        return written

    def day(self, column: str, read: Callable[[str], date]) -> date:
        """A date, by one of the readers below."""
        return self._dated(column, read, date.min)

    def period(self, column: str, read: Callable[[str], Period]) -> Period:
        """A period, by one of the readers below."""
        return self._dated(column, read, Period(date.min, date.min))

    def _dated(self, column: str, read: Callable[[str], T], neutral: T) -> T:
        written = self.raw(column)
        try:
            return read(written)
        except DayUnreadable as error:
            self.refuse(column, error.kind, written=written, **error.values)
            return neutral


@lru_cache(maxsize=4096)
def _read_code(written: str) -> str | None:
    """None for a long number that a spreadsheet rounded."""
    return None if _SCIENTIFIC.fullmatch(written) else re.sub(r"[\s-]", "", written).upper()


def _sign_first(written: str) -> str:
    """(1.50) and 1.50- are -1.50."""
    if written.endswith((")", "-", "\u2212")):
        match = _SIGNED_LAST.fullmatch(written)
        return f"-{match[1] or match[2]}" if match else written
    return written
