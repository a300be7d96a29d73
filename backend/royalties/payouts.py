"""Everybody who is owed royalties is paid, in rounds of batches (PROTOCOL 5.4, 7.2).

`payout` pays what is owed and nothing else, from all statements together: so a round belongs to a project and
to what one share had earned when it was opened (see holders.ENTERED), not to a statement. Who burned shares
at a wind-down is paid like anybody. One round is open at a time. It is closed when all of its transactions
are final; if somebody payable is still owed then (a reorg put a payout before its deposit, say), another
attempt follows, in smaller batches if one failed. Who could not be paid stays owed and can claim, and is in
the next round, when royalties enter again.
"""

import time
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import least_units
from backend.chain.client import ChainClient
from backend.chain.fees import find_price, suggest_fees
from backend.royalties.accounts import Sending
from backend.royalties.batches import Pushing, cut_batches
from backend.royalties.dues import write_dues
from backend.royalties.holders import ENTERED, Due, read_due, read_refused, select_pushed
from backend.royalties.moves import OPEN
from backend.royalties.project import find_project
from backend.royalties.transactions import Intent, record
from backend.tables import cursor, payout_rounds, payouts, transactions

ATTEMPTS = 3
"""Rounds for one value of the index: after that, a person has to look. More, while a batch that failed can be
cut into smaller ones."""


@dataclass(frozen=True, slots=True)
class Round:
    """What became of a round: opened with so many `holders` and `batches`, or closed. `cost` in wei is what
    is expected when it opens, and what it was when it closes.

    `refused` are the units still owed to those whose payment failed; `error` says why a person has to look.
    """

    campaign: str
    attempt: int
    closed: bool
    holders: int
    batches: int
    refused: dict[str, int]
    cost: int
    error: str | None = None


async def find_campaigns(connection: AsyncConnection) -> list[str]:
    """Projects with an open round, or where royalties have entered since the last one."""
    newest = select(ENTERED.c.campaign, func.max(ENTERED.c.royalty_index).label("royalty_index"))
    entered = newest.group_by(ENTERED.c.campaign).subquery()
    this_round = (payout_rounds.c.campaign == entered.c.campaign) & (
        payout_rounds.c.royalty_index == entered.c.royalty_index
    )
    new = select(entered.c.campaign).where(~select(payout_rounds.c.id).where(this_round).exists())
    open_ = select(payout_rounds.c.campaign).where(payout_rounds.c.closed_at.is_(None))
    return sorted((await connection.execute(new.union(open_))).scalars())


async def advance_round(
    connection: AsyncConnection, client: ChainClient, sending: Sending, pushing: Pushing, campaign: str
) -> Round | None:
    """Open the project's next round, or close the open one; None while there is nothing to do but wait.

    Another worker that does the same for this project is left to it. Raises what `record` raises.
    """
    lock = text("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
    if not (await connection.execute(lock, {"name": f"payout {campaign}"})).scalar_one():
        return None
    open_ = await connection.execute(
        select(payout_rounds).where(payout_rounds.c.campaign == campaign, payout_rounds.c.closed_at.is_(None))
    )
    row = open_.one_or_none()
    if row is not None and not await _is_over(connection, row.id, row.block_number):
        return None
    project = await find_project(connection, campaign)
    minimum = least_units(pushing.minimum, project.currency_decimals)
    due = await read_due(connection, campaign, minimum)
    if row is None:
        return await _open(connection, client, sending, project, pushing, due, 1)
    await connection.execute(
        update(payout_rounds).where(payout_rounds.c.id == row.id).values(closed_at=int(time.time()))
    )
    refused = await read_refused(connection, campaign)
    cost = await find_cost(connection, row.id)
    if due.index == row.royalty_index and await _select_payable(connection, client, project, due):
        failed = await _find_failed(connection, row.id)
        # Who makes a batch fail is in a smaller one each time, at last alone: the others are paid meanwhile.
        smaller = replace(pushing, batch=max(1, failed // 2)) if failed else pushing
        if row.attempt < ATTEMPTS or failed > 1:
            return await _open(connection, client, sending, project, smaller, due, row.attempt + 1)
        error = (
            f"after {row.attempt} attempts somebody payable is still owed: look at the round's transactions"
        )
        await connection.execute(
            update(payout_rounds).where(payout_rounds.c.id == row.id).values(error=error)
        )
        return Round(campaign, row.attempt, True, 0, 0, refused, cost, error)
    return Round(campaign, row.attempt, True, 0, 0, refused, cost)


async def _is_over(connection: AsyncConnection, key: int, opened_at_block: int) -> bool:
    """Whether all transactions of the round are final, and the mirror has seen what they did."""
    batches = await connection.execute(
        select(transactions.c.status, transactions.c.block_number)
        .join(payouts, payouts.c.transaction_id == transactions.c.id)
        .where(payouts.c.round_id == key)
    )
    rows = batches.all()
    if any(row.status in (*OPEN, "dropped") for row in rows):
        return False
    at = (await connection.execute(select(cursor))).one()
    return all(row.block_number is None or row.block_number <= at.block_number for row in rows) and (
        opened_at_block <= at.final_number
    )


async def _open(
    connection: AsyncConnection,
    client: ChainClient,
    sending: Sending,
    project: Row[Any],
    pushing: Pushing,
    due: Due,
    attempt: int,
) -> Round | None:
    campaign = project.campaign
    known = await connection.execute(
        select(payout_rounds.c.id).where(
            payout_rounds.c.campaign == campaign,
            payout_rounds.c.royalty_index == due.index,
            payout_rounds.c.attempt == attempt,
        )
    )
    if due.index == 0 or known.one_or_none() is not None:
        return None
    holders = await _select_payable(connection, client, project, due)
    batches = await cut_batches(client, sending, project.share_token, holders, pushing)
    name = f"payout:{sending.chain_id}:{project.share_token}:{due.index}:{attempt}"
    intents = [
        Intent(f"{name}:{number}", project.share_token, each.data, each.gas)
        for number, each in enumerate(batches, 1)
    ]
    ids = await record(connection, client, sending, intents) if intents else []
    now = int(time.time())
    cost = sum(each.gas.expected for each in batches) * find_price(await suggest_fees(client))
    row = {
        "campaign": campaign,
        "royalty_index": due.index,
        "attempt": attempt,
        "block_number": due.block_number,
        "expected_cost": cost,
        "opened_at": now,
        "closed_at": None if batches else now,
    }
    key = (
        await connection.execute(insert(payout_rounds).values(row).returning(payout_rounds.c.id))
    ).scalar_one()
    if batches:
        rows = [
            {"round_id": key, "batch": number, "holders": each.holders, "transaction_id": transaction}
            for number, (each, transaction) in enumerate(zip(batches, ids, strict=True), 1)
        ]
        await connection.execute(insert(payouts), rows)
        await write_dues(connection, sending.chain_id, project, due, key, [each.holders for each in batches])
    return Round(campaign, attempt, not batches, len(holders), len(batches), {}, cost)


async def find_cost(connection: AsyncConnection, key: int) -> int:
    """Wei that the mined transactions of a round took, those that failed too."""
    found = await connection.execute(
        select(func.coalesce(func.sum(transactions.c.gas_used * transactions.c.gas_price), 0))
        .join(payouts, payouts.c.transaction_id == transactions.c.id)
        .where(payouts.c.round_id == key)
    )
    return int(found.scalar_one())


async def _find_failed(connection: AsyncConnection, key: int) -> int:
    """Holders in the largest batch of the round that was mined and reverted; 0 when none was."""
    batches = await connection.execute(
        select(func.max(func.cardinality(payouts.c.holders)))
        .join(transactions, transactions.c.id == payouts.c.transaction_id)
        .where(payouts.c.round_id == key, transactions.c.status == "failed")
    )
    return batches.scalar_one() or 0


async def _select_payable(
    connection: AsyncConnection, client: ChainClient, project: Row[Any], due: Due
) -> list[str]:
    refused = await read_refused(connection, project.campaign)
    asked = [holder for holder in due.amounts if holder not in refused]
    return await select_pushed(client, project.share_token, asked) if asked else []
