"""The rate at which a file's currency becomes a project's: named, never guessed, no oracle."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.royalties.statements.words import RATE
from backend.sentences import SaidError

MOST_DIGITS = 100


class RateUnusable(SaidError):
    """The exchange rate is not one, or is between other currencies."""

    status = 422
    type = "rate-unusable"
    title = "This exchange rate cannot be used"
    sentences = RATE


@dataclass(frozen=True)
class ExchangeRate:
    """One `base` is worth `rate` `quote`, says `source`, on the day `on`. Raises RateUnusable if not."""

    base: str
    quote: str
    rate: Decimal
    source: str
    on: date

    def __post_init__(self) -> None:
        pair = {"base": self.base, "quote": self.quote}
        if not self.rate.is_finite() or self.rate <= 0:
            raise RateUnusable("not-positive", **pair)
        if len(self.rate.as_tuple().digits) > MOST_DIGITS:
            raise RateUnusable("too-long", most=MOST_DIGITS, **pair)
        if self.base == self.quote and self.rate != 1:
            raise RateUnusable("not-one", rate=self.rate, **pair)
        if not self.source.strip():
            raise RateUnusable("no-source", **pair)

    @classmethod
    def par(cls, base: str, quote: str, source: str, on: date) -> "ExchangeRate":
        """One for one: the same currency, or a token that its issuer redeems at par (EUR and EURC)."""
        return cls(base, quote, Decimal(1), source, on)
