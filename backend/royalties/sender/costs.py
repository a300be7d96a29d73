"""What sending costs: expected when a round opens, accounted by what was mined."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.moves import OPEN
from backend.tables import payout_rounds, payouts, projects, transactions


class Cost(NamedTuple):
    """Of one round: when it was opened, gas that was used, and wei."""

    opened_at: int
    project: str
    attempt: int
    holders: int
    batches: int
    gas: int
    expected_cost: int
    cost: int


async def read_costs(connection: AsyncConnection) -> list[Cost]:
    """Of every round that sent something, the newest first."""
    gas = func.coalesce(func.sum(transactions.c.gas_used), 0)
    wei = func.coalesce(func.sum(transactions.c.gas_used * transactions.c.gas_price), 0)
    rows = await connection.execute(
        select(
            payout_rounds.c.opened_at,
            projects.c.name,
            payout_rounds.c.attempt,
            func.sum(func.cardinality(payouts.c.holders)).label("holders"),
            func.count().label("batches"),
            gas.label("gas"),
            payout_rounds.c.expected_cost,
            wei.label("cost"),
        )
        .join(projects, projects.c.campaign == payout_rounds.c.campaign)
        .join(payouts, payouts.c.round_id == payout_rounds.c.id)
        .join(transactions, transactions.c.id == payouts.c.transaction_id)
        .group_by(payout_rounds.c.id, projects.c.name)
        .order_by(payout_rounds.c.id.desc())
    )
    return [
        Cost(
            row.opened_at,
            row.name,
            row.attempt,
            int(row.holders),
            row.batches,
            int(row.gas),
            row.expected_cost,
            int(row.cost),
        )
        for row in rows
    ]


class Spending(NamedTuple):
    """What an account's mined transactions of one purpose took: gas, and wei. purpose: the first word of
    their intents."""

    sender: str
    purpose: str
    transactions: int
    gas: int
    cost: int


async def read_spending(connection: AsyncConnection) -> list[Spending]:
    """Of everything that was mined, payouts and all else, those that failed too; by account."""
    purpose = func.split_part(transactions.c.intent, ":", 1)
    rows = await connection.execute(
        select(
            transactions.c.sender,
            purpose.label("purpose"),
            func.count().label("mined"),
            func.sum(transactions.c.gas_used).label("gas"),
            func.sum(transactions.c.gas_used * transactions.c.gas_price).label("cost"),
        )
        .where(transactions.c.gas_used.is_not(None))
        .group_by(transactions.c.sender, purpose)
        .order_by(transactions.c.sender, purpose)
    )
    return [Spending(row.sender, row.purpose, row.mined, int(row.gas), int(row.cost)) for row in rows]


async def read_open(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Transactions that are not over, and those that stop their account."""
    found = await connection.execute(
        select(transactions)
        .where(transactions.c.status.in_((*OPEN, "dropped")))
        .order_by(transactions.c.sender, transactions.c.nonce)
    )
    return found.all()
