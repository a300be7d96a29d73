"""What one wallet has to do with all projects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.queries.catalogue import ProjectStatus, status_at
from backend.queries.closing import read_closing
from backend.queries.financing import Line, read_line
from backend.queries.laterals import CLAIMABLE, CLOSING, LEAVERS_INDEX, ROYALTY_INDEX, STATUS
from backend.queries.payments import PAYMENT, Payment, read_payment
from backend.queries.status import AsOf, as_of
from backend.queries.terms import Currency, read_campaign, read_financiers
from backend.queries.writing import show_line
from backend.tables import Address, Units
from backend.tables.accounts import account_of

Role = Literal["producer", "artist", "financier", "patron", "collector", "payee", "holder"]

UNDONE = ("failed", "cancelled")
"""What is given back in full (rule 3.4)."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """Shares that the wallet pledged, or that somebody pledged for it, and did not revoke.

    tier: the reward taken with them, from 1, or 0. firm_at: until then they can be revoked. Of a campaign
    that is not finalised yet.
    """

    shares: int
    amount: int
    payer: str
    tier: int
    time: int
    firm_at: int
    is_firm: bool
    block_number: int


@dataclass(frozen=True, slots=True)
class Holding:
    """A wallet in one project.

    roles: what it is in the project, now; a payee and a collector are so by the terms. contributed: what it
    paid for shares, its own or another's; refunded: what came back for shares, by revocation, refund or
    wind-down, also for shares that it had from somebody else. given: as a patron; gifts_refunded: what of it
    went back. lines: as a financier. earned = paid + claimable, of royalties only. exit_due:
    what its shares are given back for after a wind-down. refund_due: what goes back for its shares, to who
    paid them, of a project without success; gift_due: what of its gifts waits to go back. payments:
    everything that the project's contracts paid to this wallet, newest first.
    """

    campaign: str
    name: str
    symbol: str
    model: str
    status: ProjectStatus
    share_token: str
    currency: Currency
    roles: tuple[Role, ...]
    shares: int
    contributed: int
    refunded: int
    given: int
    gifts_refunded: int
    lines: tuple[Line, ...]
    earned: int
    paid: int
    claimable: int
    pledges: tuple[Pledge, ...]
    exit_due: int
    refund_due: int
    gift_due: int
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Newest project first; empty for a wallet that no project knows."""

    as_of: AsOf
    wallet: str
    holdings: tuple[Holding, ...]


_PORTFOLIO = (
    text(
        f"""
        with mine as (
            select campaign from contributions where fan = :wallet and block_number <= :at
            union select campaign from contributions where payer = :wallet and block_number <= :at
            union select campaign from gifts where patron = :wallet and block_number <= :at
            union select campaign from holdings where holder = :wallet and block_number <= :at
            union select campaign from payments
                where payee = :wallet and kind <> 'royalty' and amount > 0 and block_number <= :at
            union select campaign from line_changes where financier = :wallet and block_number <= :at
            union select campaign from consents where artist = :wallet and block_number <= :at
            union select campaign from projects where producer = :wallet and block_number <= :at
            union select campaign from producer_changes where producer = :wallet and block_number <= :at
        )
        select p.campaign, p.name, p.symbol, p.model, p.share_token,
            p.terms -> 'campaign' as campaign_terms, p.terms -> 'financiers' as financiers,
            coalesce(m.producer, p.producer) as producer, n.consented, a.lines,
            t.collects, t.is_payee,
            p.currency, p.currency_symbol, p.currency_decimals, s.status,
            k.reopened_until, k.reopened_at, k.opened_at, k.pauses,
            coalesce(h.shares, 0) as shares, coalesce(h.paid, 0) as paid,
            coalesce({CLAIMABLE}, 0) as claimable, c.contributed, v.given, w.gifts_refunded, r.refunded,
            e.pledges,
            coalesce(d.per_share, 0) as per_share, d.unspent, d.brought, y.payments
        from mine join projects p on p.campaign = mine.campaign
        cross join lateral {STATUS} s
        cross join lateral {CLOSING} k
        cross join lateral {ROYALTY_INDEX} i
        cross join lateral {LEAVERS_INDEX} l
        left join lateral {account_of("p.campaign", ":wallet", ":at")} h on true
        left join lateral (
            select * from leavers where campaign = p.campaign and holder = :wallet and block_number <= :at
            order by block_number desc, log_index desc limit 1) g on true
        cross join lateral (
            select coalesce(sum(amount), 0) as contributed
            from contributions where campaign = p.campaign and payer = :wallet and block_number <= :at) c
        cross join lateral (
            select coalesce(sum(amount), 0) as given
            from gifts where campaign = p.campaign and patron = :wallet and block_number <= :at) v
        cross join lateral (
            select coalesce(sum(amount), 0) as refunded from (
                select amount from revocations
                where campaign = p.campaign and payer = :wallet and block_number <= :at
                union all select amount from refunds
                where campaign = p.campaign and payer = :wallet and block_number <= :at
                union all select amount from exits
                where campaign = p.campaign and holder = :wallet and block_number <= :at) backs) r
        cross join lateral (
            select coalesce(sum(amount), 0) as gifts_refunded from gift_refunds
            where campaign = p.campaign and patron = :wallet and block_number <= :at) w
        left join lateral (
            select per_share, unspent, brought from wind_downs
            where campaign = p.campaign and block_number <= :at) d on true
        left join lateral (
            select producer from producer_changes where campaign = p.campaign and block_number <= :at
            order by block_number desc, log_index desc limit 1) m on true
        cross join lateral (
            select exists (
                select from jsonb_array_elements_text(p.terms #> '{{waterfall,collectors}}') x (address)
                where decode(substr(x.address, 3), 'hex') = :wallet) as collects,
            exists (
                select from jsonb_array_elements(p.terms #> '{{waterfall,positions}}') x (paid)
                where decode(substr(x.paid ->> 'payee', 3), 'hex') = :wallet) as is_payee) t
        cross join lateral (
            select exists (select from consents
                where campaign = p.campaign and artist = :wallet and block_number <= :at) as consented) n
        cross join lateral (
            select jsonb_agg(jsonb_build_array(
                    x.line, x.state, x.amount, x.deadline, b.time, x.block_number)
                order by x.block_number, x.log_index) as lines
            from line_changes x join blocks b on b.number = x.block_number
            where x.campaign = p.campaign and x.financier = :wallet and x.block_number <= :at) a
        cross join lateral (
            select jsonb_agg(
                jsonb_build_array(
                    x.shares, x.amount, encode(x.payer, 'hex'), x.tier, b.time, x.firm_at, x.block_number)
                order by x.block_number, x.log_index) as pledges
            from contributions x join blocks b on b.number = x.block_number
            where x.campaign = p.campaign and x.fan = :wallet and x.block_number <= :at
                and s.status = 'raising' and not exists (
                    select from revocations r join blocks rb on rb.number = r.block_number
                    where r.campaign = x.campaign and r.fan = x.fan and r.block_number <= :at
                        and (r.block_number, r.log_index) > (x.block_number, x.log_index)
                        and rb.time < x.firm_at)) e
        cross join lateral (
            select jsonb_agg({PAYMENT} order by y.block_number desc, y.log_index desc) as payments
            from payments y join blocks b on b.number = y.block_number
            where y.campaign = p.campaign and y.payee = :wallet and y.amount > 0 and y.block_number <= :at) y
        where h.shares > 0 or h.paid > 0 or {CLAIMABLE} > 0 or c.contributed > 0 or v.given > 0
            or y.payments is not null or a.lines is not null
            or coalesce(m.producer, p.producer) = :wallet or n.consented
        order by p.block_number desc, p.log_index desc
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("wallet", type_=Address))
    .columns(
        campaign=Address,
        share_token=Address,
        currency=Address,
        paid=Units,
        claimable=Units,
        contributed=Units,
        given=Units,
        gifts_refunded=Units,
        refunded=Units,
        producer=Address,
        per_share=Units,
        unspent=Units,
        brought=Units,
    )
)


async def portfolio(connection: AsyncConnection, wallet: str, at_block: int | None = None) -> Portfolio:
    """Every project in which the wallet contributed, holds shares, can claim, was paid, produces,
    or signed as its artist or a financier.

    No other: anyone can send anyone none of the shares of anything, and name anyone in terms.
    """
    at = await as_of(connection, at_block)
    rows = await connection.execute(_PORTFOLIO, {"at": at.number, "wallet": wallet})
    return Portfolio(at, wallet, tuple(_holding(row, wallet, at.time) for row in rows))


def _holding(row: Row[Any], wallet: str, now: int) -> Holding:
    terms = read_campaign(row.campaign_terms)
    closing = read_closing(row, terms.closes_at, now)
    return Holding(
        campaign=row.campaign,
        name=show_line(row.name),
        symbol=show_line(row.symbol),
        model=show_line(row.model),
        status=status_at(row.status, terms.opens_at, closing, now),
        share_token=row.share_token,
        currency=Currency(row.currency, row.currency_symbol, row.currency_decimals),
        roles=tuple(_roles(row, wallet)),
        shares=row.shares,
        contributed=row.contributed,
        refunded=row.refunded,
        given=row.given,
        gifts_refunded=row.gifts_refunded,
        lines=tuple(
            read_line(line, [each for each in row.lines if each[0] == number], now)
            for number, line in enumerate(read_financiers(row.financiers))
            if row.lines and line.financier == wallet
        ),
        earned=row.paid + row.claimable,
        paid=row.paid,
        claimable=row.claimable,
        pledges=tuple(_pledge(each, now) for each in row.pledges or ()),
        exit_due=row.shares * row.per_share,
        refund_due=row.shares * terms.price_per_share if row.status in UNDONE else 0,
        gift_due=_gift_due(row),
        payments=tuple(read_payment(each) for each in row.payments or ()),
    )


def _gift_due(row: Row[Any]) -> int:
    """All of it without success; after a wind-down its part of what was unspent, rounded down (rule 4.3)."""
    if row.status in UNDONE:
        return int(row.given - row.gifts_refunded)
    if row.unspent is None or row.gifts_refunded:
        return 0
    return int(row.given * row.unspent // row.brought)


def _roles(row: Row[Any], wallet: str) -> Iterator[Role]:
    """A name in the terms alone makes nobody an artist or a financier: both have to sign."""
    if row.producer == wallet:
        yield "producer"
    if row.consented:
        yield "artist"
    if row.lines:
        yield "financier"
    if row.given:
        yield "patron"
    if row.collects:
        yield "collector"
    if row.is_payee:
        yield "payee"
    if row.shares:
        yield "holder"


def _pledge(said: Sequence[Any], now: int) -> Pledge:
    shares, amount, payer, tier, time, firm_at, block = said
    return Pledge(
        shares, int(amount), parse_address("0x" + payer), tier, time, firm_at, firm_at <= now, block
    )
