from pydantic import Field

from backend.api.schemas.amounts import (
    EXAMPLE_WALLET,
    Address,
    Amount,
    BlockNumber,
    Finality,
    Schema,
    Shares,
    example,
)


class Account(Schema):
    """Shares of one project, and what they earned."""

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


class Holder(Account):
    """A wallet with shares of the project, or that had some and earned."""

    holder: Address = Field(examples=[EXAMPLE_WALLET])
