"""What a project that succeeded should know: who has paid what, and what came of it, in exact integers.

The waterfall is its twin in Python, the shares are the RoyaltyModel; here is what the campaign tells both.
"""

from dataclasses import dataclass, field
from typing import Any

from backend.royalties.recoupment import Waterfall, deposit, give_back, prove, reduce_cap
from backend.royalties.waterfall import Shared, holders_part
from tests.contracts.share_token.royalty_model import RoyaltyModel
from tests.contracts.terms import HOLDERS


@dataclass
class WaterfallModel:
    """`unspent` and `brought` are units of the currency; `escrowed` are (financier, amount) by line."""

    waterfall: Waterfall
    royalties: RoyaltyModel
    price: int
    unspent: int
    brought: int
    escrowed: dict[int, tuple[str, int]] = field(default_factory=dict)
    per_share: int | None = None
    """What a wind-down gives back."""

    @property
    def sold(self) -> int:
        return self.royalties.index.supply + self.royalties.leavers.supply

    def succeed(self) -> None:
        """The holders have paid for their shares."""
        self.waterfall = prove(self.waterfall, HOLDERS, self.sold * self.price)

    def pay_line(self, line: int, financier: str, amount: int, in_escrow: bool) -> None:
        self.waterfall = prove(self.waterfall, financier, amount)
        if in_escrow:
            self.escrowed[line] = financier, amount
            self.unspent += amount
            self.brought += amount

    def deposit(self, gross: int, net: int, now: int) -> Shared:
        self.waterfall, shared = deposit(self.waterfall, self.royalties.earning_shares, gross, net)
        self.royalties.deposit(holders_part(self.waterfall.positions, shared.amounts), now)
        return shared

    def wind_down(self) -> None:
        """What is unspent goes back to who brought it, rounded down for each; royalties wait no longer."""
        self.per_share = self.part_down(self.price)
        self.royalties.end_steps()
        self.waterfall = give_back(self.waterfall, HOLDERS, self.per_share * self.sold)
        self.waterfall = reduce_cap(self.waterfall, self.per_share)
        for _, (financier, amount) in sorted(self.escrowed.items()):
            self.waterfall = give_back(self.waterfall, financier, self.part_down(amount))

    def exit(self, holder: Any, shares: int) -> int:
        """What the holder is given back for its shares."""
        assert self.per_share is not None
        self.royalties.exit(holder, shares)
        return shares * self.per_share

    def part_down(self, amount: int) -> int:
        return amount * self.unspent // self.brought
