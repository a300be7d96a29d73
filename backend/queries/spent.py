"""What one wallet put into one project: shares that it paid, or was given, and gifts."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.status import AsOf
from backend.tables import Address, Hash, Units


@dataclass(frozen=True, slots=True)
class Spent:
    """kind: a "pledge" of shares, or a patron's "gift" of none. payer paid `amount`, `fan` has the shares."""

    kind: Literal["pledge", "gift"]
    shares: int
    amount: int
    fan: str
    payer: str
    time: int
    transaction_hash: str


_SPENT = (
    text(
        """
        select e.*, b.time from (
            select block_number, log_index, transaction_hash, 'pledge' as kind, shares, amount, fan, payer
            from contributions where campaign = :campaign and :wallet in (fan, payer)
            union all
            select block_number, log_index, transaction_hash, 'gift', 0, amount, patron, patron
            from gifts where campaign = :campaign and patron = :wallet) e
        join blocks b on b.number = e.block_number
        where e.block_number <= :at
        order by e.block_number desc, e.log_index desc
        """
    )
    .bindparams(
        bindparam("at", type_=BIGINT),
        bindparam("wallet", type_=Address),
        bindparam("campaign", type_=Address),
    )
    .columns(amount=Units, fan=Address, payer=Address, transaction_hash=Hash)
)


async def spent(connection: AsyncConnection, at: AsOf, wallet: str, campaign: str) -> tuple[Spent, ...]:
    """Newest first; also what was taken back since, or refunded."""
    asked = {"at": at.number, "wallet": wallet, "campaign": campaign}
    return tuple(
        Spent(row.kind, row.shares, row.amount, row.fan, row.payer, row.time, row.transaction_hash)
        for row in await connection.execute(_SPENT, asked)
    )
