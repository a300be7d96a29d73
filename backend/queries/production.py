"""How a project's money leaves the pot: by milestones, under the eyes of its holders, or back (rule 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.catalogue import SaidStatus
from backend.queries.laterals import STATUS, SUPPLY
from backend.queries.project import ProjectUnknown
from backend.queries.questions import QUESTIONS, Question, read_questions
from backend.queries.status import AsOf, as_of
from backend.queries.terms import Currency, MilestoneTerms, ProductionTerms, read_production
from backend.tables import Address, Units

MAX_REFUSALS = 2
"""After so many a milestone cannot be announced again, and is a ground to wind down (rule 4.3)."""
WHOLE_BPS = 10_000
ENDED = ("failed", "cancelled", "wound_down")

MilestoneState = Literal["waiting", "announced", "marked", "released", "refused", "lapsed", "never_released"]


@dataclass(frozen=True, slots=True)
class Milestone:
    """number: from 0, in the order of the terms.

    amount: of the pot as it is now; None before success. state: "announced" while holders may object and
    until the tally is read; "marked" when enough objected and it is read again; "refused" and "lapsed" until
    it is announced again; "never_released" once the campaign failed or was cancelled, or the project was
    wound down. question: the newest announcement. is_overdue: due, and not released, of a project that
    succeeded. has_grounds: holders may ask to wind down because of it.
    """

    number: int
    terms: MilestoneTerms
    amount: int | None
    state: MilestoneState
    refusals: int
    released_at: int | None
    is_overdue: bool
    has_grounds: bool
    question: Question | None


@dataclass(frozen=True, slots=True)
class WindDown:
    """unspent: what was left of what all had brought; given_back: what of it went back since.

    to_give_back: what still waits for who brought it. What rounding leaves belongs to nobody. question: the
    one that decided it, with the milestone that was its ground.
    """

    time: int
    block_number: int
    unspent: int
    brought: int
    per_share: int
    given_back: int
    to_give_back: int
    question: Question


@dataclass(frozen=True, slots=True)
class Production:
    """pot: all that milestones release; None before success. pot = released + unspent, until a wind-down.

    asks_to_wind_down: the open question, if it is that one. past: questions that ended, newest first.
    """

    as_of: AsOf
    campaign: str
    currency: Currency
    terms: ProductionTerms
    pot: int | None
    released: int
    unspent: int
    milestones: tuple[Milestone, ...]
    asks_to_wind_down: Question | None
    past: tuple[Question, ...]
    wind_down: WindDown | None


_PRODUCTION = (
    text(
        f"""
        select p.currency, p.currency_symbol, p.currency_decimals, p.terms -> 'production' as production,
            p.terms -> 'campaign' ->> 'pricePerShare' as price, s.status, o.shares, o.raised,
            o.pot + l.later as pot, w.unspent, w.brought, w.per_share, w.time as wound_down_at,
            w.block_number as wound_down_in,
            g.given_back, q.questions
        from projects p
        cross join lateral {STATUS} s
        cross join lateral {SUPPLY} u
        left join lateral (
            select * from status_changes
            where campaign = p.campaign and status = 'succeeded' and block_number <= :at) o on true
        cross join lateral (
            select coalesce(sum(amount), 0) as later from line_changes
            where campaign = p.campaign and state = 'escrowed' and block_number <= :at
                and (block_number, log_index) > (o.block_number, o.log_index)) l
        left join lateral (
            select x.*, b.time from wind_downs x join blocks b on b.number = x.block_number
            where x.campaign = p.campaign and x.block_number <= :at) w on true
        cross join lateral (
            select coalesce(sum(amount), 0) as given_back from (
                select amount from exits where campaign = p.campaign and block_number <= :at
                union all select amount from gift_refunds where campaign = p.campaign and block_number <= :at
                union all select amount from line_changes
                where campaign = p.campaign and state = 'returned' and block_number <= :at) backs) g
        cross join lateral {QUESTIONS} q
        where p.campaign = :campaign and p.block_number <= :at
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address))
    .columns(
        currency=Address,
        raised=Units,
        pot=Units,
        unspent=Units,
        brought=Units,
        per_share=Units,
        given_back=Units,
    )
)


async def production(connection: AsyncConnection, campaign: str, at_block: int | None = None) -> Production:
    """Milestones, questions and the pot of a project. Raises ProjectUnknown."""
    at = await as_of(connection, at_block)
    row = (await connection.execute(_PRODUCTION, {"at": at.number, "campaign": campaign})).one_or_none()
    if row is None:
        raise ProjectUnknown(campaign)
    terms = read_production(row.production)
    questions = read_questions(row.questions or (), terms.objection_bps)
    released = sum(each.amount or 0 for each in questions if each.outcome == "released")
    wound_down = _wind_down(row, questions)
    left = wound_down.to_give_back if wound_down else (row.pot or 0) - released
    open_question = next((each for each in questions if each.outcome is None), None)
    return Production(
        as_of=at,
        campaign=campaign,
        currency=Currency(row.currency, row.currency_symbol, row.currency_decimals),
        terms=terms,
        pot=row.pot,
        released=released,
        unspent=left,
        milestones=_milestones(terms, questions, row.pot, row.status, at.time),
        asks_to_wind_down=open_question if open_question and open_question.winds_down else None,
        past=tuple(each for each in reversed(questions) if each.outcome is not None),
        wind_down=wound_down,
    )


def _wind_down(row: Row[Any], questions: Sequence[Question]) -> WindDown | None:
    if row.wound_down_at is None:
        return None
    given = row.raised - row.shares * int(row.price)
    escrowed = row.brought - row.raised
    due = row.per_share * row.shares
    due += sum(part * row.unspent // row.brought for part in (given, escrowed))
    return WindDown(
        time=row.wound_down_at,
        block_number=row.wound_down_in,
        unspent=row.unspent,
        brought=row.brought,
        per_share=row.per_share,
        given_back=row.given_back,
        to_give_back=due - row.given_back,
        question=next(each for each in questions if each.outcome == "wound_down"),
    )


def _milestones(
    terms: ProductionTerms, questions: Sequence[Question], pot: int | None, status: SaidStatus, now: int
) -> tuple[Milestone, ...]:
    amounts: list[int | None] = [None] * len(terms.milestones)
    if pot is not None:
        parts = [pot * each.bps // WHOLE_BPS for each in terms.milestones[:-1]]
        amounts = [*parts, pot - sum(parts)]
    return tuple(
        _milestone(
            number,
            each,
            amount,
            [asked for asked in questions if asked.milestone == number and not asked.winds_down],
            status,
            (now >= each.due_at, now >= each.due_at + terms.grace_seconds),
        )
        for number, (each, amount) in enumerate(zip(terms.milestones, amounts, strict=True))
    )


def _milestone(
    number: int,
    terms: MilestoneTerms,
    amount: int | None,
    announced: Sequence[Question],
    status: SaidStatus,
    passed: tuple[bool, bool],
) -> Milestone:
    """passed: whether the due date has, and its grace."""
    newest = announced[-1] if announced else None
    state = _state(newest, status in ENDED)
    refusals = sum(each.outcome == "refused" for each in announced)
    is_pending = status == "succeeded" and state != "released"
    is_due, is_past_grace = passed
    return Milestone(
        number=number,
        terms=terms,
        amount=amount,
        state=state,
        refusals=refusals,
        released_at=newest.ended_at if newest and state == "released" else None,
        is_overdue=is_pending and is_due,
        has_grounds=is_pending and (refusals >= MAX_REFUSALS or is_past_grace),
        question=newest,
    )


def _state(newest: Question | None, has_ended: bool) -> MilestoneState:
    if has_ended and (newest is None or newest.outcome != "released"):
        return "never_released"
    if newest is None:
        return "waiting"
    match newest.outcome:
        case None:
            return "announced" if newest.read_again_at is None else "marked"
        case "released" | "refused" | "lapsed" as ended:
            return ended
    raise ValueError(f"a release that ended as {newest.outcome}")
