"""What happened in projects, newest first, and what they paid to one wallet: for those who follow them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT, INTEGER
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.status import AsOf
from backend.queries.terms import Currency
from backend.queries.writing import show_line
from backend.tables import Address, Hash, Units

HappeningKind = Literal["status", "statement", "announced", "asked", "marked", "outcome", "reopened", "paid"]


@dataclass(frozen=True, slots=True)
class Happening:
    """kind: the campaign's "status" became `code`; a "statement" `reference` from the source `code` came in
    with `amount`; a release was "announced", or holders "asked" to wind down; enough objected, "marked"; the
    `code` of an "outcome"; a campaign "reopened"; `amount` was "paid" to the wallet, as its purpose `code`.

    label: of the milestone. ordinal: among those of its kind in its transaction, from 1: with that, kind and
    transaction it is known again, also when a reorg has moved it to another block.
    """

    kind: HappeningKind
    code: str
    campaign: str
    name: str
    currency: Currency
    amount: int | None
    label: str
    reference: str | None
    is_paid: bool
    time: int
    transaction_hash: str
    ordinal: int


# Of each kind: what it is called, the code, the amount, the milestone, the reference.
_SAID = """
    select campaign, block_number, log_index, transaction_hash, 'status' as kind, status as code,
        null::numeric as amount, null::int as milestone, null::bytea as reference, true as is_paid
        from status_changes where campaign in :campaigns
    union all select campaign, block_number, log_index, transaction_hash, 'statement', source, net, null,
        statement_id, true from deposits where campaign in :campaigns
    union all select campaign, block_number, log_index, transaction_hash,
        case when winds_down then 'asked' else 'announced' end, '', amount, milestone, null, true
        from questions where campaign in :campaigns
    union all select m.campaign, m.block_number, m.log_index, m.transaction_hash, 'marked',
        case when q.winds_down then 'wind_down' else 'release' end, null, q.milestone, null, true
        from marks m join questions q on q.campaign = m.campaign and q.round = m.round
        where m.campaign in :campaigns
    union all select campaign, block_number, log_index, transaction_hash, 'outcome', outcome, amount,
        milestone, null, true from outcomes where campaign in :campaigns
    union all select campaign, block_number, log_index, transaction_hash, 'reopened', '', null, null, null,
        true from reopenings where campaign in :campaigns
    union all select campaign, block_number, log_index, transaction_hash, 'paid', kind, amount, null, null,
        succeeded from payments where campaign in :campaigns and payee = :wallet and amount > 0
"""

_HAPPENINGS = (
    text(
        f"""
        select e.*, b.time, p.name, p.currency, p.currency_symbol, p.currency_decimals,
            p.terms #>> array['production', 'milestones', e.milestone::text, 'label'] as label
        from (
            select s.*, row_number() over (
                partition by s.transaction_hash, s.campaign, s.kind order by s.log_index) as ordinal
            from ({_SAID}) s where s.block_number <= :at) e
        join projects p on p.campaign = e.campaign
        join blocks b on b.number = e.block_number
        order by e.block_number desc, e.log_index desc
        limit :most
        """
    )
    .bindparams(
        bindparam("at", type_=BIGINT),
        bindparam("most", type_=INTEGER),
        bindparam("wallet", type_=Address),
        bindparam("campaigns", type_=Address, expanding=True),
    )
    .columns(campaign=Address, currency=Address, amount=Units, reference=Hash, transaction_hash=Hash)
)


async def happenings(
    connection: AsyncConnection, at: AsOf, campaigns: Iterable[str], wallet: str | None, most: int
) -> tuple[Happening, ...]:
    """The newest of these projects, payments to the wallet (if any) among them."""
    asked = {"at": at.number, "campaigns": [*campaigns], "wallet": wallet, "most": most}
    return tuple(_happening(row) for row in await connection.execute(_HAPPENINGS, asked))


def _happening(row: Row[Any]) -> Happening:
    return Happening(
        kind=row.kind,
        code=show_line(row.code),
        campaign=row.campaign,
        name=show_line(row.name),
        currency=Currency(row.currency, row.currency_symbol, row.currency_decimals),
        amount=row.amount,
        label=show_line(row.label or ""),
        reference=row.reference,
        is_paid=row.is_paid,
        time=row.time,
        transaction_hash=row.transaction_hash,
        ordinal=row.ordinal,
    )
