from typing import Self

from pydantic import Field

import backend.queries.financing as query
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
from backend.queries.status import AsOf as QueriedAsOf
from backend.queries.terms import Currency
from backend.queries.times import format_time


class Consent(Schema):
    """Of the rights holder, without whose signature nothing opens."""

    artist: Address = Field(examples=["0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc"])
    valid: bool = Field(
        description="Whether it can serve for an opening now. False says nothing against a project that is "
        "open: see `served_at`.",
        examples=[True],
    )
    recorded_at: Time | None = Field(
        description="When the newest signature was brought; null if none ever was."
    )
    served_at: Time | None = Field(description="When the project opened with it; null before.")
    revoked: bool = Field(description="Revoked for good.", examples=[False])
    deadline: Time | None = Field(description="Until when it serves; null if it was never given, or revoked.")


class Line(Schema):
    """A professional's part of the budget, and what covers it."""

    financier: Address = Field(examples=["0x70997970C51812dc3A010C7d01b50e0d17dc79C8"])
    label: str = Field(examples=["CNC advance on receipts"])
    amount: Amount = Field(examples=[example("2565000")])
    state: query.LineState = Field(
        description="open: nothing covers it; promised: signed, and no money; escrowed: money brought to the "
        "contract; paid_elsewhere: the financier signed that it has paid; returned: it went back.",
        examples=["escrowed"],
    )
    since: Time | None
    block_number: BlockNumber | None = Field(description="Since when.")
    finality: Finality | None
    deadline: Time | None = Field(description="Until when a promise holds.", examples=[None])
    lapsed: bool = Field(description="Whether the deadline of a promise has passed.", examples=[False])
    returned: Amount | None = Field(description="What of it went back.", examples=[None])

    @classmethod
    def of(cls, line: query.Line, currency: Currency, as_of: QueriedAsOf) -> Self:
        return cls(
            financier=line.terms.financier,
            label=line.terms.label,
            amount=Amount.of(line.terms.amount, currency),
            state=line.state,
            since=None if line.time is None else format_time(line.time),
            block_number=line.block_number,
            finality=None if line.block_number is None else as_of.finality_of(line.block_number),
            deadline=None if line.deadline is None else format_time(line.deadline),
            lapsed=line.has_lapsed,
            returned=None if line.returned is None else Amount.of(line.returned, currency),
        )


class Gift(Schema):
    """A patron's money: it raises no shares, and counts toward the goal."""

    patron: Address = Field(examples=[EXAMPLE_WALLET])
    amount: Amount = Field(examples=[example("5000")])
    refunded: Amount = Field(description="What of it went back.", examples=[example("0")])


class GiftInKind(Schema):
    """What the producer says a patron gives; it is never counted."""

    patron: str = Field(examples=["MTV"])
    description: str = Field(examples=["The video on air, thirty times"])
    time: Time
    block_number: BlockNumber
    finality: Finality


class Tier(Schema):
    """A reward for a pledge, tied to the fan who took it."""

    number: int = Field(description="From 1, as `contribute` names it; 0 is no reward.", ge=1, examples=[1])
    label: str = Field(examples=["A signed record"])
    min_shares: Shares = Field(description="Least shares of the pledge that takes it.", examples=[10])
    limit: int = Field(description="Most fans who have it at one time.", examples=[50])
    taken: int = Field(description="How many have it now.", ge=0, examples=[12])


class Reflection(Schema):
    """Shares pledged, by whether their fans can still revoke them. Only firm ones count at the end."""

    firm: Shares = Field(examples=[2380])
    revocable: Shares = Field(examples=[50])
    last_firm_at: Time | None = Field(description="When the last window of all ends, or ended.")
    reopened_at: Time | None = Field(
        description="When revocations after the closing reopened it.", examples=[None]
    )
    reopened_until: Time | None = Field(description="Until when, pauses aside.", examples=[None])


class ProjectFinancing(Schema):
    """Who stands behind the project besides its shares."""

    as_of: AsOf
    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    consent: Consent
    lines: list[Line] = Field(description="In the order of the terms: contracts count them from 0.")
    gifts: list[Gift]
    gifts_in_kind: list[GiftInKind]
    tiers: list[Tier]
    reflection: Reflection

    @classmethod
    def of(cls, found: query.Financing) -> Self:
        return cls(
            as_of=AsOf.of(found.as_of),
            campaign=found.campaign,
            consent=_consent(found.consent),
            lines=[Line.of(each, found.currency, found.as_of) for each in found.lines],
            gifts=[
                Gift(
                    patron=each.patron,
                    amount=Amount.of(each.amount, found.currency),
                    refunded=Amount.of(each.refunded, found.currency),
                )
                for each in found.gifts
            ],
            gifts_in_kind=[
                GiftInKind(
                    patron=each.patron,
                    description=each.description,
                    time=format_time(each.time),
                    block_number=each.block_number,
                    finality=found.as_of.finality_of(each.block_number),
                )
                for each in found.gifts_in_kind
            ],
            tiers=[
                Tier(
                    number=each.number,
                    label=each.terms.label,
                    min_shares=each.terms.min_shares,
                    limit=each.terms.limit,
                    taken=each.taken,
                )
                for each in found.tiers
            ],
            reflection=_reflection(found.reflection),
        )


def _consent(consent: query.Consent) -> Consent:
    return Consent(
        artist=consent.artist,
        valid=consent.is_valid,
        revoked=consent.is_revoked,
        recorded_at=_moment(consent.recorded_at),
        served_at=_moment(consent.served_at),
        deadline=_moment(consent.deadline),
    )


def _reflection(reflection: query.Reflection) -> Reflection:
    return Reflection(
        firm=reflection.firm,
        revocable=reflection.revocable,
        last_firm_at=_moment(reflection.last_firm_at),
        reopened_at=_moment(reflection.reopened_at),
        reopened_until=_moment(reflection.reopened_until),
    )


def _moment(seconds: int | None) -> str | None:
    return None if seconds is None else format_time(seconds)
