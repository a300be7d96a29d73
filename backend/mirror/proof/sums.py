"""What the rows of the mirror's large tables add up to."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncResult

from backend.tables import Address, Units
from backend.tables.accounts import NEWEST, holders_of

_NEWEST = """
    select distinct on (campaign, holder) * from {table}
    order by campaign, holder, block_number desc, log_index desc
"""

_PROJECTS = text(
    f"""
    select p.campaign, h.shares, l.left_shares, r.royalty_index, r.leaver_index, r.released,
        d.deposited + r.given_away as deposited, y.paid,
        c.shares - v.shares - b.shares as sold, c.last_firm_at, g.given, a.given_back
    from projects p
    cross join lateral (
        select coalesce(sum(shares), 0)::bigint as shares from ({_NEWEST.format(table="holdings")}) n
        where campaign = p.campaign) h
    cross join lateral (
        select coalesce(sum(shares), 0)::bigint as left_shares from ({_NEWEST.format(table="leavers")}) n
        where campaign = p.campaign) l
    cross join lateral (
        select coalesce(max(royalty_index) filter (where not to_leavers), 0) as royalty_index,
            coalesce(max(royalty_index) filter (where to_leavers), 0) as leaver_index,
            coalesce(sum(amount), 0) as released,
            coalesce(sum(amount) filter (where tranche = 0), 0) as given_away
        from releases where campaign = p.campaign) r
    cross join lateral (
        select coalesce(sum(holders_amount), 0) as deposited from deposits where campaign = p.campaign) d
    cross join lateral (
        select coalesce(sum(amount), 0) as paid from payments
        where campaign = p.campaign and kind = 'royalty' and succeeded) y
    cross join lateral (
        select coalesce(sum(shares), 0)::bigint as shares, coalesce(max(firm_at), 0) as last_firm_at
        from contributions where campaign = p.campaign) c
    cross join lateral (
        select coalesce(sum(shares), 0)::bigint as shares from revocations where campaign = p.campaign) v
    cross join lateral (
        select coalesce(sum(shares), 0)::bigint as shares from refunds where campaign = p.campaign) b
    cross join lateral (
        select coalesce(sum(amount), 0) as given from gifts where campaign = p.campaign) g
    cross join lateral (
        select coalesce(sum(amount), 0) as given_back from gift_refunds where campaign = p.campaign) a
    """
).columns(
    campaign=Address,
    royalty_index=Units,
    leaver_index=Units,
    released=Units,
    deposited=Units,
    paid=Units,
    given=Units,
    given_back=Units,
)

_HOLDERS = text(
    f"""
    select h.*, l.left_shares, l.left_index, l.left_fraction
    from (
        select p.campaign, x.* from projects p cross join lateral {holders_of("p.campaign", NEWEST)} x) h
    left join (
        select campaign, holder, shares as left_shares, royalty_index as left_index, fraction as left_fraction
        from ({_NEWEST.format(table="leavers")}) n) l using (campaign, holder)
    """
).columns(campaign=Address, holder=Address, royalty_index=Units, owed=Units, paid=Units, left_index=Units)

_OBJECTORS = text(
    f"""
    select o.campaign, o.holder, h.shares from objections o
    join questions q on q.campaign = o.campaign and q.round = o.round
    join ({_NEWEST.format(table="holdings")}) h on h.campaign = o.campaign and h.holder = o.holder
    where not exists (select from outcomes u where u.campaign = o.campaign and u.round = o.round)
    """
).columns(campaign=Address, holder=Address)

_TRANCHES = text(
    """
    select d.campaign, d.tranche, d.holders_amount, b.time as received_at,
        (select coalesce(sum(r.amount), 0) from releases r
            where r.campaign = d.campaign and r.tranche = d.tranche) as released
    from deposits d join blocks b on b.number = d.block_number
    where d.tranche > 0
    """
).columns(campaign=Address, holders_amount=Units, released=Units)

_TIERS = text(
    """
    select campaign, tier, sum(number)::bigint as taken from (
        select campaign, tier, 1 as number from contributions where tier > 0
        union all
        select campaign, tier, -1 from tiers_freed) t
    group by campaign, tier
    """
).columns(campaign=Address)

_PATRONS = text(
    """
    select campaign, patron, amount, exists (
        select from gift_refunds r where r.campaign = g.campaign and r.patron = g.patron) as is_refunded
    from (select campaign, patron, sum(amount) as amount from gifts group by campaign, patron) g
    """
).columns(campaign=Address, patron=Address, amount=Units)

_DEBTS = text(
    """
    select campaign, contract, payee,
        coalesce(sum(amount) filter (where not succeeded), 0)
        - coalesce(sum(amount) filter (where kind = 'withdrawal'), 0) as owed
    from payments where kind <> 'royalty'
    group by campaign, contract, payee
    """
).columns(campaign=Address, contract=Address, payee=Address, owed=Units)

_CHOICES = text(
    """
    select distinct on (campaign, holder) campaign, holder, accepted from push_choices
    order by campaign, holder, block_number desc, log_index desc
    """
).columns(campaign=Address, holder=Address)


async def of_projects(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Per project: shares held, burned at a wind-down and sold, indexes, and sums of royalties and gifts."""
    return (await connection.execute(_PROJECTS)).all()


async def of_objectors(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Who objects in a round that is open, and the shares that each has now."""
    return (await connection.execute(_OBJECTORS)).all()


async def of_tranches(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """What came in for holders, when, and how much of it entered."""
    return (await connection.execute(_TRANCHES)).all()


async def of_tiers(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """How many fans have each reward."""
    return (await connection.execute(_TIERS)).all()


async def of_debts(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """What a campaign or waterfall owes to each of those that it ever paid, or tried to."""
    return (await connection.execute(_DEBTS)).all()


Stream = AbstractAsyncContextManager[AsyncResult[Any]]
"""Some rows in memory at once, because there may be as many people as there are; used in `async with`."""


def stream_holders(connection: AsyncConnection) -> Stream:
    """The newest account of every holder, and of the shares that it burned at a wind-down (or nulls)."""
    return connection.stream(_HOLDERS)


def stream_patrons(connection: AsyncConnection) -> Stream:
    """What each patron gave, and whether it was given back."""
    return connection.stream(_PATRONS)


def stream_choices(connection: AsyncConnection) -> Stream:
    """Whether each holder who said so wants to be paid by `payout`."""
    return connection.stream(_CHOICES)
