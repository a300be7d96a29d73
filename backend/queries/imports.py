"""Statements on their way to the chain, as they stand in the payer's records: for their reporters only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.tables import Address, Hash, Units


@dataclass(frozen=True, slots=True)
class Import:
    """status: imported, approved, deposited or paid. error: why its deposit cannot go on, in English; cause:
    the same as a kind and values, None for what was noted before there were causes.

    deposit_block: where it was deposited, whoever sent it; released, of holders_amount: what has entered.
    sent: what became of the worker's own deposit (due, signed, sent, mined, final, failed); None if the
    worker sends none.
    """

    id: int
    campaign: str
    reporter: str
    file_name: str
    gross: int
    net: int
    status: str
    error: str | None
    cause: Mapping[str, Any] | None
    created_at: int
    statement_id: str
    document_hash: str
    deposit_block: int | None
    deposit_hash: str | None
    holders_amount: int
    released: int
    sent: str | None


class StatementNotApproved(CoprodError):
    """There is no such statement, or it is not approved, or it was deposited."""

    status = 404
    type = "statement-not-approved"
    title = "There is no such statement to deposit"


@dataclass(frozen=True, slots=True)
class Pending:
    """An approved statement. call: of Waterfall.deposit, as it was approved."""

    reporter: str
    net: int
    call: bytes


@dataclass(frozen=True, slots=True)
class Sum:
    """Of a statement: in the file's currency, exact; and in units of the project's."""

    name: str
    exact: Decimal
    units: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What the statement's document says of the file. rate: one `file_currency` in the project's currency."""

    file_currency: str
    lines: int
    sold_from: date
    sold_until: date
    rate: Decimal
    rate_source: str
    rate_date: date
    sums: tuple[Sum, ...]


_PENDING = (
    text(
        """
        select reporter, net, call from statements
        where campaign = :campaign and statement_id = :statement and status = 'approved'
        """
    )
    .bindparams(bindparam("campaign", type_=Address), bindparam("statement", type_=Hash))
    .columns(reporter=Address, net=Units)
)

_IMPORTS = (
    text(
        """
        select s.*, d.block_number as deposit_block, d.transaction_hash as deposit_hash,
            coalesce(d.holders_amount, 0) as holders_amount, r.released, t.status as sent
        from statements s
        left join deposits d on d.campaign = s.campaign and d.statement_id = s.statement_id
        left join lateral (
            select coalesce(sum(amount), 0) as released from releases
            where campaign = d.campaign and tranche = d.tranche and d.tranche > 0) r on true
        left join lateral (
            select status from transactions
            where intent = :prefix || '0x' || encode(s.statement_id, 'hex')
            order by id desc limit 1) t on true
        where s.campaign = :campaign and (cast(:id as bigint) is null or s.id = :id)
        order by s.id desc
        """
    )
    .bindparams(bindparam("campaign", type_=Address))
    .columns(
        campaign=Address,
        reporter=Address,
        gross=Units,
        net=Units,
        statement_id=Hash,
        document_hash=Hash,
        deposit_hash=Hash,
        holders_amount=Units,
        released=Units,
    )
)


async def find_pending(connection: AsyncConnection, campaign: str, statement_id: str) -> Pending:
    """What a wallet that knows the statement's id may deposit. Raises StatementNotApproved."""
    found = await connection.execute(_PENDING, {"campaign": campaign, "statement": statement_id})
    row = found.one_or_none()
    if row is None:
        raise StatementNotApproved(
            f"No approved statement of this project has the id {statement_id}: see its page in the room."
        )
    return Pending(row.reporter, row.net, bytes(row.call))


async def imports(
    connection: AsyncConnection, campaign: str, prefix: str, id: int | None = None
) -> tuple[Import, ...]:
    """All of a project, or the one of this number; the newest first.

    prefix: of the names by which the payer knows deposits, before the statement's id.
    """
    rows = await connection.execute(_IMPORTS, {"campaign": campaign, "prefix": prefix, "id": id})
    return tuple(_import(row) for row in rows)


def read_contents(document: bytes) -> Contents:
    """Of a statement's canonical JSON."""
    found = json.loads(document)
    exact, units, rate = found["exact"], found["units"], found["rate"]
    deducted = [
        Sum(kind, Decimal(exact["deductions"][kind]), int(units["deductions"][kind]))
        for kind in sorted(units["deductions"])
    ]
    return Contents(
        file_currency=exact["currency"],
        lines=found["lines"],
        sold_from=date.fromisoformat(found["period"]["start"]),
        sold_until=date.fromisoformat(found["period"]["end"]),
        rate=Decimal(rate["rate"]),
        rate_source=rate["source"],
        rate_date=date.fromisoformat(rate["date"]),
        sums=(
            Sum("gross", Decimal(exact["gross"]), int(units["gross"])),
            *deducted,
            Sum("net", Decimal(exact["net"]), int(units["net"])),
        ),
    )


def _import(row: Row[Any]) -> Import:
    return Import(
        id=row.id,
        campaign=row.campaign,
        reporter=row.reporter,
        file_name=row.file_name,
        gross=row.gross,
        net=row.net,
        status=row.status,
        error=row.error,
        cause=row.cause,
        created_at=row.created_at,
        statement_id=row.statement_id,
        document_hash=row.document_hash,
        deposit_block=row.deposit_block,
        deposit_hash=row.deposit_hash,
        holders_amount=row.holders_amount,
        released=row.released,
        sent=row.sent,
    )
