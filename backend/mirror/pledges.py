"""What each fan can still take back, who paid for it, and its reward: the Campaign's words on fans, reckoned
again from the mirror's rows (rules 3.1, 3.2, 3.6). Pure but for reading them."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.mirror.accounts import NOBODY, Holder
from backend.mirror.books import read_timed
from backend.mirror.facts import Row

TABLES = ("contributions", "revocations", "refunds", "tiers_freed")


@dataclass(slots=True)
class Pledge:
    """Two windows of (shares, firm from) as Pledges.sol keeps them; and shares that somebody else paid."""

    windows: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0), (0, 0)])
    tier: int = 0
    payer: str = NOBODY
    paid_for: int = 0

    def take(self, table: str, row: Row) -> None:
        """Advance by a row of one of TABLES."""
        now = row["said_at"]
        match table:
            case "contributions":
                self.windows[self.windows[0][1] > now] = row["shares"], row["firm_at"]
                self.tier = row["tier"] or self.tier
                self._pay(row, row["shares"])
            case "revocations":
                self.windows = [(0, 0) if until > now else (shares, until) for shares, until in self.windows]
                self._pay(row, -row["shares"])
            case "refunds":
                self.windows = [(0, 0), (0, 0)]
                self._pay(row, -row["shares"])
            case "tiers_freed":
                self.tier = 0

    def revocable(self, now: int) -> int:
        """Shares that are still in reflection."""
        return sum(shares for shares, until in self.windows if until > now)

    def firm_at(self) -> int:
        """When the last window that is remembered ends, or ended."""
        return max(until for _, until in self.windows)

    def _pay(self, row: Row, shares: int) -> None:
        if row["payer"] != row["fan"]:
            self.paid_for += shares
            self.payer = row["payer"] if self.paid_for else NOBODY


async def read_pledges(connection: AsyncConnection) -> dict[Holder, Pledge]:
    """By campaign and fan."""
    said = [(row, name) for name in TABLES for row in await read_timed(connection, name)]
    said.sort(key=lambda each: (each[0]["block_number"], each[0]["log_index"]))
    found: dict[Holder, Pledge] = {}
    for row, name in said:
        found.setdefault((row["campaign"], row["fan"]), Pledge()).take(name, row)
    return found
