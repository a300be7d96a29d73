"""What templates need beside the answers of queries: where things stand on charts and gauges."""

from dataclasses import dataclass

from backend.queries.catalogue import Financing, ProjectCard
from backend.queries.portfolio import Portfolio
from backend.queries.production import Production
from backend.queries.project import Project
from backend.queries.statements import Deposits
from backend.queries.terms import Currency
from backend.web.carried import Prospectus, read_prospectus
from backend.web.charts import Segment, StepChart, draw_steps, fill_bar, place_mark

ENDED = ("failed", "cancelled", "lapsed", "wound_down")
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
class FinancingBar:
    """The budget as one bar, in per mille: what fans and patrons brought, what fans still may, the
    financiers' lines.

    ceiling: the most that fans may bring by the terms, in units; where it stands on the bar.
    """

    segments: tuple[Segment, ...]
    ceiling: int
    ceiling_at: int


def fill_financing(financing: Financing, pledged: int, gifts: int) -> FinancingBar:
    """The bar of the budget; the ceiling is rounded down, as the contract does."""
    lines = sum(line.amount for line in financing.lines)
    whole = max(financing.total_budget, max(financing.community, pledged) + gifts + lines)
    parts = [("fans", pledged), ("open", max(0, financing.community - pledged)), ("gifts", gifts)]
    parts += [(f"line-{index % 8}", line.amount) for index, line in enumerate(financing.lines)]
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
    return draw_steps(min(began, default=payments[0][0]), project.as_of.time, payments)


@dataclass(frozen=True)
class Total:
    """Of all projects of a wallet in one currency; cost: paid for shares and given, less what came back."""

    currency: Currency
    cost: int
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
                cost=sum(each.contributed + each.given - each.refunded for each in mine),
                earned=sum(each.earned for each in mine),
                paid=sum(each.paid for each in mine),
                claimable=sum(each.claimable for each in mine),
            )
        )
    return tuple(totals)
