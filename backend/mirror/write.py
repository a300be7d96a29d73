"""Rows into the database, and what is known of earlier ones out of it. Commits nothing."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accrual import Account, Index
from backend.chain import events
from backend.chain.client import Block
from backend.mirror.accounts import Accounts, Holder, Holding
from backend.mirror.contracts import Said
from backend.mirror.ledger import Rows, State
from backend.mirror.payments import Payees, Payments, read_payees
from backend.tables import Address, Units, blocks, metadata, projects

_HOLDINGS = (
    text(
        """
        select wanted.campaign, wanted.holder, shares, royalty_index, fraction, owed, paid
        from unnest(:campaigns, :holders) as wanted (campaign, holder)
        cross join lateral (
            select * from holdings h where h.campaign = wanted.campaign and h.holder = wanted.holder
            order by block_number desc, log_index desc limit 1) newest
        """
    )
    .bindparams(bindparam("campaigns", type_=ARRAY(Address)), bindparam("holders", type_=ARRAY(Address)))
    .columns(campaign=Address, holder=Address, royalty_index=Units, owed=Units, paid=Units)
)

_INDEXES = (
    text(
        """
        select wanted.campaign, royalty_index
        from unnest(:campaigns) as wanted (campaign)
        cross join lateral (
            select royalty_index from releases r where r.campaign = wanted.campaign
            order by block_number desc, log_index desc limit 1) newest
        """
    )
    .bindparams(bindparam("campaigns", type_=ARRAY(Address)))
    .columns(campaign=Address, royalty_index=Units)
)


async def load_state(connection: AsyncConnection, said: Iterable[Said]) -> State:
    """What these events build upon: the newest accounts, indexes and payees that they touch."""
    holders: set[Holder] = set()
    campaigns: set[str] = set()
    for each in said:
        campaigns.add(each.campaign)
        match each.event:
            case events.Transfer(sender, receiver, _):
                holders |= {(each.campaign, sender), (each.campaign, receiver)}
            case events.RoyaltyPaid(holder) | events.RoyaltyPaymentFailed(holder):
                holders.add((each.campaign, holder))
    return State(
        Accounts(await _load_holdings(connection, holders), await _load_indexes(connection, campaigns)),
        Payments(await _load_payees(connection, campaigns)),
    )


async def insert_rows(connection: AsyncConnection, kept: Iterable[Block], rows: Rows) -> None:
    """The blocks first: every other row hangs on one."""
    heads = [block._asdict() for block in kept]
    await connection.execute(insert(blocks), heads)
    for name, some in rows.items():
        if some:
            await connection.execute(insert(metadata.tables[name]), some)


async def delete_blocks(connection: AsyncConnection, above: int) -> None:
    """Undo what was said above a block, with all that hangs on it."""
    await connection.execute(delete(blocks).where(blocks.c.number > above))


async def _load_holdings(connection: AsyncConnection, holders: set[Holder]) -> dict[Holder, Holding]:
    if not holders:
        return {}
    campaigns, addresses = zip(*holders, strict=True)
    found = await connection.execute(_HOLDINGS, {"campaigns": list(campaigns), "holders": list(addresses)})
    return {
        (row.campaign, row.holder): Holding(
            Account(row.shares, row.royalty_index, row.fraction, row.owed), row.paid
        )
        for row in found
    }


async def _load_indexes(connection: AsyncConnection, campaigns: set[str]) -> dict[str, Index]:
    found = await connection.execute(_INDEXES, {"campaigns": list(campaigns)})
    return {row.campaign: Index(value=row.royalty_index) for row in found}


async def _load_payees(connection: AsyncConnection, campaigns: set[str]) -> dict[str, Payees]:
    found = await connection.execute(
        select(projects.c.campaign, projects.c.producer, projects.c.terms).where(
            projects.c.campaign.in_(campaigns)
        )
    )
    return {row.campaign: read_payees(row.producer, row.terms) for row in found}
