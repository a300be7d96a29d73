"""What every format is read into."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from backend.amounts import EXACT

UNKNOWN_COUNTRY = "OU"


class Period(NamedTuple):
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def join(self, other: "Period") -> "Period":
        """The shortest period that holds both."""
        return Period(min(self.start, other.start), max(self.end, other.end))


class Origin(NamedTuple):
    """Where lines come from: the format's name, the file's name, and the SHA-256 of its bytes (hex)."""

    source: str
    file: str
    sha256: str


class Line(NamedTuple):
    """One line of receipts, as the file says it, amounts exact in the file's currency; a refund is negative.

    The three dates are `sold`, `reported` (by the shop to the distributor) and `received` (by the producer's
    account); what the format does not tell is None. `shop` is who sold or exploited, `use` how ("Streaming",
    "Salles"), `territory` an ISO 3166 code or the file's own word, OU when unknown. `deductions` are (kind,
    amount), none of zero.
    """

    number: int
    sold: Period
    reported: date | None
    received: date | None
    shop: str
    use: str
    territory: str
    artist: str
    title: str
    isrc: str
    upc: str
    reference: str
    quantity: int | None
    gross: Decimal
    deductions: tuple[tuple[str, Decimal], ...]
    currency: str

    @property
    def net(self) -> Decimal:
        """Gross less the deductions."""
        net = self.gross
        for _, amount in self.deductions:
            net = EXACT.subtract(net, amount)
        return net
