"""What templates need beside the answers of queries: where things stand on charts and gauges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.amounts import format_amount
from backend.queries.catalogue import Financing, ProjectCard
from backend.queries.financing import Line
from backend.queries.portfolio import Portfolio
from backend.queries.production import Production
from backend.queries.project import Project
from backend.queries.statements import Deposits
from backend.queries.terms import Currency
from backend.queries.times import read_time
from backend.web.carried import Prospectus, read_prospectus
from backend.web.charts import Segment, StepChart, choose_step, draw_steps, fill_bar, place_mark

ENDED = ("failed", "cancelled", "lapsed", "wound_down")
DECIDED = (*ENDED, "succeeded")
SHELVES = {
    "": (),
    "open": ("approved", "raising", "closed"),
    "financed": ("succeeded",),
    "ended": ENDED,
}
"""Parts of the catalogue, by the word in its address, and the statuses on each; the first one holds all."""


@dataclass(frozen=True)
class Gauge:
    """What was raised on a bar as long as the cap, with the goal marked on it, in per mille."""

    filled: tuple[Segment, ...]
    goal_at: int


def fill_gauge(card: ProjectCard) -> Gauge:
    whole = max(card.cap, card.raised)
    return Gauge(fill_bar(whole, [("fans", card.raised)]), place_mark(whole, card.goal))


@dataclass(frozen=True)
class Plan:
    """Who brings the budget: before the end as agreed, after it as it really came.

    open: what fans may still bring; nothing after the end. lines: the financiers', in the order of the terms.
    """

    pledged: int
    gifts: int
    open: int
    lines: tuple[int, ...]

    @property
    def together(self) -> int:
        return self.pledged + self.gifts + self.open + sum(self.lines)


def plan_budget(card: ProjectCard, lines: Sequence[Line]) -> Plan:
    pledged = card.raised - card.gifts
    if card.status in DECIDED:
        came = tuple(line.terms.amount if line.was_brought else 0 for line in lines)
        return Plan(pledged, card.gifts, 0, came)
    planned = tuple(line.terms.amount for line in lines)
    return Plan(pledged, card.gifts, max(0, card.cap - pledged), planned)


@dataclass(frozen=True)
class FinancingBar:
    """The budget as one bar, in per mille: what fans and patrons brought, what fans still may, the
    financiers' lines.

    ceiling: the most that fans may bring by the terms, in units; where it stands on the bar.
    """

    segments: tuple[Segment, ...]
    ceiling: int
    ceiling_at: int


def fill_financing(financing: Financing, plan: Plan) -> FinancingBar:
    """The bar of the budget; the ceiling is rounded down, as the contract does."""
    whole = max(financing.total_budget, plan.together)
    parts = [("fans", plan.pledged), ("open", plan.open), ("gifts", plan.gifts)]
    parts += [(f"line-{index % 8}", amount) for index, amount in enumerate(plan.lines)]
    ceiling = financing.total_budget * financing.community_bps // 10_000
    return FinancingBar(fill_bar(whole, parts), ceiling, place_mark(whole, ceiling))


def read_evidence(production: Production) -> dict[int, Prospectus | None]:
    """Of each announcement, by its round, the text that it carries itself, if it does."""
    announced = [each.question for each in production.milestones if each.question]
    return {each.round: read_prospectus(each.uri or "", each.evidence_hash or "") for each in announced}


def chart_royalties(project: Project, deposits: Deposits) -> StepChart | None:
    """The holders' part of all deposits, summed up since the project succeeded; None before the first."""
    if not deposits.deposits:
        return None
    began = [change.time for change in project.history if change.status == "succeeded"]
    payments = [(deposit.time, deposit.holders_amount) for deposit in deposits.deposits]
    scale = choose_step(sum(amount for _, amount in payments))
    # In every language so many letters, give or take a space.
    letters = len(format_amount(scale[-1], deposits.currency.decimals, deposits.currency.symbol))
    return draw_steps(min(began, default=payments[0][0]), project.as_of.time, payments, letters)


def list_years(times: Iterable[int], now: int) -> list[int]:
    """Calendar years in UTC, from the first of these times to now, the newest first; none without times."""
    first = min(times, default=None)
    if first is None:
        return []
    return list(range(read_time(now).year, read_time(first).year - 1, -1))


def years_of(portfolio: Portfolio) -> list[int]:
    """In which the wallet was paid anything, and those since; of a mere holder, the one that is running."""
    holdings, now = portfolio.holdings, portfolio.as_of.time
    times = [payment.time for each in holdings for payment in each.payments]
    if any(each.shares for each in holdings):
        times.append(now)
    return list_years(times, now)


@dataclass(frozen=True)
class Total:
    """Of all projects of a wallet in one currency: what it brought and what went back, of shares, gifts and
    financiers' lines apart. Whoever bought shares from a fan may have more back than it contributed."""

    currency: Currency
    contributed: int
    refunded: int
    given: int
    gifts_refunded: int
    brought: int
    returned: int
    earned: int
    paid: int
    claimable: int


def sum_up(portfolio: Portfolio) -> tuple[Total, ...]:
    """One total per currency: amounts of different currencies are never added."""
    currencies = dict.fromkeys(holding.currency for holding in portfolio.holdings)
    totals = []
    for currency in currencies:
        mine = [holding for holding in portfolio.holdings if holding.currency == currency]
        totals.append(
            Total(
                currency=currency,
                contributed=sum(each.contributed for each in mine),
                refunded=sum(each.refunded for each in mine),
                given=sum(each.given for each in mine),
                gifts_refunded=sum(each.gifts_refunded for each in mine),
                brought=sum(line.escrowed for each in mine for line in each.lines),
                returned=sum(line.returned or 0 for each in mine for line in each.lines),
                earned=sum(each.earned for each in mine),
                paid=sum(each.paid for each in mine),
                claimable=sum(each.claimable for each in mine),
            )
        )
    return tuple(totals)
