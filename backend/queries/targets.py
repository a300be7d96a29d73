"""A project as somebody needs it who is about to call its contracts."""

from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.project import ProjectUnknown
from backend.queries.status import AsOf, as_of
from backend.queries.terms import (
    CampaignTerms,
    Currency,
    FinancierLine,
    MilestoneTerms,
    TierTerms,
    read_campaign,
    read_financiers,
    read_production,
    read_tiers,
)
from backend.queries.writing import show_line
from backend.tables import Address, Units


@dataclass(frozen=True, slots=True)
class Target:
    """exit_per_share: what a share is given back for after a wind-down; None before one.

    unreleased: numbers of tranches of royalties that have not entered whole, oldest first.
    """

    as_of: AsOf
    campaign: str
    waterfall: str
    share_token: str
    name: str
    currency: Currency
    terms: CampaignTerms
    tiers: tuple[TierTerms, ...]
    lines: tuple[FinancierLine, ...]
    milestones: tuple[MilestoneTerms, ...]
    objection_seconds: int
    royalty_steps: int
    exit_per_share: int | None
    unreleased: tuple[int, ...]


_TARGET = (
    text(
        """
        select p.name, p.waterfall, p.share_token, p.currency, p.currency_symbol, p.currency_decimals,
            p.terms,
            (select per_share from wind_downs
                where campaign = p.campaign and block_number <= :at) as per_share,
            array(
                select d.tranche from deposits d
                where d.campaign = p.campaign and d.tranche > 0 and d.block_number <= :at
                    and d.holders_amount > (
                        select coalesce(sum(r.amount), 0) from releases r
                        where r.campaign = p.campaign and r.tranche = d.tranche and r.block_number <= :at)
                order by d.tranche) as unreleased
        from projects p where p.campaign = :campaign and p.block_number <= :at
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address))
    .columns(
        waterfall=Address, share_token=Address, currency=Address, per_share=Units, unreleased=ARRAY(BIGINT)
    )
)


async def target(connection: AsyncConnection, campaign: str) -> Target:
    """The project of this campaign address, now. Raises ProjectUnknown."""
    at = await as_of(connection)
    row = (await connection.execute(_TARGET, {"at": at.number, "campaign": campaign})).one_or_none()
    if row is None:
        raise ProjectUnknown(campaign)
    production = read_production(row.terms["production"])
    return Target(
        as_of=at,
        campaign=campaign,
        waterfall=row.waterfall,
        share_token=row.share_token,
        name=show_line(row.name),
        currency=Currency(row.currency, row.currency_symbol, row.currency_decimals),
        terms=read_campaign(row.terms["campaign"]),
        tiers=read_tiers(row.terms["tiers"]),
        lines=read_financiers(row.terms["financiers"]),
        milestones=production.milestones,
        objection_seconds=production.objection_seconds,
        royalty_steps=int(row.terms["waterfall"]["royaltySteps"]),
        exit_per_share=row.per_share,
        unreleased=tuple(row.unreleased),
    )
