"""The cells of one row, read by what they mean. What cannot be read is reported, and the reading goes on."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from babel.numbers import is_currency

from backend.amounts import AmountUnreadable, parse_decimal
from backend.royalties.importers.lines import Period
from backend.royalties.importers.problems import Report, quote

T = TypeVar("T")

# What a spreadsheet may execute when it opens an export that repeats the cell.
_EXECUTABLE = re.compile(r"[=+\-@\t\r].", re.DOTALL)


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

    def refuse(self, column: str, code: str, message: str) -> None:
        """Report a reason to refuse the file, found in this row."""
        self.sound = False
        self._report.refuse(self.number, column, code, message)

    def raw(self, column: str) -> str:
        """The cell as it is written, without the spaces around it."""
        return self._row[self._places[column]].strip()

    def text(self, column: str) -> str:
        """Free text. What a spreadsheet would execute is kept as text, with a warning."""
        written = self.raw(column)
        if _EXECUTABLE.match(written):
            message = f"{quote(written)} would be executed by a spreadsheet: kept as text, check who wrote it"
            self._report.warn(self.number, column, "executable-cell", message)
        return written

    def amount(self, column: str) -> Decimal:
        """An exact decimal."""
        written = self.raw(column)
        try:
            return parse_decimal(written, mark=self._mark, grouping=self._grouping)
        except AmountUnreadable as error:
            self.refuse(column, "not-an-amount", f"{quote(written)} is {error.detail}")
            return Decimal(0)

    def percent(self, column: str) -> Decimal:
        """A percentage from 0 to 100."""
        written = self.raw(column)
        try:
            value = parse_decimal(written.removesuffix("%"), mark=self._mark)
        except AmountUnreadable as error:
            self.refuse(column, "not-a-percentage", f"{quote(written)} is {error.detail}")
            return Decimal(0)
        if not 0 <= value <= 100:
            self.refuse(column, "not-a-percentage", f"{quote(written)} is not between 0 and 100")
        return value

    def whole(self, column: str) -> int:
        """A whole number, negative for returns."""
        written = self.raw(column)
        if re.fullmatch(r"-?[0-9]{1,18}", written):
            return int(written)
        message = f"{quote(written)} is not a whole number: write digits only"
        self.refuse(column, "not-a-whole-number", message)
        return 0

    def currency(self, column: str) -> str:
        """An ISO 4217 code."""
        written = self.raw(column)
        if not is_currency(written):
            message = f"{quote(written)} is no currency: write its three-letter ISO 4217 code, such as EUR"
            self.refuse(column, "unknown-currency", message)
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
        except ValueError as error:
            self.refuse(column, "not-a-date", f"{quote(written)} is not a date: {error}")
            return neutral


@lru_cache(maxsize=4096)
def iso_day(text: str) -> date:
    """2026-08-23."""
    return _day(text, r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})", "YYYY-MM-DD")


@lru_cache(maxsize=4096)
def french_day(text: str) -> date:
    """23/08/2026."""
    return _day(text, r"(?P<day>[0-9]{2})/(?P<month>[0-9]{2})/(?P<year>[0-9]{4})", "DD/MM/YYYY")


@lru_cache(maxsize=4096)
def iso_month(text: str) -> Period:
    """The month 2026-05."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
    if match is None:
        raise ValueError("write it as YYYY-MM")
    return _months(int(match[1]), int(match[2]), 1)


@lru_cache(maxsize=4096)
def month_of_day(text: str) -> Period:
    """The month that the day 2026-05-01 stands for."""
    day = iso_day(text)
    return _months(day.year, day.month, 1)


@lru_cache(maxsize=4096)
def french_period(text: str) -> Period:
    """The quarter 2026-T1, the half-year 2026-S1, the month 2026-05 or the year 2026."""
    match = re.fullmatch(r"([0-9]{4})(?:-(?:T([1-4])|S([12])|([0-9]{2})))?", text)
    if match is None:
        raise ValueError("write a quarter as 2026-T1, a half-year as 2026-S1, a month as 2026-05, or a year")
    year, quarter, half, month = match.groups()
    if quarter:
        return _months(int(year), 3 * int(quarter) - 2, 3)
    if half:
        return _months(int(year), 6 * int(half) - 5, 6)
    return _months(int(year), int(month), 1) if month else _months(int(year), 1, 12)


def _day(text: str, pattern: str, form: str) -> date:
    match = re.fullmatch(pattern, text)
    if match is None:
        raise ValueError(f"write it as {form}")
    period = _months(int(match["year"]), int(match["month"]), 1)
    day = int(match["day"])
    if not 1 <= day <= period.end.day:
        raise ValueError(f"there is no day {day} in that month")
    return period.start.replace(day=day)


def _months(year: int, month: int, count: int) -> Period:
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    # The chain counts seconds from 1970, and a year far ahead is a slip of the hand.
    if not 1970 <= year <= 2199:
        raise ValueError(f"the year {year} cannot be right")
    last = month + count - 1
    return Period(date(year, month, 1), date(year, last, monthrange(year, last)[1]))
