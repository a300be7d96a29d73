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
    """supply: shares minted less shares burned. number, sum, earned, paid, claimable: of all holders, how
    many they are and what they have together; `holders` may be only the first of them. Most shares first.

    Who sold everything stays in the list as long as royalties were ever earned.
    """

    as_of: AsOf
    campaign: str
    currency: Currency
    supply: int
    number: int
    sum: int
    earned: int
    paid: int
    claimable: int
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
            coalesce(round(100 * h.shares / nullif(u.supply, 0), 4), 0) as percent,
            count(h.holder) over () as number, coalesce(sum(h.shares) over (), 0) as all_shares,
            coalesce(sum(h.paid) over (), 0) as all_paid,
            coalesce(sum(h.claimable) over (), 0) as all_claimable
        from projects p
        cross join lateral {SUPPLY} u
        cross join lateral {ROYALTY_INDEX} i
        cross join lateral {LEAVERS_INDEX} l
        left join lateral (
            select h.*, {CLAIMABLE} as claimable
            from {holders_of("p.campaign", ":at")} h left join gone g on g.holder = h.holder) h
            on h.shares > 0 or h.paid > 0 or h.claimable > 0
        where p.campaign = :campaign and p.block_number <= :at
        order by h.shares desc, h.holder limit :most
        """
    )
    .bindparams(
        bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address), bindparam("most", type_=BIGINT)
    )
    .columns(
        currency=Address,
        holder=Address,
        paid=Units,
        owed=Units,
        claimable=Units,
        earned=Units,
        all_shares=Units,
        all_paid=Units,
        all_claimable=Units,
    )
)


async def holders(
    connection: AsyncConnection, campaign: str, at_block: int | None = None, most: int | None = None
) -> HoldersList:
    """All holders of a project, or the `most` that hold most. Raises ProjectUnknown."""
    at = await as_of(connection, at_block)
    asked = {"at": at.number, "campaign": campaign, "most": most}
    rows = (await connection.execute(_HOLDERS, asked)).all()
    if not rows:
        raise ProjectUnknown(campaign)
    first = rows[0]
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
        currency=Currency(first.currency, first.currency_symbol, first.currency_decimals),
        supply=int(first.supply),
        number=first.number,
        sum=first.all_shares,
        earned=first.all_paid + first.all_claimable,
        paid=first.all_paid,
        claimable=first.all_claimable,
        holders=found,
    )
