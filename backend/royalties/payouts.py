"""Everybody who is owed royalties is paid, in rounds of batches (PROTOCOL 5.4, 7.2).

`payout` pays what is owed and nothing else, from all statements together: so a round belongs to a project and
to what one share had earned when it was opened (see holders.ENTERED), not to a statement. Who burned shares
at a wind-down is paid like anybody. One round is open at a time. It is closed when all of its transactions
are final; if somebody payable is still owed then (a reorg put a payout before its deposit, say), another
attempt follows, in smaller batches if one failed. Who could not be paid stays owed and can claim, and is in
the next round: when royalties enter again, or when it is time to try again (see retries).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import least_units
from backend.chain.client import ChainClient
from backend.chain.fees import find_price, suggest_fees
from backend.chain.moves import OPEN
from backend.royalties.batches import Pushing, cut_batches
from backend.royalties.dues import find_deposit, write_dues, write_payouts
from backend.royalties.holders import Due, read_due, read_refused, select_pushed
from backend.royalties.retries import AT_ONCE, find_attempt, find_waiting, read_series
from backend.royalties.sender.accounts import Sending
from backend.royalties.sender.lag import refuse_if_behind
from backend.royalties.sender.transactions import Intent, record
from backend.royalties.statements.project import find_project
from backend.tables import cursor, payout_rounds, payouts, transactions

ATTEMPTS = 3
"""Rounds one after the other: after that, a person has to look. More, while a batch that failed can be cut
into smaller ones."""


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
    """Projects with an open round, or for which it is time to open one."""
    open_ = await connection.execute(
        select(payout_rounds.c.campaign).where(payout_rounds.c.closed_at.is_(None))
    )
    return sorted({*open_.scalars(), *await find_waiting(connection)})


async def advance_round(
    connection: AsyncConnection, client: ChainClient, sending: Sending, pushing: Pushing, campaign: str
) -> Round | None:
    """Open the project's next round, or close the open one; None while there is nothing to do but wait.

    Another worker that does the same for this project is left to it. Raises MirrorBehind, and what `record`
    raises.
    """
    lock = text("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
    if not (await connection.execute(lock, {"name": f"payout {campaign}"})).scalar_one():
        return None
    open_ = await connection.execute(
        select(payout_rounds).where(payout_rounds.c.campaign == campaign, payout_rounds.c.closed_at.is_(None))
    )
    row = open_.one_or_none()
    if row is not None:
        batches = await _read_batches(connection, row.id)
        if any(each.status == "due" for each in batches):
            return None
        # Nodes have enough to do meanwhile.
        await write_dues(connection, sending.chain_id, row.id)
        if not await _is_over(connection, batches, row.block_number):
            return None
    project = await find_project(connection, campaign)
    minimum = least_units(pushing.minimum, project.currency_decimals)
    due = await read_due(connection, campaign, minimum)
    if row is None:
        attempt = await find_attempt(connection, campaign, due.index)
        if attempt is None or due.index == 0:
            return None
        await refuse_if_behind(connection, client)
        holders = await select_pushed(client, project.share_token, list(due.amounts))
        return await _open(connection, client, sending, project, pushing, due, holders, attempt)
    close = update(payout_rounds).where(payout_rounds.c.id == row.id)
    await connection.execute(close.values(closed_at=int(time.time())))
    cost = await find_cost(connection, row.id)
    if due.index != row.royalty_index:
        if due.index < row.royalty_index:
            await connection.execute(close.values(retry_at=AT_ONCE))
        return Round(campaign, row.attempt, True, 0, 0, {}, cost)
    series = await read_series(connection, campaign, due.index, row.attempt)
    refused = await read_refused(connection, campaign, series.since_block)
    payable = [holder for holder in due.amounts if holder not in refused]
    holders = await select_pushed(client, project.share_token, payable)
    error = None
    if holders:
        failed = await _find_failed(connection, row.id)
        # Who makes a batch fail is in a smaller one each time, at last alone: the others are paid meanwhile.
        smaller = replace(pushing, batch=max(1, failed // 2)) if failed else pushing
        if series.rounds < ATTEMPTS or failed > 1:
            attempt = row.attempt + 1
            return await _open(connection, client, sending, project, smaller, due, holders, attempt)
        error = (
            f"after {series.rounds} rounds somebody payable is still owed: look at the round's transactions"
        )
    owed = {holder: due.amounts[holder] for holder in refused if holder in due.amounts}
    if holders or owed:
        at = select(cursor.c.block_time + series.wait).scalar_subquery()
        await connection.execute(close.values(retry_at=at, error=error))
    return Round(campaign, row.attempt, True, 0, 0, owed, cost, error)


async def _read_batches(connection: AsyncConnection, key: int) -> Sequence[Any]:
    """How far the transactions of a round are."""
    found = await connection.execute(
        select(transactions.c.status, transactions.c.block_number)
        .join(payouts, payouts.c.transaction_id == transactions.c.id)
        .where(payouts.c.round_id == key)
    )
    return found.all()


async def _is_over(connection: AsyncConnection, rows: Sequence[Any], opened_at_block: int) -> bool:
    """Whether all transactions of the round are final, and the mirror has seen what they did."""
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
    holders: list[str],
    attempt: int,
) -> Round:
    campaign = project.campaign
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
        "deposit": await find_deposit(connection, project, due),
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
        pushed = [(transaction, each.holders) for transaction, each in zip(ids, batches, strict=True)]
        await write_payouts(connection, due, key, pushed)
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
