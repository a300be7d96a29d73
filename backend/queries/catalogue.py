"""All projects, as cards."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.laterals import ROYALTIES, STATUS
from backend.queries.status import AsOf, as_of
from backend.queries.terms import CampaignTerms, Currency, FinancierLine, Terms, read_terms
from backend.tables import Address, Units

SaidStatus = Literal["proposed", "approved", "raising", "succeeded", "failed", "cancelled"]
ProjectStatus = SaidStatus | Literal["closed", "lapsed"]


@dataclass(frozen=True, slots=True)
class Financing:
    """Who brings the budget: the fans at most `community` (price x cap shares), professionals their lines."""

    total_budget: int
    community: int
    community_bps: int
    lines: tuple[FinancierLine, ...]


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project at a glance.

    status: what the chain said last, and two questions of time: "lapsed" (not opened by its opening time) and
        "closed" (closing has passed, anyone may finalise).
    raised: all that fans contributed, also when it was refunded since; `refunded`: what of it went back.
    percent: of the goal, rounded down; may be above 100.
    backers: how many fans contributed.
    royalties: all that came in for the holders, released or not.
    """

    campaign: str
    name: str
    symbol: str
    model: str
    status: ProjectStatus
    currency: Currency
    goal: int
    cap: int
    raised: int
    refunded: int
    percent: int
    backers: int
    opens_at: int
    closes_at: int
    royalties: int
    financing: Financing


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Newest first."""

    as_of: AsOf
    projects: tuple[ProjectCard, ...]


CARD_COLUMNS = """
    p.campaign, p.name, p.symbol, p.model, p.terms, p.currency, p.currency_symbol, p.currency_decimals,
    s.status, c.raised, c.backers, r.refunded, y.deposited + y.given as royalties
"""

CARD_TABLES = f"""
    projects p
    cross join lateral {STATUS} s
    cross join lateral (
        select coalesce(sum(amount), 0) as raised, count(distinct fan) as backers
        from contributions where campaign = p.campaign and block_number <= :at) c
    cross join lateral (
        select coalesce(sum(amount), 0) as refunded
        from refunds where campaign = p.campaign and block_number <= :at) r
    cross join lateral {ROYALTIES} y
"""

CARD_TYPES: dict[str, Any] = {
    "campaign": Address,
    "currency": Address,
    "raised": Units,
    "refunded": Units,
    "royalties": Units,
}

_PROJECTS = (
    text(
        f"select {CARD_COLUMNS} from {CARD_TABLES} where p.block_number <= :at "
        "order by p.block_number desc, p.log_index desc"
    )
    .bindparams(bindparam("at", type_=BIGINT))
    .columns(**CARD_TYPES)
)


async def projects(connection: AsyncConnection, at_block: int | None = None) -> Catalogue:
    """Every project that the factory opened."""
    at = await as_of(connection, at_block)
    rows = await connection.execute(_PROJECTS, {"at": at.number})
    return Catalogue(at, tuple(read_card(row, read_terms(row.terms), at.time) for row in rows))


def read_card(row: Row[Any], terms: Terms, now: int) -> ProjectCard:
    campaign = terms.campaign
    return ProjectCard(
        campaign=row.campaign,
        name=row.name,
        symbol=row.symbol,
        model=row.model,
        status=status_at(row.status, campaign, now),
        currency=Currency(row.currency, row.currency_symbol, row.currency_decimals),
        goal=campaign.goal,
        cap=campaign.cap,
        raised=row.raised,
        refunded=row.refunded,
        percent=row.raised * 100 // campaign.goal,
        backers=row.backers,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        royalties=row.royalties,
        financing=Financing(campaign.total_budget, campaign.cap, campaign.community_bps, terms.financiers),
    )


def status_at(said: SaidStatus, terms: CampaignTerms, now: int) -> ProjectStatus:
    """What the chain `said` last, read at the time `now`."""
    if said in ("proposed", "approved") and now >= terms.opens_at:
        return "lapsed"
    if said == "raising" and now >= terms.closes_at:
        return "closed"
    return said
