"""What comes next in projects, from their terms and from what the chain said: for a page and a calendar."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.catalogue import status_at
from backend.queries.closing import read_closing
from backend.queries.laterals import CLOSING, STATUS, SUPPLY
from backend.queries.portfolio import Holding
from backend.queries.questions import QUESTIONS, Question, read_questions
from backend.queries.status import AsOf
from backend.queries.terms import ProductionTerms, read_campaign, read_production
from backend.queries.writing import show_line
from backend.tables import Address, Units

DateKind = Literal["opens", "closes", "firm", "report", "objections", "reading", "milestone", "grace"]


@dataclass(frozen=True, slots=True)
class NextDate:
    """kind: "opens" and "closes" of a campaign; "firm", a pledge's time for reflection ends; "report", a
    statement is due (5.6); "objections", holders can object until then, "reading", what they said is read
    then (4.2), of the wind-down that is asked for or the release of `label`; "milestone", it is due, and
    "grace", holders may ask to wind down from then because it is not released (4.3).

    at: seconds since 1970. number: of the milestone or question, or the time itself of what never moves:
    by it a date that moves is known again. shares: of pledges. is_past: it should have happened.
    """

    kind: DateKind
    at: int
    campaign: str
    name: str
    number: int
    label: str
    shares: int
    is_past: bool


_DATES = (
    text(
        f"""
        select p.campaign, p.name, p.terms -> 'campaign' as campaign_terms,
            p.terms -> 'production' as production, s.status,
            k.reopened_until, k.reopened_at, k.opened_at, k.pauses, q.questions, d.due_at
        from projects p
        cross join lateral {STATUS} s
        cross join lateral {CLOSING} k
        cross join lateral {SUPPLY} u
        cross join lateral {QUESTIONS} q
        left join lateral (
            select due_at from statement_dues where campaign = p.campaign and block_number <= :at
            order by block_number desc, log_index desc limit 1) d on true
        where p.campaign in :campaigns and p.block_number <= :at
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("campaigns", type_=Address, expanding=True))
    .columns(campaign=Address, due_at=Units)
)


async def next_dates(connection: AsyncConnection, at: AsOf, campaigns: Iterable[str]) -> tuple[NextDate, ...]:
    """Of these projects, the earliest first."""
    rows = await connection.execute(_DATES, {"at": at.number, "campaigns": [*campaigns]})
    return sort_dates(each for row in rows for each in _dates(row, at.time))


async def holding_dates(
    connection: AsyncConnection, at: AsOf, holdings: Sequence[Holding]
) -> tuple[NextDate, ...]:
    """Of the projects of a wallet, and of its own pledges.

    What comes next where it is settled who holds the shares is of no concern to who has none, and no role.
    """
    settled = ("succeeded", "wound_down")
    concerned = [
        each.campaign for each in holdings if each.shares or each.roles or each.status not in settled
    ]
    dates = await next_dates(connection, at, concerned) if concerned else ()
    return sort_dates([*dates, *pledge_dates(holdings)])


def pledge_dates(holdings: Sequence[Holding]) -> Iterator[NextDate]:
    """When the pledges of a wallet become firm; those that do together are one date."""
    for holding in holdings:
        shares: Counter[int] = Counter()
        for pledge in holding.pledges:
            if not pledge.is_firm:
                shares[pledge.firm_at] += pledge.shares
        for at, number in shares.items():
            yield NextDate("firm", at, holding.campaign, holding.name, at, "", number, False)


def sort_dates(dates: Iterable[NextDate]) -> tuple[NextDate, ...]:
    return tuple(sorted(dates, key=lambda each: (each.at, each.campaign, each.kind, each.number)))


def _dates(row: Row[Any], now: int) -> Iterator[NextDate]:
    terms, name = read_campaign(row.campaign_terms), show_line(row.name)

    def date(kind: DateKind, at: int, number: int = 0, label: str = "") -> NextDate:
        return NextDate(kind, at, row.campaign, name, number, label, 0, now >= at)

    closing = read_closing(row, terms.closes_at, now)
    status = status_at(row.status, terms.opens_at, closing, now)
    if status in ("approved", "raising") and now < terms.opens_at:
        yield date("opens", terms.opens_at)
    if status == "raising":
        yield date("closes", closing.closes_at)
    if status in ("succeeded", "wound_down") and row.due_at is not None:
        yield date("report", row.due_at, row.due_at)
    if status == "succeeded":
        production = read_production(row.production)
        questions = read_questions(row.questions or (), production.objection_bps)
        for question in questions:
            if question.outcome is None:
                yield _question_date(question, production, date, now)
        released = {each.milestone for each in questions if each.outcome == "released"}
        for number, milestone in enumerate(production.milestones):
            if number not in released:
                grace_ends = milestone.due_at + production.grace_seconds
                yield date("milestone", milestone.due_at, number, milestone.label)
                if milestone.due_at <= now < grace_ends:
                    yield date("grace", grace_ends, number, milestone.label)


def _question_date(question: Question, production: ProductionTerms, date: Any, now: int) -> NextDate:
    label = "" if question.winds_down else production.milestones[question.milestone].label
    kind = "objections" if now < question.objections_until else "reading"
    at = question.objections_until if kind == "objections" else question.readable_from
    found: NextDate = date(kind, at, question.round, label)
    return found
