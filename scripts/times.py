"""Moments as people read them."""

from datetime import UTC, datetime


def utc(seconds: int) -> str:
    """A time, in seconds since 1970, to the minute."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
