"""What each fan can still take back, who paid for it, and its reward: the Campaign's words on fans, reckoned
again from the mirror's rows (rules 3.1, 3.2, 3.6). Pure but for reading them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncResult

from backend.mirror.ledger.accounts import NOBODY, Holder
from backend.mirror.proof.sums import Stream
from backend.tables import Address

_COLUMNS = {
    "contributions": "payer, shares, tier, firm_at",
    "revocations": "payer, shares, null, null",
    "refunds": "payer, shares, null, null",
    "tiers_freed": "null, null, tier, null",
}
_ROWS = text(
    "select said.*, b.time as said_at from ("
    + " union all ".join(
        f"select '{name}' as said_in, block_number, log_index, campaign, fan, {columns} from {name}"
        for name, columns in _COLUMNS.items()
    )
    + ") said join blocks b on b.number = said.block_number order by campaign, fan, block_number, log_index"
).columns(campaign=Address, fan=Address, payer=Address)


@dataclass(slots=True)
class Pledge:
    """Two windows of (shares, firm from) as Pledges.sol keeps them; and shares that somebody else paid."""

    windows: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0), (0, 0)])
    tier: int = 0
    payer: str = NOBODY
    paid_for: int = 0

    def take(self, table: str, row: dict[str, Any]) -> None:
        """Advance by a row of one of these tables."""
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

    def _pay(self, row: dict[str, Any], shares: int) -> None:
        if row["payer"] != row["fan"]:
            self.paid_for += shares
            self.payer = row["payer"] if self.paid_for else NOBODY


def stream_rows(connection: AsyncConnection) -> Stream:
    """What add_up needs."""
    return connection.stream(_ROWS)


async def add_up(rows: AsyncResult[Any]) -> AsyncIterator[tuple[Holder, Pledge]]:
    """Each campaign's each fan."""
    holder, pledge = None, Pledge()
    async for row in rows.mappings():
        if holder not in (None, (row["campaign"], row["fan"])):
            yield holder, pledge
            pledge = Pledge()
        holder = row["campaign"], row["fan"]
        pledge.take(row["said_in"], dict(row))
    if holder:
        yield holder, pledge
