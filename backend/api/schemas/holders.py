from typing import Self

from pydantic import Field

import backend.queries.holders as query
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
    example,
)
from backend.queries.status import AsOf as QueriedAsOf
from backend.queries.terms import Currency


class Holder(Schema):
    holder: Address = Field(examples=[EXAMPLE_WALLET])
    shares: Shares = Field(examples=[2430])
    percent: str = Field(
        description="Of the supply, rounded to 4 decimals.",
        pattern=r"^[0-9]+\.[0-9]{4}$",
        examples=["100.0000"],
    )
    earned: Amount = Field(description="Paid and claimable.", examples=[example("8413.207155")])
    paid: Amount = Field(examples=[example("8000")])
    claimable: Amount = Field(description="What a claim would pay now.", examples=[example("413.207155")])
    owed: Amount = Field(
        description="The part of claimable that was settled by a transfer, or by a payment that failed.",
        examples=[example("0")],
    )
    block_number: BlockNumber = Field(
        description="In which its shares, or what is settled or paid, changed last."
    )
    finality: Finality

    @classmethod
    def of(cls, holder: query.Holder, currency: Currency, as_of: QueriedAsOf) -> Self:
        return cls(
            holder=holder.holder,
            shares=holder.shares,
            percent=f"{holder.percent:.4f}",
            earned=Amount.of(holder.earned, currency),
            paid=Amount.of(holder.paid, currency),
            claimable=Amount.of(holder.claimable, currency),
            owed=Amount.of(holder.owed, currency),
            block_number=holder.block_number,
            finality=as_of.finality_of(holder.block_number),
        )


class HolderList(Schema):
    """Every holder, most shares first. The list proves itself: sum equals supply.

    Who sold everything stays in the list if royalties were earned.
    """

    as_of: AsOf
    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    supply: Shares = Field(description="Shares minted less shares burned.", examples=[2430])
    sum: Shares = Field(description="The shares of all holders listed.", examples=[2430])
    holders: list[Holder]

    @classmethod
    def of(cls, found: query.HoldersList) -> Self:
        return cls(
            as_of=AsOf.of(found.as_of),
            campaign=found.campaign,
            supply=found.supply,
            sum=found.sum,
            holders=[Holder.of(each, found.currency, found.as_of) for each in found.holders],
        )
