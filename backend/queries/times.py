"""Times of the chain, for people."""

from datetime import UTC, date, datetime

LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_LAST_SECOND = int(LAST.timestamp())


def read_time(seconds: int) -> datetime:
    """Seconds since 1970 in UTC; LAST for anything later, which statements may well name."""
    return datetime.fromtimestamp(min(seconds, _LAST_SECOND), UTC)


def read_day(seconds: int) -> date:
    """The day of a time, in UTC; 1970's first for what a statement puts before it."""
    return read_time(max(0, seconds)).date()


def format_time(seconds: int) -> str:
    """RFC 3339 in UTC."""
    return f"{read_time(seconds):%Y-%m-%dT%H:%M:%SZ}"
