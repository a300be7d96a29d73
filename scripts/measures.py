"""Money and times as `--json` tells them: exact, with their units (see frame.show)."""

from datetime import UTC, datetime
from typing import Any

from backend.amounts import format_units
from scripts.money import Currency

LAST = 253_402_300_799
"""The end of the year 9999, beyond which no calendar goes."""


def amount_of(units: int, currency: Currency) -> dict[str, Any]:
    """{"raw", "decimals", "value", "currency"}: the smallest units as text, and the same as a decimal."""
    return {
        "raw": str(units),
        "decimals": currency.decimals,
        "value": format_units(units, currency.decimals),
        "currency": currency.symbol,
    }


def moment_of(seconds: int) -> str:
    """RFC 3339, UTC, of seconds since 1970; the last moment of the year 9999 for any later."""
    return datetime.fromtimestamp(min(seconds, LAST), UTC).isoformat().replace("+00:00", "Z")
