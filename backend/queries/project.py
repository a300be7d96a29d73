"""One project, with its terms and all that became of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.queries.catalogue import (
    CARD_COLUMNS,
    CARD_TABLES,
    CARD_TYPES,
    ProjectCard,
    SaidStatus,
    read_card,
)
from backend.queries.laterals import SUPPLY
from backend.queries.metadata import Metadata, read_metadata
from backend.queries.status import AsOf, as_of
from backend.queries.terms import PositionKind, Terms, read_terms
from backend.tables import Address, Hash, Units


class ProjectUnknown(CoprodError):
    """No project of the factory has this campaign address (at this block)."""

    status = 404
    type = "project-unknown"
    title = "There is no such project"

    def __init__(self, campaign: str) -> None:
        super().__init__(f"No project has the campaign address {campaign}: see the list of projects.")


@dataclass(frozen=True, slots=True)
class StatusChange:
    """`status` is what the chain said, so never "lapsed" or "closed"."""

    status: SaidStatus
    time: int
    block_number: int
    transaction_hash: str


@dataclass(frozen=True, slots=True)
class Position:
    """A line of the waterfall, and what it got so far; see queries.terms.PositionTerms."""

    kind: PositionKind
    payee: str | None
    bps: int
    label: str
    amount: int
    with_previous: bool
    received: int


@dataclass(frozen=True, slots=True)
class Royalties:
    """All statements together: gross - deductions = net, of which `holders` for the holders.

    given: what came to the holders without a statement. released: of holders + given, what already belongs to
    somebody. paid: what left the contract to holders.
    """

    deposits: int
    gross: int
    deductions: int
    net: int
    holders: int
    given: int
    released: int
    paid: int


@dataclass(frozen=True, slots=True)
class Success:
    """What was settled when the goal was met. pot: raised - fee + financiers' escrow, for the milestones."""

    raised: int
    fee: int
    pot: int


@dataclass(frozen=True, slots=True)
class Project:
    """producer: who has the role now; candidate: to whom it is offered; proposer: who proposed.

    supply: shares that exist now. success: None unless the project succeeded.
    """

    as_of: AsOf
    card: ProjectCard
    terms: Terms
    metadata: Metadata
    waterfall: str
    share_token: str
    producer: str
    candidate: str | None
    proposer: str
    terms_hash: str
    nonce: int
    fee_bps: int
    proposed_at: int
    transaction_hash: str
    block_number: int
    supply: int
    history: tuple[StatusChange, ...]
    success: Success | None
    positions: tuple[Position, ...]
    royalties: Royalties


_PROJECT = (
    text(
        f"""
        select {CARD_COLUMNS}, p.terms,
            p.waterfall, p.share_token, p.producer as proposer, coalesce(m.producer, p.producer) as producer,
            m.candidate, p.terms_hash, p.nonce, p.fee_bps, p.transaction_hash,
            p.block_number, b.time as proposed_at,
            y.deposited as holders, y.given, t.deposits, t.gross, t.net, e.released, f.paid, u.supply,
            n.received, o.raised as settled, o.fee, o.pot, h.history
        from {CARD_TABLES}
        join blocks b on b.number = p.block_number
        cross join lateral (
            select count(*) as deposits, coalesce(sum(gross), 0) as gross, coalesce(sum(net), 0) as net
            from deposits where campaign = p.campaign and block_number <= :at) t
        cross join lateral (
            select coalesce(sum(amount), 0) as released
            from releases where campaign = p.campaign and block_number <= :at) e
        cross join lateral (
            select coalesce(sum(amount), 0) as paid from payments
            where campaign = p.campaign and contract = p.share_token and succeeded and block_number <= :at) f
        cross join lateral {SUPPLY} u
        cross join lateral (
            select array_agg(total order by number) as received from (
                select part.number, sum(part.amount) as total
                from deposits x cross join unnest(x.amounts) with ordinality as part(amount, number)
                where x.campaign = p.campaign and x.block_number <= :at group by part.number) totals) n
        left join lateral (
            select producer, candidate from producer_changes
            where campaign = p.campaign and block_number <= :at
            order by block_number desc, log_index desc limit 1) m on true
        left join lateral (
            select raised, fee, pot from status_changes
            where campaign = p.campaign and status = 'succeeded' and block_number <= :at
            order by block_number desc, log_index desc limit 1) o on true
        cross join lateral (
            select jsonb_agg(
                jsonb_build_array(x.status, xb.time, x.block_number, encode(x.transaction_hash, 'hex'))
                order by x.block_number, x.log_index) as history
            from status_changes x join blocks xb on xb.number = x.block_number
            where x.campaign = p.campaign and x.block_number <= :at) h
        where p.campaign = :campaign and p.block_number <= :at
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address))
    .columns(
        **CARD_TYPES,
        waterfall=Address,
        share_token=Address,
        producer=Address,
        candidate=Address,
        proposer=Address,
        terms_hash=Hash,
        nonce=Units,
        transaction_hash=Hash,
        gross=Units,
        net=Units,
        holders=Units,
        given=Units,
        released=Units,
        paid=Units,
        settled=Units,
        fee=Units,
        pot=Units,
    )
)


async def project(connection: AsyncConnection, campaign: str, at_block: int | None = None) -> Project:
    """The project of this campaign address. Raises ProjectUnknown."""
    at = await as_of(connection, at_block)
    row = (await connection.execute(_PROJECT, {"at": at.number, "campaign": campaign})).one_or_none()
    if row is None:
        raise ProjectUnknown(campaign)
    terms = read_terms(row.terms)
    return Project(
        as_of=at,
        card=read_card(row, at.time),
        terms=terms,
        metadata=read_metadata(terms.contract_uri),
        waterfall=row.waterfall,
        share_token=row.share_token,
        producer=row.producer,
        candidate=row.candidate,
        proposer=row.proposer,
        terms_hash=row.terms_hash,
        nonce=row.nonce,
        fee_bps=row.fee_bps,
        proposed_at=row.proposed_at,
        transaction_hash=row.transaction_hash,
        block_number=row.block_number,
        supply=int(row.supply),
        history=tuple(
            StatusChange(status, time, number, "0x" + hash)
            for status, time, number, hash in row.history or ()
        ),
        success=None if row.settled is None else Success(row.settled, row.fee, row.pot),
        positions=_positions(terms, row.received),
        royalties=Royalties(
            deposits=row.deposits,
            gross=row.gross,
            deductions=row.gross - row.net,
            net=row.net,
            holders=row.holders,
            given=row.given,
            released=row.released,
            paid=row.paid,
        ),
    )


def _positions(terms: Terms, received: list[Any] | None) -> tuple[Position, ...]:
    totals = received or [0] * len(terms.positions)
    return tuple(
        Position(each.kind, each.payee, each.bps, each.label, each.amount, each.with_previous, int(total))
        for each, total in zip(terms.positions, totals, strict=True)
    )
