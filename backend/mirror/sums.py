"""What the rows of the mirror add up to, for the contracts to confirm."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.tables import Address, Units, deposits

_NEWEST_HOLDINGS = """
    select distinct on (campaign, holder) * from holdings
    order by campaign, holder, block_number desc, log_index desc
"""

_PROJECTS = text(
    f"""
    select p.campaign, s.status, a.approved, h.shares, r.royalty_index, r.released,
        d.deposited + r.given as deposited, y.paid, c.raised - b.refunded as raised
    from projects p
    left join lateral (
        select status from status_changes where campaign = p.campaign
        order by block_number desc, log_index desc limit 1) s on true
    cross join lateral (
        select count(*) > 0 as approved from status_changes
        where campaign = p.campaign and status = 'approved') a
    cross join lateral (
        select coalesce(sum(shares), 0)::bigint as shares from ({_NEWEST_HOLDINGS}) n
        where campaign = p.campaign) h
    cross join lateral (
        select coalesce(max(royalty_index), 0) as royalty_index, coalesce(sum(amount), 0) as released,
            coalesce(sum(amount) filter (where tranche = 0), 0) as given
        from releases where campaign = p.campaign) r
    cross join lateral (
        select coalesce(sum(holders_amount), 0) as deposited from deposits where campaign = p.campaign) d
    cross join lateral (
        select coalesce(sum(amount), 0) as paid from payments
        where campaign = p.campaign and kind = 'royalty' and succeeded) y
    cross join lateral (
        select coalesce(sum(amount), 0) as raised from contributions where campaign = p.campaign) c
    cross join lateral (
        select coalesce(sum(amount), 0) as refunded from refunds where campaign = p.campaign) b
    """
).columns(
    campaign=Address,
    royalty_index=Units,
    released=Units,
    deposited=Units,
    paid=Units,
    raised=Units,
)

_HOLDERS = text(_NEWEST_HOLDINGS).columns(
    campaign=Address, holder=Address, royalty_index=Units, owed=Units, paid=Units
)

_DEBTS = text(
    """
    select campaign, contract, payee,
        coalesce(sum(amount) filter (where not succeeded), 0)
        - coalesce(sum(amount) filter (where kind = 'withdrawal'), 0) as owed
    from payments where kind <> 'royalty'
    group by campaign, contract, payee
    """
).columns(campaign=Address, contract=Address, payee=Address, owed=Units)


async def of_projects(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Per project: status, supply, index, and the sums of what was raised, deposited, released and paid."""
    return (await connection.execute(_PROJECTS)).all()


async def of_holders(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """The newest account of every holder."""
    return (await connection.execute(_HOLDERS)).all()


async def of_deposits(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Every statement."""
    return (await connection.execute(select(deposits))).all()


async def of_debts(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """What a campaign or waterfall owes to each of those that it ever paid, or tried to."""
    return (await connection.execute(_DEBTS)).all()
