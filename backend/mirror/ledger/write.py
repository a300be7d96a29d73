"""Rows into the database, and what is known of earlier ones out of it. Commits nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, exists, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accrual import Account, Index
from backend.chain import events
from backend.chain.client import Block
from backend.mirror.contracts import Said
from backend.mirror.ledger.accounts import Accounts, Holder, Holding
from backend.mirror.ledger.copy import Lines, copy_lines, copy_rows
from backend.mirror.ledger.facts import Row
from backend.mirror.ledger.payments import Payees, read_payees
from backend.mirror.ledger.questions import Asked
from backend.mirror.ledger.rows import State
from backend.tables import Address, Units, blocks, metadata, outcomes, projects, questions
from backend.tables.accounts import NEWEST, account_of

_HOLDINGS = (
    text(
        f"""
        select wanted.campaign, wanted.holder, newest.*, l.*
        from unnest(:campaigns, :holders) as wanted (campaign, holder)
        cross join lateral {account_of("wanted.campaign", "wanted.holder", NEWEST)} newest
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


async def load_state(connection: AsyncConnection, state: State, said: Sequence[Said]) -> None:
    """What these events build upon and the state does not know yet: the newest accounts, indexes, payees and
    questions that they touch."""
    if {each.campaign for each in said} <= state.whole:
        return
    state.whole |= {each.campaign for each in said if type(each.event) is events.ProjectProposed}
    earlier = [each for each in said if each.campaign and each.campaign not in state.whole]
    campaigns = {each.campaign for each in earlier} - state.loaded
    holders: set[Holder] = set()
    for each in earlier:
        match each.event:
            case events.Transfer(sender, receiver, _):
                holders |= {(each.campaign, sender), (each.campaign, receiver)}
            case events.RoyaltyPaid(holder) | events.RoyaltyPaymentFailed(holder) | events.Exited(holder):
                holders.add((each.campaign, holder))
    if campaigns:
        await _load_campaigns(connection, state, campaigns)
    if holders := holders - state.accounts.holdings.keys():
        await _load_holders(connection, state.accounts, holders)


async def insert_lines(connection: AsyncConnection, kept: Iterable[Block], lines: Lines) -> None:
    """The blocks first: every other row hangs on one."""
    await copy_rows(connection, blocks, [row_of(block) for block in kept])
    for name, some in lines.items():
        await copy_lines(connection, metadata.tables[name], some)


async def read_table(connection: AsyncConnection, name: str, after: int, last: int) -> list[Row]:
    """Of a table of the ledger, from the blocks after one up to another."""
    table = metadata.tables[name]
    number = table.c.block_number
    rows = await connection.execute(select(table).where(number > after, number <= last))
    return [dict(row) for row in rows.mappings()]


def row_of(block: Block) -> Row:
    """Of the table of blocks."""
    return {"number": block.number, "hash": block.hash, "time": block.time}


async def _load_campaigns(connection: AsyncConnection, state: State, campaigns: set[str]) -> None:
    for row in await connection.execute(_INDEXES, {"campaigns": list(campaigns)}):
        indexes = state.accounts.leaver_indexes if row.to_leavers else state.accounts.indexes
        indexes[row.campaign] = Index(value=row.royalty_index)
    state.payments.payees |= await _load_payees(connection, campaigns)
    state.questions.open |= await _load_questions(connection, campaigns)
    state.loaded |= campaigns


async def _load_holders(connection: AsyncConnection, accounts: Accounts, holders: set[Holder]) -> None:
    """Who has no row yet is known to have none."""
    concerned, addresses = zip(*holders, strict=True)
    accounts.holdings |= dict.fromkeys(holders, Holding())
    wanted = {"campaigns": list(concerned), "holders": list(addresses)}
    for row in await connection.execute(_HOLDINGS, wanted):
        account = Account(row.shares, row.royalty_index, row.fraction, row.owed)
        accounts.holdings[row.campaign, row.holder] = Holding(account, row.paid)
        if row.left_shares is not None:
            left = Account(row.left_shares, row.left_index, row.left_fraction)
            accounts.left[row.campaign, row.holder] = left


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
