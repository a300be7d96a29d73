from typing import Self

from pydantic import Field

import backend.queries.payments as query
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_WALLET,
    Address,
    Amount,
    Event,
    example,
    place,
)
from backend.queries.status import AsOf as QueriedAsOf
from backend.queries.terms import Currency


class Payment(Event):
    """Money that left a contract of the project, or tried to."""

    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    purpose: query.Purpose = Field(
        description="royalty of a holder; fee of the platform at success; release of a milestone; back to "
        "who paid: refund, revocation, gift, line, exit after a wind-down; position of the waterfall; "
        "excess over the holders' cap; withdrawal of what had failed to be paid before.",
        examples=["royalty"],
    )
    payee: Address = Field(examples=[EXAMPLE_WALLET])
    receiver: Address | None = Field(
        description="Where it went; null if the payment failed.",
        examples=[EXAMPLE_WALLET],
    )
    amount: Amount = Field(examples=[example("8000")])
    succeeded: bool = Field(
        description="false: the payment failed, and the amount stays owed to the payee.", examples=[True]
    )
    contract: Address = Field(
        description="Who paid.", examples=["0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9"]
    )

    @classmethod
    def of(cls, payment: query.Payment, currency: Currency, as_of: QueriedAsOf) -> Self:
        return cls(
            **place(payment, as_of),
            campaign=payment.campaign,
            purpose=payment.purpose,
            payee=payment.payee,
            receiver=payment.receiver,
            amount=Amount.of(payment.amount, currency),
            succeeded=payment.succeeded,
            contract=payment.contract,
        )
