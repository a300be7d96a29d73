from typing import Self

from pydantic import Field

import backend.queries.portfolio as query
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_WALLET,
    Address,
    Amount,
    AsOf,
    BlockNumber,
    Finality,
    Schema,
    Shares,
    Time,
    example,
)
from backend.api.schemas.financing import Line
from backend.api.schemas.payments import Payment
from backend.api.schemas.projects import Currency
from backend.queries.catalogue import ProjectStatus
from backend.queries.status import AsOf as QueriedAsOf
from backend.queries.times import format_time


class Pledge(Schema):
    """Shares pledged by the wallet, or by somebody for it, in a campaign that is not finalised."""

    shares: Shares = Field(examples=[10])
    amount: Amount = Field(examples=[example("500")])
    payer: Address = Field(examples=[EXAMPLE_WALLET])
    tier: int = Field(description="The reward taken with it, from 1; 0: none.", ge=0, examples=[1])
    time: Time
    firm_at: Time = Field(description="Until then the fan can revoke it.")
    firm: bool = Field(examples=[False])
    block_number: BlockNumber
    finality: Finality


class Holding(Schema):
    """The wallet in one project."""

    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    name: str = Field(examples=["La mer monte"])
    symbol: str = Field(examples=["MER"])
    model: str = Field(examples=["complement"])
    status: ProjectStatus = Field(examples=["succeeded"])
    share_token: Address = Field(examples=["0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9"])
    currency: Currency
    roles: list[query.Role] = Field(
        description="What it is in the project now; collector and payee by the terms.", examples=[["holder"]]
    )
    shares: Shares = Field(examples=[2430])
    contributed: Amount = Field(description="What it paid for shares.", examples=[example("121500")])
    refunded: Amount = Field(
        description="What came back for shares: by revocation, refund or wind-down, also for shares that it "
        "had from somebody else.",
        examples=[example("0")],
    )
    given: Amount = Field(description="What it gave as a patron.", examples=[example("0")])
    gifts_refunded: Amount = Field(description="What of that went back.", examples=[example("0")])
    lines: list[Line] = Field(description="Its lines of the budget, as a financier.")
    earned: Amount = Field(description="Royalties: paid and claimable.", examples=[example("8413.207155")])
    paid: Amount = Field(examples=[example("8000")])
    claimable: Amount = Field(description="What a claim would pay now.", examples=[example("413.207155")])
    pledges: list[Pledge] = Field(description="Oldest first; none once the campaign is finalised.")
    exit_due: Amount = Field(
        description="What its shares are given back for after a wind-down.", examples=[example("0")]
    )
    payments: list[Payment] = Field(description="What the project's contracts paid to it, newest first.")

    @classmethod
    def of(cls, holding: query.Holding, as_of: QueriedAsOf) -> Self:
        def amount(raw: int) -> Amount:
            return Amount.of(raw, holding.currency)

        return cls(
            campaign=holding.campaign,
            name=holding.name,
            symbol=holding.symbol,
            model=holding.model,
            status=holding.status,
            share_token=holding.share_token,
            currency=Currency.of(holding.currency),
            roles=list(holding.roles),
            shares=holding.shares,
            contributed=amount(holding.contributed),
            refunded=amount(holding.refunded),
            given=amount(holding.given),
            gifts_refunded=amount(holding.gifts_refunded),
            lines=[Line.of(each, holding.currency, as_of) for each in holding.lines],
            earned=amount(holding.earned),
            paid=amount(holding.paid),
            claimable=amount(holding.claimable),
            pledges=[
                Pledge(
                    shares=each.shares,
                    amount=amount(each.amount),
                    payer=each.payer,
                    tier=each.tier,
                    time=format_time(each.time),
                    firm_at=format_time(each.firm_at),
                    firm=each.is_firm,
                    block_number=each.block_number,
                    finality=as_of.finality_of(each.block_number),
                )
                for each in holding.pledges
            ],
            exit_due=amount(holding.exit_due),
            payments=[Payment.of(each, holding.currency, as_of) for each in holding.payments],
        )


class Wallet(Schema):
    """Every project in which the wallet has a part: see `roles`; none if unknown."""

    as_of: AsOf
    wallet: Address = Field(examples=[EXAMPLE_WALLET])
    holdings: list[Holding]

    @classmethod
    def of(cls, found: query.Portfolio) -> Self:
        return cls(
            as_of=AsOf.of(found.as_of),
            wallet=found.wallet,
            holdings=[Holding.of(each, found.as_of) for each in found.holdings],
        )
