"""How integers, times and hashes are written for people of a language. Nothing here computes with floats."""

from datetime import date
from decimal import Decimal

from babel.dates import format_datetime as babel_datetime
from babel.numbers import format_decimal, format_percent

from backend.amounts import format_exact as format_exact
from backend.languages import choose_label as choose_label
from backend.queries.times import read_time
from backend.sentences import number_day, write_day

WHOLE_BPS = 10_000
SECONDS_PER_HOUR = 3_600
SECONDS_PER_DAY = 86_400

format_date = write_day


def format_time(seconds: int, language: str) -> str:
    """Seconds since 1970 as a date and time: "23 November 2026 at 01:38 UTC"."""
    moment = read_time(seconds)
    return f"{babel_datetime(moment, _long_with_minutes(moment, language), locale=language)}\u00a0UTC"


def format_day(seconds: int, language: str) -> str:
    """Seconds since 1970 as a day: "23 Nov 2026"."""
    return format_date(read_time(seconds), language)


def format_iso(seconds: int) -> str:
    """For the datetime attribute of <time>."""
    return read_time(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def format_bps(bps: int, language: str) -> str:
    """Hundredths of a percent: 500 is "5%", 1250 "12.5%"."""
    return format_percentage(Decimal(bps) / 100, language)


def format_percentage(value: Decimal, language: str) -> str:
    """Percents with up to 4 decimals: Decimal("2.5000") is "2.5%"."""
    pattern = "#,##0.####%" if language == "en" else "#,##0.#### %"
    return format_percent(value / 100, pattern, locale=language)


def format_count(number: int, language: str) -> str:
    """A whole number with the language's thousands: "1,234"."""
    return format_decimal(number, locale=language)


def format_worth(decimal: str, currency: str, language: str) -> str:
    """A plain decimal as an amount: "783741.560000" is "783 741,56 EUR" in French.

    Two decimals at least, unless it was written without a point, more where they are not zero: exact.
    """
    whole, point, fraction = decimal.partition(".")
    places = f".{fraction.rstrip('0').ljust(2, '0')}" if point else ""
    return format_exact(whole + places, language) + (f"\u00a0{currency}" if currency else "")


def shorten_hash(text: str) -> str:
    """An address or a hash that can be told from others: 0x1234…cdef."""
    return f"{text[:6]}…{text[-4:]}"


def to_bps(part: int, whole: int) -> int:
    """`part` of `whole` in bps, rounded to the nearest, a half up; 0 of nothing."""
    return (2 * part * WHOLE_BPS + whole) // (2 * whole) if whole else 0


def count_days(since: int, until: int) -> int:
    """Days from one second to another, a day that has begun counted whole; 0 once it has passed."""
    return max(0, -((since - until) // SECONDS_PER_DAY))


def count_hours(since: int, until: int) -> int:
    """The same in hours."""
    return max(0, -((since - until) // SECONDS_PER_HOUR))


def _long_with_minutes(day: date, language: str) -> str:
    at = "à" if language == "fr" else "at"
    return f"{number_day(day, language)} MMMM y '{at}' HH:mm"
