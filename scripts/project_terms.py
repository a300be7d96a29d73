"""The terms of a project (contracts/interfaces/ProjectTerms.sol), as values that the ABI takes."""

from typing import NamedTuple

HOLDERS = "0x" + 40 * "0"
"""The payee that stands for *the holders*."""
OFF_THE_TOP, PERCENTAGE = 0, 1


class CampaignTerms(NamedTuple):
    currency: str
    price_per_share: int
    goal: int
    cap_shares: int
    least_shares: int
    min_shares_per_fan: int
    max_shares_per_fan: int
    opens_at: int
    closes_at: int
    total_budget: int
    community_bps: int

    @property
    def most_raised(self) -> int:
        """Currency units, when every share is sold."""
        return self.price_per_share * self.cap_shares

    @property
    def ceiling(self) -> int:
        """Largest part of the budget that fans may bring, currency units, rounded down."""
        return self.total_budget * self.community_bps // 10_000


class FinancierLine(NamedTuple):
    financier: str
    label: str
    amount: int


class Position(NamedTuple):
    kind: int
    payee: str
    bps: int
    label: str


class WaterfallTerms(NamedTuple):
    positions: list[Position]
    collectors: list[str]
    deduction_ceiling_bps: int
    royalty_steps: int


class ProjectTerms(NamedTuple):
    model: str
    name: str
    symbol: str
    contract_uri: str
    campaign: CampaignTerms
    financiers: list[FinancierLine]
    waterfall: WaterfallTerms
    document_hash: str
    document_uri: str
