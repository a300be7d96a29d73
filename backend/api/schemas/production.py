from typing import Self

from pydantic import Field

import backend.queries.production as query
import backend.queries.questions as questions
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    Address,
    Amount,
    AsOf,
    BlockNumber,
    Bps,
    Finality,
    Hash,
    Schema,
    Shares,
    Time,
    example,
)
from backend.queries.status import AsOf as QueriedAsOf
from backend.queries.terms import Currency
from backend.queries.times import format_time


class Question(Schema):
    """What holders were asked: to let a release pass, or to wind the project down."""

    round: int = Field(description="Counts from 1; requests to wind down come after 200.", ge=1, examples=[1])
    milestone: int = Field(
        description="What is to be released, or the ground to wind down; from 0.", examples=[0]
    )
    winds_down: bool = Field(examples=[False])
    asked_at: Time
    block_number: BlockNumber = Field(description="In which it was asked.")
    finality: Finality
    asked_by: Address | None = Field(description="The holder who asked to wind down.", examples=[None])
    objections_until: Time
    objecting: Shares = Field(
        description="Shares of those who objected, now; once it has ended, when it was marked or else then.",
        examples=[120],
    )
    needed: Shares = Field(
        description="Of the supply: so many stop a release, or wind the project down.", examples=[810]
    )
    supply: Shares = Field(
        description="Now; once it has ended, when it was marked or else then.", examples=[2430]
    )
    read_again_at: Time | None = Field(description="Once enough objected.", examples=[None])
    lapses_at: Time = Field(description="Unless the tally is read by then, by anyone.")
    amount: Amount | None = Field(description="Of a release.", examples=[example("46170")])
    evidence_hash: Hash | None
    evidence_uri: str | None = Field(
        description="As the producer wrote it.", examples=["https://example.org/day-1.pdf"]
    )
    outcome: questions.Outcome | None = Field(description="null: it is open.", examples=["released"])
    ended_at: Time | None
    ended_block_number: BlockNumber | None = Field(description="Of the outcome.")
    ended_finality: Finality | None
    transaction_hash: Hash

    @classmethod
    def of(cls, question: questions.Question, currency: Currency, as_of: QueriedAsOf) -> Self:
        ended_in = question.ended_in
        return cls(
            round=question.round,
            milestone=question.milestone,
            winds_down=question.winds_down,
            asked_at=format_time(question.asked_at),
            block_number=question.block_number,
            finality=as_of.finality_of(question.block_number),
            asked_by=question.asked_by,
            objections_until=format_time(question.objections_until),
            objecting=question.objecting,
            needed=question.needed,
            supply=question.supply,
            read_again_at=_moment(question.read_again_at),
            lapses_at=format_time(question.lapses_at),
            amount=None if question.amount is None else Amount.of(question.amount, currency),
            evidence_hash=question.evidence_hash,
            evidence_uri=question.uri,
            outcome=question.outcome,
            ended_at=_moment(question.ended_at),
            ended_block_number=ended_in,
            ended_finality=None if ended_in is None else as_of.finality_of(ended_in),
            transaction_hash=question.transaction_hash,
        )


class Milestone(Schema):
    """A part of the pot, or a line of the budget, and whether the producer has it."""

    number: int = Field(description="From 0, in the order of the terms.", ge=0, examples=[0])
    label: str = Field(examples=["First day of shooting"])
    bps: Bps = Field(description="Of the pot.", examples=[4000])
    amount: Amount | None = Field(
        description="Of the pot as it is now; null before success.", examples=[example("46170")]
    )
    due_at: Time
    state: query.MilestoneState = Field(
        description="refused and lapsed: until it is announced again; never_released: the campaign failed or "
        "was cancelled, or the project was wound down.",
        examples=["released"],
    )
    refusals: int = Field(description="After two it cannot be announced again.", ge=0, examples=[0])
    released_at: Time | None
    overdue: bool = Field(examples=[False])
    grounds_to_wind_down: bool = Field(
        description="Refused twice, or overdue past the grace of the terms.", examples=[False]
    )
    question: Question | None = Field(description="Its newest announcement.")

    @classmethod
    def of(cls, milestone: query.Milestone, currency: Currency, as_of: QueriedAsOf) -> Self:
        asked = milestone.question
        return cls(
            number=milestone.number,
            label=milestone.terms.label,
            bps=milestone.terms.bps,
            amount=None if milestone.amount is None else Amount.of(milestone.amount, currency),
            due_at=format_time(milestone.terms.due_at),
            state=milestone.state,
            refusals=milestone.refusals,
            released_at=_moment(milestone.released_at),
            overdue=milestone.is_overdue,
            grounds_to_wind_down=milestone.has_grounds,
            question=None if asked is None else Question.of(asked, currency, as_of),
        )


class WindDown(Schema):
    """What was unspent goes back to fans, patrons and financiers, in proportion to what each brought."""

    time: Time
    block_number: BlockNumber
    finality: Finality
    unspent_when_ended: Amount = Field(
        description="All that went or goes back, but for rounding; it does not shrink.",
        examples=[example("60000")],
    )
    brought: Amount = Field(description="By all of them together.", examples=[example("121500")])
    per_share: Amount = Field(examples=[example("24.691358")])
    given_back: Amount = Field(description="So far.", examples=[example("55000")])
    to_give_back: Amount = Field(description="Waiting for those who brought it.", examples=[example("5000")])
    ground: int = Field(
        description="Number of the milestone, from 0, that was refused twice or late past its grace.",
        examples=[1],
    )
    question: Question = Field(description="The request that the holders agreed to.")


class Production(Schema):
    """How the money leaves the pot. pot = released + unspent, until a wind-down."""

    as_of: AsOf
    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    objection_bps: Bps = Field(
        description="Of all shares: so many stop a release, or wind the project down.", examples=[3333]
    )
    objection_seconds: int = Field(description="How long holders may object.", examples=[1_209_600])
    grace_seconds: int = Field(
        description="How late a milestone may be before holders may ask to wind down.", examples=[2_592_000]
    )
    pot: Amount | None = Field(description="null before success.", examples=[example("115425")])
    released: Amount = Field(examples=[example("46170")])
    unspent: Amount = Field(
        description="Still in the contract now; after a wind-down, what waits for those who brought it.",
        examples=[example("69255")],
    )
    milestones: list[Milestone]
    asks_to_wind_down: Question | None = Field(description="The open question, if it is that one.")
    past: list[Question] = Field(description="Questions that ended, newest first.")
    wind_down: WindDown | None

    @classmethod
    def of(cls, found: query.Production) -> Self:
        currency, asked = found.currency, found.asks_to_wind_down
        return cls(
            as_of=AsOf.of(found.as_of),
            campaign=found.campaign,
            objection_bps=found.terms.objection_bps,
            objection_seconds=found.terms.objection_seconds,
            grace_seconds=found.terms.grace_seconds,
            pot=None if found.pot is None else Amount.of(found.pot, currency),
            released=Amount.of(found.released, currency),
            unspent=Amount.of(found.unspent, currency),
            milestones=[Milestone.of(each, currency, found.as_of) for each in found.milestones],
            asks_to_wind_down=None if asked is None else Question.of(asked, currency, found.as_of),
            past=[Question.of(each, currency, found.as_of) for each in found.past],
            wind_down=_wind_down(found.wind_down, currency, found.as_of),
        )


def _wind_down(end: query.WindDown | None, currency: Currency, as_of: QueriedAsOf) -> WindDown | None:
    if end is None:
        return None
    return WindDown(
        time=format_time(end.time),
        block_number=end.block_number,
        finality=as_of.finality_of(end.block_number),
        unspent_when_ended=Amount.of(end.unspent, currency),
        brought=Amount.of(end.brought, currency),
        per_share=Amount.of(end.per_share, currency),
        given_back=Amount.of(end.given_back, currency),
        to_give_back=Amount.of(end.to_give_back, currency),
        ground=end.question.milestone,
        question=Question.of(end.question, currency, as_of),
    )


def _moment(seconds: int | None) -> str | None:
    return None if seconds is None else format_time(seconds)
