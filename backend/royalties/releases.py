"""The holders' part of a deposit enters in daily steps (PROTOCOL 5.3): whose day has come is released.

Each tranche is recorded by itself, the most money first: one that cannot be released stops no other, and nor
do a thousand that somebody made of dust.
"""

from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import EXACT, least_units
from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.royalties.accounts import Sending
from backend.royalties.transactions import Intent, find_transaction, record
from backend.tables import blocks, cursor, deposits, projects, releases, wind_downs

DAY = 86_400


class Tranche(NamedTuple):
    """The holders' part of one deposit: units, what of it has entered, when it came in, in how many steps.

    ended: the project was wound down, and all steps are due.
    """

    share_token: str
    decimals: int
    number: int
    amount: int
    released: int
    received_at: int
    steps: int
    ended: bool

    def step_at(self, now: int) -> int:
        """How many steps are due: the first one a day after the deposit."""
        return self.steps if self.ended else min((now - self.received_at) // DAY, self.steps)

    def due_at(self, now: int) -> int:
        """Units that `release` would let enter."""
        return self.amount * self.step_at(now) // self.steps - self.released

    def is_worth_it(self, now: int, minimum: Decimal) -> bool:
        """Whether the units that are due reach `minimum`, or no more will come."""
        due = self.due_at(now)
        is_last = self.step_at(now) == self.steps
        return due >= least_units(minimum, self.decimals) or (is_last and due > 0)


class Release(NamedTuple):
    """One call of `release`. `worth` is what it lets enter, in the project's currency."""

    share_token: str
    number: int
    step: int
    worth: Decimal

    def intent(self, chain_id: int) -> Intent:
        """What the sender records it as."""
        return Intent(
            f"release:{chain_id}:{self.share_token}:{self.number}:{self.step}",
            self.share_token,
            encode_call("ShareToken", "release", self.number),
        )


async def read_waiting(connection: AsyncConnection) -> list[Tranche]:
    """Every tranche of which something has still to enter."""
    entered = func.coalesce(func.sum(releases.c.amount), 0)
    rows = await connection.execute(
        select(
            projects.c.share_token,
            projects.c.currency_decimals,
            deposits.c.tranche,
            deposits.c.holders_amount,
            entered.label("released"),
            blocks.c.time,
            projects.c.terms["waterfall"]["royaltySteps"].astext.label("steps"),
            exists().where(wind_downs.c.campaign == projects.c.campaign).label("ended"),
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
        Tranche(
            row.share_token,
            row.currency_decimals,
            row.tranche,
            row.holders_amount,
            int(row.released),
            row.time,
            int(row.steps),
            row.ended,
        )
        for row in rows
    ]


async def find_releases(connection: AsyncConnection, chain_id: int, minimum: Decimal) -> list[Release]:
    """What is due by the mirror's clock and not recorded, the most money first.

    Steps below `minimum`, in the project's currency, wait until they are worth it together, or for the last.
    """
    now = (await connection.execute(select(cursor.c.block_time))).scalar_one_or_none()
    if now is None:
        return []
    found = [
        Release(
            each.share_token, each.number, each.step_at(now), EXACT.scaleb(each.due_at(now), -each.decimals)
        )
        for each in await read_waiting(connection)
        if each.is_worth_it(now, minimum)
    ]
    new = [each for each in found if await find_transaction(connection, each.intent(chain_id).name) is None]
    return sorted(new, key=lambda each: (-each.worth, each.share_token, each.number))


async def record_release(
    connection: AsyncConnection, client: ChainClient, sending: Sending, release: Release
) -> None:
    """Record the release; once, however often it is asked for. Raises what `record` raises."""
    await record(connection, client, sending, [release.intent(sending.chain_id)])
