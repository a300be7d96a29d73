"""The money of a project, as people read it."""

from dataclasses import dataclass

from backend.amounts import format_amount
from scripts.language import current_language


@dataclass(frozen=True)
class Currency:
    """One ERC-20 token. decimals: of one unit as people count them."""

    address: str
    symbol: str
    decimals: int

    def in_words(self, units: int) -> str:
        """Currency units as "20.00 EURC", written as the current language writes them."""
        return format_amount(units, self.decimals, self.symbol, current_language())
