"""The holders' part of a deposit enters in daily steps (PROTOCOL 5.3): whose day has come is released."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.royalties.transactions import Intent, Sending, find_transaction, record
from backend.tables import blocks, cursor, deposits, projects, releases

DAY = 86_400


class Tranche(NamedTuple):
    """The holders' part of one deposit: units, how much of it has entered, and when it came in."""

    share_token: str
    number: int
    amount: int
    released: int
    received_at: int
    steps: int

    def step_at(self, now: int) -> int:
        """How many steps are due: the first one a day after the deposit."""
        return min((now - self.received_at) // DAY, self.steps)

    def due_at(self, now: int) -> int:
        """Units that `release` would let enter."""
        return self.amount * self.step_at(now) // self.steps - self.released


async def read_waiting(connection: AsyncConnection) -> list[Tranche]:
    """Every tranche of which something has still to enter."""
    entered = func.coalesce(func.sum(releases.c.amount), 0)
    rows = await connection.execute(
        select(
            projects.c.share_token,
            deposits.c.tranche,
            deposits.c.holders_amount,
            entered.label("released"),
            blocks.c.time,
            projects.c.terms["waterfall"]["royaltySteps"].astext.label("steps"),
        )
        .join(projects, projects.c.campaign == deposits.c.campaign)
        .join(blocks, blocks.c.number == deposits.c.block_number)
        .outerjoin(
            releases,
            (releases.c.campaign == deposits.c.campaign) & (releases.c.tranche == deposits.c.tranche),
        )
        .where(deposits.c.tranche != 0)
        .group_by(*deposits.primary_key.columns, *projects.primary_key.columns, blocks.c.number)
        .having(entered < deposits.c.holders_amount)
        .order_by(deposits.c.block_number, deposits.c.log_index)
    )
    return [
        Tranche(row.share_token, row.tranche, row.holders_amount, int(row.released), row.time, int(row.steps))
        for row in rows
    ]


async def record_releases(connection: AsyncConnection, client: ChainClient, sending: Sending) -> int:
    """Record the release of every step that is due by the mirror's clock; returns how many there were.

    Raises what `record` raises.
    """
    now = (await connection.execute(select(cursor.c.block_time))).scalar_one_or_none()
    if now is None:
        return 0
    intents = [
        Intent(
            f"release:{sending.chain_id}:{each.share_token}:{each.number}:{each.step_at(now)}",
            each.share_token,
            encode_call("ShareToken", "release", each.number),
        )
        for each in await read_waiting(connection)
        if each.due_at(now) > 0
    ]
    new = [each for each in intents if await find_transaction(connection, each.name) is None]
    if new:
        await record(connection, client, sending, new)
    return len(new)
