from typing import Self

from pydantic import Field

import backend.queries.statements as query
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    Address,
    Amount,
    AsOf,
    Event,
    Hash,
    Schema,
    Time,
    example,
    format_time,
    place,
)
from backend.queries.status import AsOf as QueriedAsOf
from backend.queries.terms import Currency, PositionKind


class Period(Schema):
    start: Time = Field(description="First second of the period.", examples=["2026-07-01T00:00:00Z"])
    end: Time = Field(description="First second after the period.", examples=["2026-10-01T00:00:00Z"])


class Deduction(Schema):
    category: str = Field(examples=["commission"])
    amount: Amount = Field(examples=[example("8966.982113")])


class Part(Schema):
    """What one position of the waterfall got."""

    label: str = Field(examples=["Fans"])
    kind: PositionKind = Field(examples=["Percentage"])
    payee: Address | None = Field(description="null: the holders.", examples=[None])
    amount: Amount = Field(examples=[example("21033.017887")])


class Deposit(Event):
    """Receipts that came in. gross - deductions = net = the sum of parts + to_producer."""

    statement_id: Hash
    reporter: Address = Field(examples=["0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"])
    source: str = Field(description="Who paid.", examples=["distrokid"])
    period: Period
    gross: Amount = Field(examples=[example("30000")])
    deductions: list[Deduction]
    net: Amount = Field(examples=[example("21033.017887")])
    parts: list[Part]
    holders_amount: Amount = Field(examples=[example("21033.017887")])
    to_producer: Amount = Field(description="What exceeded the holders' cap.", examples=[example("0")])
    released: Amount = Field(
        description="What of it already belongs to holders.", examples=[example("21033.017887")]
    )
    document_hash: Hash
    uri: str = Field(description="Where the statement can be read.", examples=["https://example.org/q3.json"])
    corrects: Hash | None = Field(description="The statement that this one corrects.", examples=[None])

    @classmethod
    def of(cls, deposit: query.Deposit, currency: Currency, as_of: QueriedAsOf) -> Self:
        def amount(raw: int) -> Amount:
            return Amount.of(raw, currency)

        return cls(
            **place(deposit, as_of),
            statement_id=deposit.statement_id,
            reporter=deposit.reporter,
            source=deposit.source,
            period=Period(start=format_time(deposit.period_start), end=format_time(deposit.period_end)),
            gross=amount(deposit.gross),
            deductions=[
                Deduction(category=each.category, amount=amount(each.amount)) for each in deposit.deductions
            ],
            net=amount(deposit.net),
            parts=[
                Part(label=each.label, kind=each.kind, payee=each.payee, amount=amount(each.amount))
                for each in deposit.parts
            ],
            holders_amount=amount(deposit.holders_amount),
            to_producer=amount(deposit.to_producer),
            released=amount(deposit.released),
            document_hash=deposit.document_hash,
            uri=deposit.uri,
            corrects=deposit.corrects,
        )


class Point(Schema):
    """Everything up to and including one deposit."""

    time: Time
    net: Amount = Field(examples=[example("21033.017887")])
    holders_amount: Amount = Field(examples=[example("21033.017887")])


class DepositList(Schema):
    """Every deposit, oldest first, and their running totals."""

    as_of: AsOf
    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    deposits: list[Deposit]
    series: list[Point] = Field(description="One point per deposit.")

    @classmethod
    def of(cls, found: query.Deposits) -> Self:
        return cls(
            as_of=AsOf.of(found.as_of),
            campaign=found.campaign,
            deposits=[Deposit.of(each, found.currency, found.as_of) for each in found.deposits],
            series=[
                Point(
                    time=format_time(each.time),
                    net=Amount.of(each.net, found.currency),
                    holders_amount=Amount.of(each.holders_amount, found.currency),
                )
                for each in found.series
            ],
        )
