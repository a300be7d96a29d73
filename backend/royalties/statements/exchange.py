"""The rate at which a file's currency becomes a project's: named, never guessed, no oracle."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.amounts import format_decimal
from backend.errors import CoprodError

MOST_DIGITS = 100


class RateUnusable(CoprodError):
    """The exchange rate is not one, or is between other currencies."""

    status = 422
    type = "rate-unusable"
    title = "This exchange rate cannot be used"


@dataclass(frozen=True)
class ExchangeRate:
    """One `base` is worth `rate` `quote`, says `source`, on the day `on`. Raises RateUnusable if not."""

    base: str
    quote: str
    rate: Decimal
    source: str
    on: date

    def __post_init__(self) -> None:
        pair = f"{self.base} to {self.quote}"
        if not self.rate.is_finite() or self.rate <= 0:
            raise RateUnusable(f"The rate of {pair} must be above zero.")
        if len(self.rate.as_tuple().digits) > MOST_DIGITS:
            raise RateUnusable(f"The rate of {pair} has more than {MOST_DIGITS} digits: nobody published it.")
        if self.base == self.quote and self.rate != 1:
            raise RateUnusable(f"The rate of {pair} is 1, not {format_decimal(self.rate)}.")
        if not self.source.strip():
            raise RateUnusable(f"Say where the rate of {pair} comes from, for instance “ECB reference rate”.")

    @classmethod
    def par(cls, base: str, quote: str, source: str, on: date) -> "ExchangeRate":
        """One for one: the same currency, or a token that its issuer redeems at par (EUR and EURC)."""
        return cls(base, quote, Decimal(1), source, on)
