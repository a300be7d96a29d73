from typing import Self

from pydantic import Field

import backend.royalties.standing as standing
from backend.addresses import ZERO_ADDRESS
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    Address,
    Amount,
    AsOf,
    Bps,
    Schema,
    Time,
    example,
)
from backend.queries.project import Project
from backend.queries.terms import Currency, PositionKind
from backend.queries.times import format_time


class Recoupment(Schema):
    """Of a position that recoups, never more than its payee proved to have paid."""

    amount: Amount = Field(description="Of the terms.", examples=[example("350000")])
    premium_bps: Bps = Field(examples=[2000])
    with_previous: bool = Field(description="Pari passu with the position before.", examples=[False])
    proved: Amount = Field(description="Less what a wind-down gave back.", examples=[example("350000")])
    recouped: Amount = Field(examples=[example("21033.017887")])


class Place(Schema):
    """A position of the waterfall as it stands."""

    number: int = Field(description="From 0, in the order of the terms.", ge=0, examples=[0])
    label: str = Field(examples=["Fans"])
    kind: PositionKind = Field(examples=["Percentage"])
    bps: Bps = Field(
        description="Of the gross (OffTheTop), the premium (Recoup), of what is left (Percentage).",
        examples=[4000],
    )
    payee: Address | None = Field(description="Who is paid for it now; null: the holders.", examples=[None])
    payee_of_terms: Address | None = Field(examples=[None])
    candidate: Address | None = Field(description="To whom the payee offers it.", examples=[None])
    received: Amount = Field(description="Of all deposits.", examples=[example("8413.207155")])
    due: Amount = Field(
        description="What it takes before the next deposit is shared: with the premium, or what it was short "
        "of off the top.",
        examples=[example("0")],
    )
    recoupment: Recoupment | None = Field(examples=[None])

    @classmethod
    def of(cls, number: int, place: standing.Place, label: str, currency: Currency) -> Self:
        position = place.position
        return cls(
            number=number,
            label=label,
            kind=position.kind.value,
            bps=position.bps,
            payee=_somebody(place.payee),
            payee_of_terms=_somebody(position.payee),
            candidate=_somebody(place.candidate),
            received=Amount.of(place.received, currency),
            due=Amount.of(place.due, currency),
            recoupment=_recoupment(place, currency),
        )


class Reporting(Schema):
    """5.6: when the next statement is due."""

    every_seconds: int = Field(description="Length of a period.", examples=[15_897_600])
    delay_seconds: int = Field(
        description="Between the end of a period and its due date.", examples=[7_776_000]
    )
    due_at: Time | None = Field(description="null before success.")
    overdue: bool = Field(examples=[False])


class Waterfall(Schema):
    """How the next deposit would be shared, and what the earlier ones brought."""

    as_of: AsOf
    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    positions: list[Place]
    cap_per_share: Amount | None = Field(
        description="Most that one share can earn, less what a wind-down gave back; null without a cap.",
        examples=[None],
    )
    room: Amount | None = Field(
        description="What all holders together can still get before it.", examples=[None]
    )
    to_producer: Amount = Field(description="What exceeded it so far.", examples=[example("0")])
    reporting: Reporting

    @classmethod
    def of(cls, found: Project, now: standing.Standing) -> Self:
        currency, terms = found.card.currency, found.terms
        return cls(
            as_of=AsOf.of(found.as_of),
            campaign=found.card.campaign,
            positions=[
                Place.of(number, place, each.label, currency)
                for number, (place, each) in enumerate(zip(now.places, found.positions, strict=True))
            ],
            cap_per_share=None if now.cap_per_share is None else Amount.of(now.cap_per_share, currency),
            room=None if now.room is None else Amount.of(now.room, currency),
            to_producer=Amount.of(now.to_producer, currency),
            reporting=Reporting(
                every_seconds=terms.reporting_seconds,
                delay_seconds=terms.reporting_delay_seconds,
                due_at=None if now.due_at is None else format_time(now.due_at),
                overdue=now.is_overdue(found.as_of.time),
            ),
        )


def _recoupment(place: standing.Place, currency: Currency) -> Recoupment | None:
    position = place.position
    if not place.recoups:
        return None
    return Recoupment(
        amount=Amount.of(position.amount, currency),
        premium_bps=position.bps,
        with_previous=position.with_previous,
        proved=Amount.of(place.proved, currency),
        recouped=Amount.of(place.received, currency),
    )


def _somebody(address: str | None) -> str | None:
    return None if address == ZERO_ADDRESS else address
