"""Every movement of royalties as double entry, by project (rules 5.1 to 5.5).

Accounts, of one project each:
    receipts    gross receipts, as they were reported (a credit)
    deductions  what was kept back before they came, by kind
    sharing     what became of the net, against what each is owed
    waterfall   money in the Waterfall
    shares      money in the ShareToken
    positions   owed to payees, to each by itself, and to the producer what exceeded the holders' cap
    waiting     owed to the holders, not entered yet
    holders     owed to the holders, entered
An entry is what one event did. A payment that failed moves nothing: it stays owed.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.tables import Address, Hash, Units

Account = Literal[
    "receipts", "deductions", "sharing", "waterfall", "shares", "positions", "waiting", "holders"
]
Kind = Literal["report", "share", "move", "enter", "give", "pay"]

POSTINGS = """(
    select * from (
        select d.campaign, d.block_number, d.log_index, d.transaction_hash, v.*
        from deposits d cross join lateral (values
            ('report', 1, 'waterfall', null, d.net, 0),
            ('report', 9, 'receipts', d.source, 0, d.gross),
            ('share', 1, 'sharing', null, d.net, 0),
            ('share', 3, 'waiting', null, 0, d.holders_amount),
            ('move', 1, 'shares', null, d.holders_amount, 0),
            ('move', 2, 'waterfall', null, 0, d.holders_amount)
        ) v (kind, line, account, party, debit, credit)
        union all
        select d.campaign, d.block_number, d.log_index, d.transaction_hash,
            'report', 2, 'deductions', x.said ->> 'category', (x.said ->> 'amount')::numeric, 0
        from deposits d cross join lateral jsonb_array_elements(d.deductions) x (said)
        union all
        select d.campaign, d.block_number, d.log_index, d.transaction_hash,
            'share', 2, 'positions', '0x' || encode(owed.payee, 'hex'), 0, sum(owed.amount)
        from deposits d join projects p on p.campaign = d.campaign cross join lateral (
            select coalesce((
                select c.payee from payee_changes c
                where c.campaign = d.campaign and c.position = a.place - 1
                    and (c.block_number, c.log_index) < (d.block_number, d.log_index)
                order by c.block_number desc, c.log_index desc limit 1
            ), decode(substr(t.payee, 3), 'hex')), a.amount
            from unnest(d.amounts) with ordinality a (amount, place)
            cross join lateral (
                select p.terms #> '{waterfall,positions}' -> (a.place - 1)::int ->> 'payee'
            ) t (payee)
            where t.payee <> '0x' || repeat('0', 40)
            union all
            select coalesce((
                select c.producer from producer_changes c
                where c.campaign = d.campaign
                    and (c.block_number, c.log_index) < (d.block_number, d.log_index)
                order by c.block_number desc, c.log_index desc limit 1
            ), p.producer), d.to_producer
        ) owed (payee, amount)
        group by d.campaign, d.block_number, d.log_index, d.transaction_hash, owed.payee
        union all
        select r.campaign, r.block_number, r.log_index, r.transaction_hash, v.*
        from releases r cross join lateral (values
            (case when r.tranche > 0 then 'enter' else 'give' end, 1,
                case when r.tranche > 0 then 'waiting' else 'shares' end, null, r.amount, 0),
            (case when r.tranche > 0 then 'enter' else 'give' end, 2, 'holders', null, 0, r.amount)
        ) v
        union all
        select y.campaign, y.block_number, y.log_index, y.transaction_hash, v.*
        from payments y join projects p on p.campaign = y.campaign cross join lateral (values
            ('pay', 1, case when y.kind = 'royalty' then 'holders' else 'positions' end,
                '0x' || encode(y.payee, 'hex'), y.amount, 0),
            ('pay', 2, case when y.kind = 'royalty' then 'shares' else 'waterfall' end, null, 0, y.amount)
        ) v
        where y.succeeded and (y.kind = 'royalty' or y.contract = p.waterfall)
    ) posted (campaign, block_number, log_index, transaction_hash, kind, line, account, party, debit, credit)
    where debit <> 0 or credit <> 0)"""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry: units of the project's currency, either `debit` or `credit`, the other 0.

    party: whom it is about: of `deductions` the kind, of `receipts` the source, of `positions` and of
    payments the address.
    """

    account: Account
    party: str | None
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What one event did: the debits are the credits. A deposit makes three: what was reported, how it is
    shared, and the holders' part moved to their contract."""

    kind: Kind
    time: int
    transaction_hash: str
    block_number: int
    log_index: int
    postings: tuple[Posting, ...]

    @property
    def amount(self) -> int:
        """Of each side."""
        return sum(each.debit for each in self.postings)


_JOURNAL = (
    text(
        f"""
        select j.*, b.time from {POSTINGS} j join blocks b on b.number = j.block_number
        where j.campaign = :campaign and j.block_number <= :at
        order by j.block_number, j.log_index, array_position(array['report', 'share'], j.kind), j.line,
            j.party
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address))
    .columns(transaction_hash=Hash, debit=Units, credit=Units)
)


async def read_journal(connection: AsyncConnection, campaign: str, at_block: int) -> list[Entry]:
    """All entries of a project up to a block, oldest first."""
    gathered: dict[tuple[int, int, Kind], list[Row[Any]]] = {}
    for row in await connection.execute(_JOURNAL, {"campaign": campaign, "at": at_block}):
        gathered.setdefault((row.block_number, row.log_index, row.kind), []).append(row)
    return [
        Entry(
            kind=kind,
            time=rows[0].time,
            transaction_hash=rows[0].transaction_hash,
            block_number=block,
            log_index=log,
            postings=tuple(_read_posting(row) for row in rows),
        )
        for (block, log, kind), rows in gathered.items()
    ]


def _read_posting(row: Row[Any]) -> Posting:
    is_address = row.kind in ("share", "pay") and row.party is not None
    return Posting(row.account, parse_address(row.party) if is_address else row.party, row.debit, row.credit)
