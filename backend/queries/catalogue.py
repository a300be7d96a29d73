"""All projects, as cards."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT, BOOLEAN
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.closing import Closing, read_closing
from backend.queries.laterals import APPROVED, CLOSING, RAISED, ROYALTIES, STATUS
from backend.queries.status import AsOf, as_of
from backend.queries.terms import Currency, FinancierLine, read_campaign, read_financiers
from backend.queries.writing import show_line
from backend.tables import Address, Units

SaidStatus = Literal["proposed", "approved", "raising", "succeeded", "failed", "cancelled", "wound_down"]
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
    approved: whether the platform ever approved the listing. Anyone can propose anything under any name.
    to_refund: what a wind-down gives back to fans and patrons in all, `refunded` being what of it went back;
        the financiers' part is beside it. 0 without a wind-down.
    raised: what fans contributed and did not revoke, and patrons gave (`gifts`), also when it went back
        since, by refund or wind-down: `refunded`. What a wind-down still owes is not in `refunded`.
    percent: of the goal, rounded down; may be above 100.
    backers: how many fans contributed and did not revoke.
    closes_at: with reopening and pauses, as of now. is_paused: whether the platform's pause keeps fans out.
    royalties: all that came in for the holders, released or not.
    is_overdue: whether a statement of receipts should be there and is not (rule 5.6).
    """

    campaign: str
    name: str
    symbol: str
    model: str
    status: ProjectStatus
    approved: bool
    currency: Currency
    goal: int
    cap: int
    raised: int
    gifts: int
    refunded: int
    to_refund: int
    percent: int
    backers: int
    opens_at: int
    closes_at: int
    is_paused: bool
    royalties: int
    is_overdue: bool
    financing: Financing


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Newest first."""

    as_of: AsOf
    projects: tuple[ProjectCard, ...]


CARD_COLUMNS = """
    p.campaign, p.name, p.symbol, p.model, p.currency, p.currency_symbol, p.currency_decimals,
    p.terms -> 'campaign' as campaign_terms, p.terms -> 'financiers' as financiers,
    s.status, a.approved, r.pledged, r.gifts, r.backers, r.refunded, y.deposited + y.given as royalties,
    k.reopened_until, k.reopened_at, k.opened_at, k.pauses,
    w.per_share as exit_price, w.unspent as left_at_end, w.brought as brought_at_end, d.due_at
"""

CARD_JOINS = f"""
    cross join lateral {STATUS} s
    cross join lateral {APPROVED} a
    cross join lateral {RAISED} r
    cross join lateral {CLOSING} k
    cross join lateral {ROYALTIES} y
    left join lateral (
        select per_share, unspent, brought from wind_downs
        where campaign = p.campaign and block_number <= :at) w on true
    left join lateral (
        select due_at from statement_dues where campaign = p.campaign and block_number <= :at
        order by block_number desc, log_index desc limit 1) d on true
"""

CARD_TABLES = f"projects p {CARD_JOINS}"

CARD_TYPES: dict[str, Any] = {
    "campaign": Address,
    "currency": Address,
    "pledged": Units,
    "gifts": Units,
    "refunded": Units,
    "royalties": Units,
    "exit_price": Units,
    "left_at_end": Units,
    "brought_at_end": Units,
}

_PROJECTS = (
    text(
        f"select {CARD_COLUMNS} from {CARD_TABLES} "
        "where p.block_number <= :at and (a.approved or not :approved_only) "
        "order by p.block_number desc, p.log_index desc"
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("approved_only", type_=BOOLEAN))
    .columns(**CARD_TYPES)
)


async def projects(
    connection: AsyncConnection, at_block: int | None = None, *, approved_only: bool = False
) -> Catalogue:
    """Every project that the factory opened; with `approved_only`, without those that anyone may propose."""
    at = await as_of(connection, at_block)
    rows = await connection.execute(_PROJECTS, {"at": at.number, "approved_only": approved_only})
    return Catalogue(at, tuple(read_card(row, at.time) for row in rows))


def read_card(row: Row[Any], now: int) -> ProjectCard:
    campaign = read_campaign(row.campaign_terms)
    closing = read_closing(row, campaign.closes_at, now)
    raised = row.pledged + row.gifts
    return ProjectCard(
        campaign=row.campaign,
        name=show_line(row.name),
        symbol=show_line(row.symbol),
        model=show_line(row.model),
        status=status_at(row.status, campaign.opens_at, closing, now),
        approved=row.approved,
        currency=Currency(row.currency, row.currency_symbol, row.currency_decimals),
        goal=campaign.goal,
        cap=campaign.cap,
        raised=raised,
        gifts=row.gifts,
        refunded=row.refunded,
        to_refund=_to_refund(row, campaign.price_per_share),
        percent=raised * 100 // campaign.goal,
        backers=row.backers,
        opens_at=campaign.opens_at,
        closes_at=closing.closes_at,
        is_paused=closing.is_paused,
        royalties=row.royalties,
        is_overdue=row.due_at is not None and now > row.due_at,
        financing=Financing(
            campaign.total_budget, campaign.cap, campaign.community_bps, read_financiers(row.financiers)
        ),
    )


def _to_refund(row: Row[Any], price_per_share: int) -> int:
    if row.exit_price is None:
        return 0
    gifts: int = row.gifts * row.left_at_end // row.brought_at_end
    shares: int = row.pledged // price_per_share * row.exit_price
    return shares + gifts


def status_at(said: SaidStatus, opens_at: int, closing: Closing, now: int) -> ProjectStatus:
    """What the chain `said` last, read at the time `now`."""
    if said in ("proposed", "approved") and now >= opens_at:
        return "lapsed"
    if said == "raising" and now >= closing.closes_at:
        return "closed"
    return said
