"""Who brought money to a project as a fan or a patron: what a producer needs to keep its promises to them."""

from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.project import Project, project
from backend.tables import Address, Units
from backend.tables.accounts import holders_of


@dataclass(frozen=True, slots=True)
class Backer:
    """pledged: shares contributed and not revoked, for `amount`, whoever paid. tier: the reward that it has,
    from 1, or 0. given: as a patron. refunded: of both, what went back since by refund or wind-down. holds:
    shares now. since: its first pledge or gift, in seconds since 1970."""

    wallet: str
    pledged: int
    amount: int
    tier: int
    given: int
    refunded: int
    holds: int
    since: int


@dataclass(frozen=True, slots=True)
class BackersList:
    """Who brought most first."""

    project: Project
    backers: tuple[Backer, ...]


_BACKERS = (
    text(
        f"""
        with moves as (
            select fan as wallet, shares, amount, 0 as given, 0 as refunded, block_number from contributions
                where campaign = :campaign and block_number <= :at
            union all select fan, -shares, -amount, 0, 0, null from revocations
                where campaign = :campaign and block_number <= :at
            union all select patron, 0, 0, amount, 0, block_number from gifts
                where campaign = :campaign and block_number <= :at
            union all select fan, 0, 0, 0, amount, null from refunds
                where campaign = :campaign and block_number <= :at
            union all select patron, 0, 0, 0, amount, null from gift_refunds
                where campaign = :campaign and block_number <= :at
            union all select holder, 0, 0, 0, amount, null from exits
                where campaign = :campaign and block_number <= :at
        ), sums as (
            select wallet, sum(shares)::bigint as pledged, sum(amount) as amount, sum(given) as given,
                sum(refunded) as refunded, min(block_number) as first_block
            from moves group by wallet
            having sum(shares) > 0 or sum(given) > 0
        ), tiers as (
            select distinct on (fan) fan, tier from (
                select fan, tier, block_number, log_index from contributions
                    where campaign = :campaign and tier > 0 and block_number <= :at
                union all select fan, 0, block_number, log_index from tiers_freed
                    where campaign = :campaign and block_number <= :at) changes
            order by fan, block_number desc, log_index desc
        )
        select s.wallet, s.pledged, s.amount, coalesce(t.tier, 0) as tier, s.given, s.refunded,
            coalesce(h.shares, 0)::bigint as holds, b.time as since
        from sums s
        left join tiers t on t.fan = s.wallet
        left join {holders_of(":campaign", ":at")} h on h.holder = s.wallet
        left join blocks b on b.number = s.first_block
        order by s.amount + s.given desc, s.wallet
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address))
    .columns(wallet=Address, amount=Units, given=Units, refunded=Units)
)


async def backers(connection: AsyncConnection, campaign: str) -> BackersList:
    """All of a project. Raises ProjectUnknown."""
    found = await project(connection, campaign)
    rows = await connection.execute(_BACKERS, {"at": found.as_of.number, "campaign": campaign})
    return BackersList(
        found,
        tuple(
            Backer(
                row.wallet,
                row.pledged,
                row.amount,
                row.tier,
                row.given,
                row.refunded,
                row.holds,
                row.since,
            )
            for row in rows
        ),
    )
