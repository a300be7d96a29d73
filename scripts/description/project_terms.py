"""The terms of a project (contracts/interfaces/ProjectTerms.sol), as values that the ABI takes."""

from typing import NamedTuple

from scripts.language import current_language

HOLDERS = "0x" + 40 * "0"
"""The payee that stands for *the holders*."""
NOBODY = HOLDERS
"""No transfer rule, and no keeper of it."""
OFF_THE_TOP, RECOUP, PERCENTAGE = 0, 1, 2
WHOLE_BPS = 10_000


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
    reflection_seconds: int
    artist: str

    @property
    def most_raised(self) -> int:
        """Currency units, when every share is sold."""
        return self.price_per_share * self.cap_shares

    @property
    def ceiling(self) -> int:
        """Largest part of the budget that fans may bring, currency units, rounded down."""
        return self.total_budget * self.community_bps // WHOLE_BPS


class FinancierLine(NamedTuple):
    financier: str
    label: str
    amount: int


class RewardTier(NamedTuple):
    min_shares: int
    limit: int
    label: str


class Milestone(NamedTuple):
    bps: int
    due_at: int
    label: str


class ProductionTerms(NamedTuple):
    milestones: list[Milestone]
    objection_bps: int
    objection_seconds: int
    grace_seconds: int


class Position(NamedTuple):
    kind: int
    with_previous: bool
    payee: str
    bps: int
    amount: int
    label: str


class WaterfallTerms(NamedTuple):
    positions: list[Position]
    collectors: list[str]
    deduction_ceiling_bps: int
    royalty_steps: int
    holders_cap_per_share: int
    reporting_seconds: int
    reporting_delay_seconds: int


class ProjectTerms(NamedTuple):
    model: str
    name: str
    symbol: str
    contract_uri: str
    campaign: CampaignTerms
    financiers: list[FinancierLine]
    tiers: list[RewardTier]
    production: ProductionTerms
    waterfall: WaterfallTerms
    transfer_rule: str
    rule_keeper: str
    document_hash: str
    document_uri: str


def percent(bps: int) -> str:
    """Basis points as people read them: 250 is "2.5 %", "2,5 %" in French."""
    number = f"{bps // 100}.{bps % 100:02d}".rstrip("0").rstrip(".")
    if current_language() == "fr":
        return number.replace(".", ",") + "\u202f%"
    return number + " %"
