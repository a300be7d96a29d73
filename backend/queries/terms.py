"""The terms of a project, from the JSON that the mirror keeps (contracts/interfaces/ProjectTerms.sol)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from backend.addresses import ZERO_ADDRESS, parse_address
from backend.queries.writing import show_line

PositionKind = Literal["OffTheTop", "Recoup", "Percentage"]


@dataclass(frozen=True, slots=True)
class Currency:
    address: str
    symbol: str
    decimals: int

    @property
    def is_euro(self) -> bool:
        """By its name: one unit is worth one euro."""
        return self.symbol.upper().startswith("EUR")


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
    reflection_seconds: int

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
class TierTerms:
    """A reward: who takes it pledges at least `min_shares`; at most `limit` fans have it at one time."""

    label: str
    min_shares: int
    limit: int


@dataclass(frozen=True, slots=True)
class MilestoneTerms:
    """A part of the pot, in bps; the last takes the rest."""

    label: str
    bps: int
    due_at: int


@dataclass(frozen=True, slots=True)
class ProductionTerms:
    """objection_bps: of the supply, what stops a release, or winds the project down. grace_seconds: after a
    milestone's due date, until holders may ask for that."""

    milestones: tuple[MilestoneTerms, ...]
    objection_bps: int
    objection_seconds: int
    grace_seconds: int


@dataclass(frozen=True, slots=True)
class PositionTerms:
    """payee: of the terms; None is the holders.

    kind: "OffTheTop" (bps of the gross), "Recoup" (up to `amount`, as far as the payee proved to have paid,
    with a premium of bps), "Percentage" (bps of what is left). with_previous: recoups pari passu with the
    position before.
    """

    kind: PositionKind
    payee: str | None
    bps: int
    label: str
    amount: int
    with_previous: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds a project for good.

    holders_cap_per_share: most that one share can earn; 0 without a cap. transfer_rule, rule_keeper: None
    without one.
    """

    artist: str
    campaign: CampaignTerms
    financiers: tuple[FinancierLine, ...]
    tiers: tuple[TierTerms, ...]
    production: ProductionTerms
    positions: tuple[PositionTerms, ...]
    collectors: tuple[str, ...]
    deduction_ceiling_bps: int
    royalty_steps: int
    holders_cap_per_share: int
    reporting_seconds: int
    reporting_delay_seconds: int
    transfer_rule: str | None
    rule_keeper: str | None
    contract_uri: str
    document_hash: str
    document_uri: str


def read_terms(terms: Mapping[str, Any]) -> Terms:
    waterfall = terms["waterfall"]
    return Terms(
        artist=parse_address(terms["campaign"]["artist"]),
        campaign=read_campaign(terms["campaign"]),
        financiers=read_financiers(terms["financiers"]),
        tiers=read_tiers(terms["tiers"]),
        production=read_production(terms["production"]),
        positions=tuple(read_position(position) for position in waterfall["positions"]),
        collectors=tuple(parse_address(each) for each in waterfall["collectors"]),
        deduction_ceiling_bps=int(waterfall["deductionCeilingBps"]),
        royalty_steps=int(waterfall["royaltySteps"]),
        holders_cap_per_share=int(waterfall["holdersCapPerShare"]),
        reporting_seconds=int(waterfall["reportingSeconds"]),
        reporting_delay_seconds=int(waterfall["reportingDelaySeconds"]),
        transfer_rule=_somebody(terms["transferRule"]),
        rule_keeper=_somebody(terms["ruleKeeper"]),
        contract_uri=terms["contractURI"],
        document_hash=terms["documentHash"],
        document_uri=terms["documentURI"],
    )


def read_campaign(campaign: Mapping[str, Any]) -> CampaignTerms:
    return CampaignTerms(
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
        reflection_seconds=int(campaign["reflectionSeconds"]),
    )


def read_financiers(lines: Iterable[Mapping[str, Any]]) -> tuple[FinancierLine, ...]:
    return tuple(
        FinancierLine(parse_address(line["financier"]), show_line(line["label"]), int(line["amount"]))
        for line in lines
    )


def read_tiers(tiers: Iterable[Mapping[str, Any]]) -> tuple[TierTerms, ...]:
    return tuple(
        TierTerms(show_line(each["label"]), int(each["minShares"]), int(each["limit"])) for each in tiers
    )


def read_production(production: Mapping[str, Any]) -> ProductionTerms:
    return ProductionTerms(
        milestones=tuple(
            MilestoneTerms(show_line(each["label"]), int(each["bps"]), int(each["dueAt"]))
            for each in production["milestones"]
        ),
        objection_bps=int(production["objectionBps"]),
        objection_seconds=int(production["objectionSeconds"]),
        grace_seconds=int(production["graceSeconds"]),
    )


def read_position(position: Mapping[str, Any]) -> PositionTerms:
    return PositionTerms(
        kind=position["kind"],
        payee=_somebody(position["payee"]),
        bps=int(position["bps"]),
        label=show_line(position["label"]),
        amount=int(position["amount"]),
        with_previous=bool(position["withPrevious"]),
    )


def _somebody(address: str) -> str | None:
    found = parse_address(address)
    return None if found == ZERO_ADDRESS else found
