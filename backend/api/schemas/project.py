from typing import Self

from pydantic import Field

import backend.queries.project as query
from backend.api.schemas.amounts import (
    Address,
    Amount,
    AsOf,
    Bps,
    Event,
    Hash,
    Schema,
    Shares,
    example,
    place,
)
from backend.api.schemas.projects import ProjectSummary
from backend.queries.catalogue import SaidStatus
from backend.queries.terms import Currency, PositionKind
from backend.queries.times import format_time


class StatusChange(Event):
    status: SaidStatus = Field(examples=["succeeded"])


class Position(Schema):
    """A line of the waterfall: off the top first, then what is recouped, then percentages of the rest."""

    kind: PositionKind = Field(examples=["Percentage"])
    payee: Address | None = Field(description="null: the holders.", examples=[None])
    bps: Bps = Field(
        description="Of the gross (OffTheTop), the premium (Recoup), of what is left (Percentage).",
        examples=[4000],
    )
    amount: Amount = Field(description="Most that is recouped, the premium aside.", examples=[example("0")])
    with_previous: bool = Field(description="Recoups pari passu with the one before.", examples=[False])
    label: str = Field(examples=["Fans"])
    received: Amount = Field(examples=[example("8413.207155")])


class Terms(Schema):
    """What binds the project for good."""

    price_per_share: Amount = Field(examples=[example("50")])
    cap_shares: Shares = Field(examples=[2700])
    least_shares: Shares = Field(examples=[1])
    min_shares_per_fan: Shares = Field(examples=[1])
    max_shares_per_fan: Shares = Field(examples=[200])
    collectors: list[Address] = Field(
        description="Who may report receipts beside the producer.",
        examples=[["0x90F79bf6EB2c4f870365E785982E1f101E93b906"]],
    )
    deduction_ceiling_bps: Bps = Field(description="The most that a statement may deduct.", examples=[3000])
    royalty_steps: int = Field(description="Daily steps in which a deposit enters; 1: at once.", examples=[7])
    holders_cap_per_share: Amount | None = Field(
        description="The most that one share can earn, as agreed; null: no cap. A wind-down lowers it: "
        "see `cap_per_share` of the waterfall.",
        examples=[None],
    )
    reflection_seconds: int = Field(description="How long each pledge can be revoked.", examples=[345_600])
    transfer_rule: Address | None = Field(
        description="Asked before shares are made or transferred; null: nobody.", examples=[None]
    )
    rule_keeper: Address | None = Field(examples=[None])
    contract_uri: str = Field(examples=["data:application/json,%7B%22name%22%3A%22La%20mer%20monte%22%7D"])
    document_hash: Hash
    document_uri: str = Field(examples=["https://example.org/prospectus.pdf"])


class Metadata(Schema):
    """What the producer wrote into the terms (ERC-7572). Nobody has checked it."""

    name: str | None = Field(examples=["La mer monte"])
    description: dict[str, str] = Field(
        description="By language.", examples=[{"fr": "Un film sur une île.", "en": "A film about an island."}]
    )
    image: str | None = Field(examples=[None])
    external_link: str | None = Field(examples=[None])


class Royalties(Schema):
    """All statements together."""

    deposits: int = Field(examples=[2])
    gross: Amount = Field(examples=[example("30000")])
    deductions: Amount = Field(examples=[example("8966.982113")])
    net: Amount = Field(examples=[example("21033.017887")])
    holders: Amount = Field(description="Of the net, for the holders.", examples=[example("8413.207155")])
    given: Amount = Field(
        description="What came to the holders without a statement.", examples=[example("0")]
    )
    released: Amount = Field(
        description="What already belongs to holders.", examples=[example("8413.207155")]
    )
    paid: Amount = Field(description="What was paid out to them.", examples=[example("8000")])


class Success(Schema):
    raised: Amount = Field(examples=[example("121500")])
    fee: Amount = Field(examples=[example("6075")])
    pot: Amount = Field(
        description="Raised less the fee, with the financiers' escrow.", examples=[example("115425")]
    )


class Project(ProjectSummary):
    """One project with its terms and all that became of it."""

    as_of: AsOf
    waterfall: Address = Field(examples=["0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9"])
    share_token: Address = Field(examples=["0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9"])
    producer: Address = Field(
        description="Who has the role now.", examples=["0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"]
    )
    candidate: Address | None = Field(description="To whom the producer offers its role.", examples=[None])
    proposer: Address = Field(examples=["0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"])
    artist: Address = Field(examples=["0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc"])
    terms: Terms
    terms_hash: Hash
    nonce: str = Field(
        description="The producer's number for this proposal.", pattern="^[0-9]+$", examples=["0"]
    )
    fee_bps: Bps = Field(description="The platform's part of the money raised.")
    metadata: Metadata
    proposed: Event
    supply: Shares = Field(description="Shares that exist now.", examples=[2430])
    history: list[StatusChange] = Field(description="What the chain said, oldest first.")
    success: Success | None = Field(description="What was settled when the goal was met.")
    positions: list[Position] = Field(description="In the order of the terms: contracts count them from 0.")
    receipts: Royalties

    @classmethod
    def of_project(cls, found: query.Project) -> Self:
        summary = ProjectSummary.of(found.card)
        return cls(
            **dict(summary),
            as_of=AsOf.of(found.as_of),
            waterfall=found.waterfall,
            share_token=found.share_token,
            producer=found.producer,
            candidate=found.candidate,
            proposer=found.proposer,
            artist=found.terms.artist,
            terms=_terms(found),
            terms_hash=found.terms_hash,
            nonce=str(found.nonce),
            fee_bps=found.fee_bps,
            metadata=Metadata(
                name=found.metadata.name,
                description=dict(found.metadata.description),
                image=found.metadata.image,
                external_link=found.metadata.external_link,
            ),
            proposed=Event(
                block_number=found.block_number,
                finality=found.as_of.finality_of(found.block_number),
                time=format_time(found.proposed_at),
                transaction_hash=found.transaction_hash,
            ),
            supply=found.supply,
            history=[StatusChange(status=each.status, **place(each, found.as_of)) for each in found.history],
            success=_success(found.success, found.card.currency),
            positions=[_position(each, found.card.currency) for each in found.positions],
            receipts=_receipts(found.royalties, found.card.currency),
        )


def _terms(found: query.Project) -> Terms:
    terms, campaign = found.terms, found.terms.campaign
    return Terms(
        price_per_share=Amount.of(campaign.price_per_share, found.card.currency),
        cap_shares=campaign.cap_shares,
        least_shares=campaign.least_shares,
        min_shares_per_fan=campaign.min_shares_per_fan,
        max_shares_per_fan=campaign.max_shares_per_fan,
        collectors=list(terms.collectors),
        deduction_ceiling_bps=terms.deduction_ceiling_bps,
        royalty_steps=terms.royalty_steps,
        holders_cap_per_share=Amount.of(terms.holders_cap_per_share, found.card.currency)
        if terms.holders_cap_per_share
        else None,
        reflection_seconds=campaign.reflection_seconds,
        transfer_rule=terms.transfer_rule,
        rule_keeper=terms.rule_keeper,
        contract_uri=terms.contract_uri,
        document_hash=terms.document_hash,
        document_uri=terms.document_uri,
    )


def _success(success: query.Success | None, currency: Currency) -> Success | None:
    if success is None:
        return None
    return Success(
        raised=Amount.of(success.raised, currency),
        fee=Amount.of(success.fee, currency),
        pot=Amount.of(success.pot, currency),
    )


def _position(position: query.Position, currency: Currency) -> Position:
    return Position(
        kind=position.kind,
        payee=position.payee,
        bps=position.bps,
        amount=Amount.of(position.amount, currency),
        with_previous=position.with_previous,
        label=position.label,
        received=Amount.of(position.received, currency),
    )


def _receipts(royalties: query.Royalties, currency: Currency) -> Royalties:
    return Royalties(
        deposits=royalties.deposits,
        gross=Amount.of(royalties.gross, currency),
        deductions=Amount.of(royalties.deductions, currency),
        net=Amount.of(royalties.net, currency),
        holders=Amount.of(royalties.holders, currency),
        given=Amount.of(royalties.given, currency),
        released=Amount.of(royalties.released, currency),
        paid=Amount.of(royalties.paid, currency),
    )
