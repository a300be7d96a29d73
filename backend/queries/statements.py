"""What was reported and came in: deposits, and the documents behind them."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from eth_utils.crypto import keccak
from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.queries.project import ProjectUnknown
from backend.queries.status import AsOf, as_of
from backend.queries.terms import Currency, PositionKind, read_position
from backend.queries.writing import show_line
from backend.tables import Address, Hash, Units


class DocumentUnknown(CoprodError):
    """No deposit is bound to this document, or it is published elsewhere (see the deposit's uri)."""

    status = 404
    type = "document-unknown"
    title = "There is no such document here"


class DocumentAltered(CoprodError):
    """The document that is kept is no longer the one whose hash the chain has."""

    type = "document-altered"
    title = "This document was altered after it was reported"


@dataclass(frozen=True, slots=True)
class Deduction:
    category: str
    amount: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one position of the waterfall got from a deposit. `payee` None: the holders."""

    label: str
    kind: PositionKind
    payee: str | None
    amount: int


@dataclass(frozen=True, slots=True)
class Deposit:
    """gross - deductions = net = the sum of `parts` + to_producer, what exceeded the holders' cap.

    period_end: the first second after the period. released: what of `holders_amount` belongs to somebody.
    has_document: whether `document` can give the bytes of `document_hash`. corrects: an earlier statement_id.
    """

    statement_id: str
    reporter: str
    source: str
    period_start: int
    period_end: int
    gross: int
    deductions: tuple[Deduction, ...]
    net: int
    parts: tuple[Part, ...]
    holders_amount: int
    to_producer: int
    tranche: int
    released: int
    document_hash: str
    uri: str
    has_document: bool
    corrects: str | None
    transaction_hash: str
    block_number: int
    time: int


@dataclass(frozen=True, slots=True)
class Point:
    """Everything up to this deposit, for a chart."""

    time: int
    net: int
    holders_amount: int


@dataclass(frozen=True, slots=True)
class Deposits:
    """Oldest first; `series` has one point per deposit."""

    as_of: AsOf
    campaign: str
    currency: Currency
    deposits: tuple[Deposit, ...]
    series: tuple[Point, ...]


_DEPOSITS = (
    text(
        """
        select p.currency, p.currency_symbol, p.currency_decimals,
            p.terms -> 'waterfall' -> 'positions' as positions,
            d.statement_id, d.reporter, d.source, d.period_start, d.period_end, d.gross, d.deductions, d.net,
            d.amounts, d.holders_amount, d.to_producer, d.tranche,
            d.document_hash, d.uri, d.corrects, d.transaction_hash,
            d.block_number, b.time, r.released,
            exists (select from statements s
                where s.campaign = d.campaign and s.document_hash = d.document_hash) as has_document
        from projects p
        left join deposits d on d.campaign = p.campaign and d.block_number <= :at
        left join blocks b on b.number = d.block_number
        left join lateral (
            select coalesce(sum(amount), 0) as released from releases
            where campaign = d.campaign and tranche = d.tranche and d.tranche > 0 and block_number <= :at
        ) r on true
        where p.campaign = :campaign and p.block_number <= :at
        order by d.block_number, d.log_index
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address))
    .columns(
        currency=Address,
        statement_id=Hash,
        period_start=Units,
        period_end=Units,
        reporter=Address,
        gross=Units,
        net=Units,
        holders_amount=Units,
        to_producer=Units,
        document_hash=Hash,
        corrects=Hash,
        transaction_hash=Hash,
        released=Units,
    )
)

# A draft is nobody's business: only what a deposit is bound to is public.
_DOCUMENT = text(
    """
    select s.document from statements s
    where s.document_hash = :hash and exists (select from deposits d
        where d.campaign = s.campaign and d.document_hash = s.document_hash)
    limit 1
    """
).bindparams(bindparam("hash", type_=Hash))


async def deposits(connection: AsyncConnection, campaign: str, at_block: int | None = None) -> Deposits:
    """All deposits of a project. Raises ProjectUnknown."""
    at = await as_of(connection, at_block)
    rows = (await connection.execute(_DEPOSITS, {"at": at.number, "campaign": campaign})).all()
    if not rows:
        raise ProjectUnknown(campaign)
    found = tuple(_deposit(row) for row in rows if row.statement_id is not None)
    nets = accumulate(each.net for each in found)
    holders = accumulate(each.holders_amount for each in found)
    return Deposits(
        as_of=at,
        campaign=campaign,
        currency=Currency(rows[0].currency, rows[0].currency_symbol, rows[0].currency_decimals),
        deposits=found,
        series=tuple(
            Point(each.time, net, part) for each, net, part in zip(found, nets, holders, strict=True)
        ),
    )


async def document(connection: AsyncConnection, document_hash: str) -> bytes:
    """The canonical JSON of the deposited statement whose keccak256 is `document_hash`, byte for byte.

    Raises DocumentUnknown, and DocumentAltered rather than give out other bytes.
    """
    found = (await connection.execute(_DOCUMENT, {"hash": document_hash})).scalar_one_or_none()
    if found is None:
        raise DocumentUnknown(
            f"No deposit is bound to a document {document_hash} kept here: see the uri of the deposit."
        )
    if "0x" + keccak(bytes(found)).hex() != document_hash.lower():
        raise DocumentAltered(
            f"The document kept here no longer has the hash {document_hash}: tell the operator, and do not "
            "rely on a copy from this site."
        )
    return bytes(found)


def _deposit(row: Row[Any]) -> Deposit:
    positions = [read_position(each) for each in row.positions]
    return Deposit(
        statement_id=row.statement_id,
        reporter=row.reporter,
        source=show_line(row.source),
        period_start=row.period_start,
        period_end=row.period_end,
        gross=row.gross,
        deductions=tuple(
            Deduction(show_line(each["category"]), int(each["amount"])) for each in row.deductions
        ),
        net=row.net,
        parts=tuple(
            Part(position.label, position.kind, position.payee, int(amount))
            for position, amount in zip(positions, row.amounts, strict=True)
        ),
        holders_amount=row.holders_amount,
        to_producer=row.to_producer,
        tranche=row.tranche,
        released=row.released,
        document_hash=row.document_hash,
        uri=row.uri,
        has_document=row.has_document,
        corrects=row.corrects,
        transaction_hash=row.transaction_hash,
        block_number=row.block_number,
        time=row.time,
    )
