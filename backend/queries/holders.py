"""Who holds a project's shares, and what each has earned; the list proves itself: its sum is the supply."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.laterals import CLAIMABLE, LEAVERS_INDEX, ROYALTY_INDEX, SUPPLY
from backend.queries.project import ProjectUnknown
from backend.queries.status import AsOf, as_of
from backend.queries.terms import Currency
from backend.tables import Address, Units
from backend.tables.accounts import holders_of


@dataclass(frozen=True, slots=True)
class Holder:
    """percent: of the supply, rounded half away from zero to 4 decimals.

    earned = paid + claimable. claimable: what `claim` would pay now, to the unit. owed: the part of it
    that was settled by a transfer or a failed payment. block_number: in which its account changed last.
    """

    holder: str
    shares: int
    percent: Decimal
    earned: int
    paid: int
    claimable: int
    owed: int
    block_number: int


@dataclass(frozen=True, slots=True)
class HoldersList:
    """supply: shares minted less shares burned. sum: the shares of `holders`. Most shares first.

    Who sold everything stays in the list as long as royalties were ever earned.
    """

    as_of: AsOf
    campaign: str
    currency: Currency
    supply: int
    sum: int
    holders: tuple[Holder, ...]


_HOLDERS = (
    text(
        f"""
        with gone as (
            select distinct on (holder) holder, shares, royalty_index, fraction
            from leavers where campaign = :campaign and block_number <= :at
            order by holder, block_number desc, log_index desc
        )
        select p.currency, p.currency_symbol, p.currency_decimals, u.supply,
            h.holder, h.shares, h.paid, h.owed, h.block_number, h.claimable, h.paid + h.claimable as earned,
            coalesce(round(100 * h.shares / nullif(u.supply, 0), 4), 0) as percent
        from projects p
        cross join lateral {SUPPLY} u
        cross join lateral {ROYALTY_INDEX} i
        cross join lateral {LEAVERS_INDEX} l
        left join lateral (
            select h.*, {CLAIMABLE} as claimable
            from {holders_of("p.campaign", ":at")} h left join gone g on g.holder = h.holder) h
            on h.shares > 0 or h.paid > 0 or h.claimable > 0
        where p.campaign = :campaign and p.block_number <= :at
        order by h.shares desc, h.holder
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address))
    .columns(currency=Address, holder=Address, paid=Units, owed=Units, claimable=Units, earned=Units)
)


async def holders(connection: AsyncConnection, campaign: str, at_block: int | None = None) -> HoldersList:
    """All holders of a project. Raises ProjectUnknown."""
    at = await as_of(connection, at_block)
    rows = (await connection.execute(_HOLDERS, {"at": at.number, "campaign": campaign})).all()
    if not rows:
        raise ProjectUnknown(campaign)
    found = tuple(
        Holder(
            row.holder,
            row.shares,
            row.percent,
            row.earned,
            row.paid,
            row.claimable,
            row.owed,
            row.block_number,
        )
        for row in rows
        if row.holder is not None
    )
    return HoldersList(
        as_of=at,
        campaign=campaign,
        currency=Currency(rows[0].currency, rows[0].currency_symbol, rows[0].currency_decimals),
        supply=int(rows[0].supply),
        sum=sum(each.shares for each in found),
        holders=found,
    )
