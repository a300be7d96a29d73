from typing import Self

from pydantic import Field

import backend.queries.catalogue as query
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    Address,
    Amount,
    Bps,
    Schema,
    Time,
    example,
)
from backend.queries.terms import Currency as QueriedCurrency
from backend.queries.terms import FinancierLine as QueriedLine
from backend.queries.times import format_time


class Currency(Schema):
    address: Address = Field(examples=["0x1aBaEA1f7C830bD89Acc67eC4af516284b1bC33c"])
    symbol: str = Field(examples=["EURC"])
    decimals: int = Field(ge=0, le=255, examples=[6])

    @classmethod
    def of(cls, currency: QueriedCurrency) -> Self:
        return cls(address=currency.address, symbol=currency.symbol, decimals=currency.decimals)


class FinancierLine(Schema):
    """A professional's part of the budget."""

    financier: Address = Field(examples=["0x70997970C51812dc3A010C7d01b50e0d17dc79C8"])
    label: str = Field(examples=["CNC advance on receipts"])
    amount: Amount = Field(examples=[example("2565000")])

    @classmethod
    def of(cls, line: QueriedLine, currency: QueriedCurrency) -> Self:
        return cls(financier=line.financier, label=line.label, amount=Amount.of(line.amount, currency))


class Financing(Schema):
    """Who brings the budget."""

    total_budget: Amount = Field(examples=[example("2700000")])
    community: Amount = Field(description="The most that fans can bring.", examples=[example("135000")])
    community_bps: Bps = Field(description="The largest part of the budget that fans may bring.")
    lines: list[FinancierLine]


class ProjectSummary(Schema):
    campaign: Address = Field(
        description="Address of the Campaign contract: it names the project.", examples=[EXAMPLE_CAMPAIGN]
    )
    name: str = Field(examples=["La mer monte"])
    symbol: str = Field(examples=["MER"])
    model: str = Field(
        description="The funding model: community, label, complement or professional.",
        examples=["complement"],
    )
    status: query.ProjectStatus = Field(
        description="closed: raising has ended, anyone may finalise. lapsed: not opened by its opening time. "
        "wound_down: it succeeded, and its holders ended it later.",
        examples=["succeeded"],
    )
    approved: bool = Field(
        description="Whether the platform ever approved the listing: anyone can propose anything.",
        examples=[True],
    )
    currency: Currency
    goal: Amount = Field(examples=[example("100000")])
    cap: Amount = Field(description="The most that can be raised.", examples=[example("135000")])
    raised: Amount = Field(
        description="All that fans contributed and did not revoke, and patrons gave, also when it went back.",
        examples=[example("121500")],
    )
    gifts: Amount = Field(description="Of it, the patrons'.", examples=[example("0")])
    refunded: Amount = Field(description="What of it was given back.", examples=[example("0")])
    percent: int = Field(description="Raised, of the goal, rounded down; may be above 100.", examples=[121])
    backers: int = Field(description="How many fans contributed and did not revoke.", examples=[412])
    opens_at: Time
    closes_at: Time = Field(description="With pauses and the one reopening, as of now.")
    paused: bool = Field(description="Whether the platform's pause keeps fans out now.", examples=[False])
    royalties: Amount = Field(
        description="All that came in for the holders.", examples=[example("8413.207155")]
    )
    financing: Financing

    @classmethod
    def of(cls, card: query.ProjectCard) -> Self:
        def amount(raw: int) -> Amount:
            return Amount.of(raw, card.currency)

        return cls(
            campaign=card.campaign,
            name=card.name,
            symbol=card.symbol,
            model=card.model,
            status=card.status,
            approved=card.approved,
            currency=Currency.of(card.currency),
            goal=amount(card.goal),
            cap=amount(card.cap),
            raised=amount(card.raised),
            gifts=amount(card.gifts),
            refunded=amount(card.refunded),
            percent=card.percent,
            backers=card.backers,
            opens_at=format_time(card.opens_at),
            closes_at=format_time(card.closes_at),
            paused=card.is_paused,
            royalties=amount(card.royalties),
            financing=Financing(
                total_budget=amount(card.financing.total_budget),
                community=amount(card.financing.community),
                community_bps=card.financing.community_bps,
                lines=[FinancierLine.of(line, card.currency) for line in card.financing.lines],
            ),
        )
