"""The terms of a project, from the JSON that the mirror keeps (contracts/interfaces/ProjectTerms.sol)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from backend.addresses import ZERO_ADDRESS, parse_address

PositionKind = Literal["OffTheTop", "Percentage"]


@dataclass(frozen=True, slots=True)
class Currency:
    address: str
    symbol: str
    decimals: int


@dataclass(frozen=True, slots=True)
class CampaignTerms:
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
    def cap(self) -> int:
        """The most money that can be raised."""
        return self.price_per_share * self.cap_shares


@dataclass(frozen=True, slots=True)
class FinancierLine:
    financier: str
    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class PositionTerms:
    """kind: "OffTheTop" (bps of the gross) or "Percentage" (of what is left). payee: None is the holders."""

    kind: PositionKind
    payee: str | None
    bps: int
    label: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds a project for good."""

    campaign: CampaignTerms
    financiers: tuple[FinancierLine, ...]
    positions: tuple[PositionTerms, ...]
    collectors: tuple[str, ...]
    deduction_ceiling_bps: int
    royalty_steps: int
    contract_uri: str
    document_hash: str
    document_uri: str


def read_terms(terms: Mapping[str, Any]) -> Terms:
    campaign, waterfall = terms["campaign"], terms["waterfall"]
    return Terms(
        campaign=CampaignTerms(
            price_per_share=int(campaign["pricePerShare"]),
            goal=int(campaign["goal"]),
            cap_shares=int(campaign["capShares"]),
            least_shares=int(campaign["leastShares"]),
            min_shares_per_fan=int(campaign["minSharesPerFan"]),
            max_shares_per_fan=int(campaign["maxSharesPerFan"]),
            opens_at=int(campaign["opensAt"]),
            closes_at=int(campaign["closesAt"]),
            total_budget=int(campaign["totalBudget"]),
            community_bps=int(campaign["communityBps"]),
        ),
        financiers=tuple(
            FinancierLine(parse_address(line["financier"]), line["label"], int(line["amount"]))
            for line in terms["financiers"]
        ),
        positions=tuple(read_position(position) for position in waterfall["positions"]),
        collectors=tuple(parse_address(each) for each in waterfall["collectors"]),
        deduction_ceiling_bps=int(waterfall["deductionCeilingBps"]),
        royalty_steps=int(waterfall["royaltySteps"]),
        contract_uri=terms["contractURI"],
        document_hash=terms["documentHash"],
        document_uri=terms["documentURI"],
    )


def read_position(position: Mapping[str, Any]) -> PositionTerms:
    payee = parse_address(position["payee"])
    return PositionTerms(
        kind=position["kind"],
        payee=None if payee == ZERO_ADDRESS else payee,
        bps=int(position["bps"]),
        label=position["label"],
    )
