"""Rows into the database, and what is known of earlier ones out of it. Commits nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, delete, exists, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accrual import Account, Index
from backend.chain import events
from backend.chain.client import Block
from backend.mirror.accounts import Accounts, Holder, Holding
from backend.mirror.contracts import Said
from backend.mirror.ledger import Rows, State
from backend.mirror.payments import Payees, Payments, read_payees
from backend.mirror.questions import Asked, Questions
from backend.tables import Address, Units, blocks, metadata, outcomes, projects, questions

_HOLDINGS = (
    text(
        """
        select wanted.campaign, wanted.holder, newest.*, l.*
        from unnest(:campaigns, :holders) as wanted (campaign, holder)
        cross join lateral (
            select shares, royalty_index, fraction, owed, paid from holdings h
            where h.campaign = wanted.campaign and h.holder = wanted.holder
            order by block_number desc, log_index desc limit 1) newest
        left join lateral (
            select shares as left_shares, royalty_index as left_index, fraction as left_fraction
            from leavers l
            where l.campaign = wanted.campaign and l.holder = wanted.holder
            order by block_number desc, log_index desc limit 1) l on true
        """
    )
    .bindparams(bindparam("campaigns", type_=ARRAY(Address)), bindparam("holders", type_=ARRAY(Address)))
    .columns(campaign=Address, holder=Address, royalty_index=Units, owed=Units, paid=Units, left_index=Units)
)

_INDEXES = (
    text(
        """
        select wanted.campaign, kind.to_leavers, newest.royalty_index
        from unnest(:campaigns) as wanted (campaign)
        cross join lateral (
            select false union all
            select true where exists (select from wind_downs w where w.campaign = wanted.campaign)
        ) as kind (to_leavers)
        cross join lateral (
            select royalty_index from releases r
            where r.campaign = wanted.campaign and r.to_leavers = kind.to_leavers
            order by block_number desc, log_index desc limit 1) newest
        """
    )
    .bindparams(bindparam("campaigns", type_=ARRAY(Address)))
    .columns(campaign=Address, royalty_index=Units)
)

_PRODUCERS = (
    text(
        """
        select distinct on (campaign) campaign, producer from producer_changes
        where campaign = any(:campaigns)
        order by campaign, block_number desc, log_index desc
        """
    )
    .bindparams(bindparam("campaigns", type_=ARRAY(Address)))
    .columns(campaign=Address, producer=Address)
)

_PAYEES = (
    text(
        """
        select distinct on (campaign, position) campaign, position, payee from payee_changes
        where campaign = any(:campaigns)
        order by campaign, position, block_number desc, log_index desc
        """
    )
    .bindparams(bindparam("campaigns", type_=ARRAY(Address)))
    .columns(campaign=Address, payee=Address)
)


async def load_state(connection: AsyncConnection, said: Sequence[Said]) -> State:
    """What these events build upon: the newest accounts, indexes, payees and questions that they touch."""
    holders: set[Holder] = set()
    campaigns = {each.campaign for each in said if each.campaign}
    for each in said:
        match each.event:
            case events.Transfer(sender, receiver, _):
                holders |= {(each.campaign, sender), (each.campaign, receiver)}
            case events.RoyaltyPaid(holder) | events.RoyaltyPaymentFailed(holder) | events.Exited(holder):
                holders.add((each.campaign, holder))
    return State(
        await _load_accounts(connection, holders, campaigns),
        Payments(await _load_payees(connection, campaigns)),
        Questions(await _load_questions(connection, campaigns)),
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


async def _load_accounts(connection: AsyncConnection, holders: set[Holder], campaigns: set[str]) -> Accounts:
    accounts = Accounts()
    for row in await connection.execute(_INDEXES, {"campaigns": list(campaigns)}):
        indexes = accounts.leaver_indexes if row.to_leavers else accounts.indexes
        indexes[row.campaign] = Index(value=row.royalty_index)
    if not holders:
        return accounts
    concerned, addresses = zip(*holders, strict=True)
    wanted = {"campaigns": list(concerned), "holders": list(addresses)}
    for row in await connection.execute(_HOLDINGS, wanted):
        account = Account(row.shares, row.royalty_index, row.fraction, row.owed)
        accounts.holdings[row.campaign, row.holder] = Holding(account, row.paid)
        if row.left_shares is not None:
            left = Account(row.left_shares, row.left_index, row.left_fraction)
            accounts.left[row.campaign, row.holder] = left
    return accounts


async def _load_payees(connection: AsyncConnection, campaigns: set[str]) -> dict[str, Payees]:
    wanted = {"campaigns": list(campaigns)}
    found = await connection.execute(
        select(projects.c.campaign, projects.c.producer, projects.c.terms).where(
            projects.c.campaign.in_(campaigns)
        )
    )
    payees = {row.campaign: read_payees(row.producer, row.terms) for row in found}
    for row in await connection.execute(_PRODUCERS, wanted):
        payees[row.campaign] = replace(payees[row.campaign], producer=row.producer)
    for row in await connection.execute(_PAYEES, wanted):
        payees[row.campaign] = payees[row.campaign].change(row.position, row.payee)
    return payees


async def _load_questions(connection: AsyncConnection, campaigns: set[str]) -> dict[str, Asked]:
    """Those without an outcome."""
    ended = exists().where(outcomes.c.campaign == questions.c.campaign, outcomes.c.round == questions.c.round)
    found = await connection.execute(
        select(questions.c.campaign, questions.c.round, questions.c.milestone).where(
            questions.c.campaign.in_(campaigns), ~ended
        )
    )
    return {row.campaign: Asked(row.round, row.milestone) for row in found}
