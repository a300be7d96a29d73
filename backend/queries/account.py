"""What one wallet has in one project, as far as it decides what the wallet can do there now."""

from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.laterals import CLAIMABLE, LEAVERS_INDEX, ROYALTY_INDEX
from backend.queries.project import ProjectUnknown
from backend.queries.status import AsOf
from backend.tables import Address, Units
from backend.tables.accounts import account_of


@dataclass(frozen=True, slots=True)
class Window:
    """Shares of one pledge in reflection, and the first second in which they are firm."""

    shares: int
    until: int


@dataclass(frozen=True, slots=True)
class Tranche:
    """Royalties of one deposit that are not all released yet: see ShareToken.release."""

    number: int
    amount: int
    released: int
    received_at: int


@dataclass(frozen=True, slots=True)
class Account:
    """wallet: None for anybody, who has nothing.

    windows: what it may still revoke, the earliest end first. tier: the reward it has, from 1, or 0.
    gift: what it gave as a patron and has not back. objected: rounds in which it objected.
    Of the project: newest_firm_at, the end of the newest window ever opened, which ending the campaign waits
    for; tranches, those with something left to release.
    """

    wallet: str | None
    shares: int
    claimable: int
    windows: tuple[Window, ...]
    tier: int
    gift: int
    objected: frozenset[int]
    newest_firm_at: int | None
    tranches: tuple[Tranche, ...]

    @property
    def revocable(self) -> int:
        return sum(each.shares for each in self.windows)


_ACCOUNT = (
    text(
        f"""
        select coalesce(h.shares, 0) as shares, coalesce({CLAIMABLE}, 0) as claimable,
            w.windows, r.tier, v.given, o.rounds, f.newest_firm_at, t.tranches
        from projects p
        cross join lateral {ROYALTY_INDEX} i
        cross join lateral {LEAVERS_INDEX} l
        left join lateral {account_of("p.campaign", ":wallet", ":at")} h on true
        left join lateral (
            select * from leavers where campaign = p.campaign and holder = :wallet and block_number <= :at
            order by block_number desc, log_index desc limit 1) g on true
        cross join lateral (
            select jsonb_agg(jsonb_build_array(c.shares, c.firm_at) order by c.firm_at) as windows
            from contributions c
            where c.campaign = p.campaign and c.fan = :wallet and c.block_number <= :at and c.firm_at > :now
                and not exists (
                    select from revocations x
                    where x.campaign = c.campaign and x.fan = c.fan and x.block_number <= :at
                        and (x.block_number, x.log_index) > (c.block_number, c.log_index))) w
        left join lateral (
            select c.tier from contributions c
            where c.campaign = p.campaign and c.fan = :wallet and c.tier > 0 and c.block_number <= :at
                and not exists (
                    select from tiers_freed x
                    where x.campaign = c.campaign and x.fan = c.fan and x.block_number <= :at
                        and (x.block_number, x.log_index) > (c.block_number, c.log_index))) r on true
        cross join lateral (
            select coalesce(sum(amount), 0) as given from gifts
            where campaign = p.campaign and patron = :wallet and block_number <= :at
                and not exists (select from gift_refunds
                    where campaign = p.campaign and patron = :wallet and block_number <= :at)) v
        cross join lateral (
            select array_agg(round) as rounds from objections
            where campaign = p.campaign and holder = :wallet and block_number <= :at) o
        cross join lateral (
            select max(firm_at) as newest_firm_at from contributions
            where campaign = p.campaign and block_number <= :at) f
        cross join lateral (
            select jsonb_agg(jsonb_build_array(d.tranche, d.holders_amount, d.released, d.time)
                order by d.tranche) as tranches
            from (
                select x.tranche, x.holders_amount, b.time,
                    (select coalesce(sum(amount), 0) from releases
                        where campaign = p.campaign and tranche = x.tranche and block_number <= :at)
                        as released
                from deposits x join blocks b on b.number = x.block_number
                where x.campaign = p.campaign and x.tranche > 0 and x.block_number <= :at) d
            where d.released < d.holders_amount) t
        where p.campaign = :campaign and p.block_number <= :at
        """
    )
    .bindparams(
        bindparam("at", type_=BIGINT),
        bindparam("now", type_=BIGINT),
        bindparam("campaign", type_=Address),
        bindparam("wallet", type_=Address),
    )
    .columns(claimable=Units, given=Units)
)


async def read_account(connection: AsyncConnection, campaign: str, wallet: str | None, at: AsOf) -> Account:
    """The wallet in the project, as of that block. Raises ProjectUnknown."""
    values = {"at": at.number, "now": at.time, "campaign": campaign, "wallet": wallet}
    row = (await connection.execute(_ACCOUNT, values)).one_or_none()
    if row is None:
        raise ProjectUnknown(campaign)
    return Account(
        wallet=wallet,
        shares=row.shares,
        claimable=row.claimable,
        windows=tuple(Window(*each) for each in row.windows or ()),
        tier=row.tier or 0,
        gift=row.given,
        objected=frozenset(row.rounds or ()),
        newest_firm_at=row.newest_firm_at,
        tranches=tuple(
            Tranche(number, int(amount), int(released), time)
            for number, amount, released, time in row.tranches or ()
        ),
    )
