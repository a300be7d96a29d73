"""Days and periods, as the formats write them. Each reader raises DayUnreadable."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from backend.royalties.importers.lines import Period


class DayUnreadable(ValueError):
    """It is no day, or no period. kind: of FINDINGS; values: of its sentence, but for what was written."""

    def __init__(self, kind: str, **values: str | int) -> None:
        super().__init__(kind, values)
        self.kind, self.values = kind, values


class PatternUnusable(ValueError):
    """Nothing can be read by it."""


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
        raise DayUnreadable("not-a-date.form", form="YYYY-MM")
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
        raise DayUnreadable("not-a-date.period")
    year, quarter, half, month = match.groups()
    if quarter:
        return _months(int(year), 3 * int(quarter) - 2, 3)
    if half:
        return _months(int(year), 6 * int(half) - 5, 6)
    return _months(int(year), int(month), 1) if month else _months(int(year), 1, 12)


def _day(text: str, pattern: str, form: str) -> date:
    match = re.fullmatch(pattern, text)
    if match is None:
        raise DayUnreadable("not-a-date.form", form=form)
    return _within(_months(int(match["year"]), int(match["month"]), 1), int(match["day"]))


def _within(month: Period, day: int) -> date:
    if not 1 <= day <= month.end.day:
        raise DayUnreadable("not-a-date.day", day=day)
    return month.start.replace(day=day)


def _months(year: int, month: int, count: int) -> Period:
    if not 1 <= month <= 12:
        raise DayUnreadable("not-a-date.month", month=month)
    # The chain counts seconds from 1970, and a year far ahead is a slip of the hand.
    if not 1970 <= year <= 2199:
        raise DayUnreadable("not-a-date.year", year=year)
    last = month + count - 1
    return Period(date(year, month, 1), date(year, last, monthrange(year, last)[1]))


class Pattern:
    """A way to write days or periods: YYYY, MM, DD, Q (a quarter) and H (a half-year); all else is itself.

    With DD it names days; else the month, quarter, half-year or year that it names. Raises
    PatternUnusable for a pattern without YYYY, with a part twice, or with a day or a month that is of none.
    """

    def __init__(self, form: str) -> None:
        parts = re.findall(r"YYYY|MM|DD|Q|H", form)
        if len(set(parts)) != len(parts) or set(parts) not in _FORMS:
            raise PatternUnusable(form)
        self.form = form
        self.is_day = "DD" in parts
        literal = re.split(r"(YYYY|MM|DD|Q|H)", form)
        self._pattern = re.compile("".join(_DIGITS.get(each) or re.escape(each) for each in literal))

    def day(self, text: str) -> date:
        """The day that `text` names."""
        return self.period(text).start

    def period(self, text: str) -> Period:
        """All days that `text` names."""
        match = self._pattern.fullmatch(text)
        if match is None:
            raise DayUnreadable("not-a-date.mapped", form=self.form)
        found = {name: int(digits) for name, digits in match.groupdict().items()}
        year = found["year"]
        if "quarter" in found:
            return _months(year, 3 * found["quarter"] - 2, 3)
        if "half" in found:
            return _months(year, 6 * found["half"] - 5, 6)
        if "month" not in found:
            return _months(year, 1, 12)
        month = _months(year, found["month"], 1)
        if "day" not in found:
            return month
        day = _within(month, found["day"])
        return Period(day, day)


_DIGITS = {
    "YYYY": "(?P<year>[0-9]{4})",
    "MM": "(?P<month>[0-9]{2})",
    "DD": "(?P<day>[0-9]{2})",
    "Q": "(?P<quarter>[1-4])",
    "H": "(?P<half>[12])",
}
_FORMS = ({"YYYY"}, {"YYYY", "MM"}, {"YYYY", "MM", "DD"}, {"YYYY", "Q"}, {"YYYY", "H"})
