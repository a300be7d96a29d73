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
from backend.royalties.sender.accounts import Sending
from backend.royalties.sender.lag import refuse_if_behind
from backend.royalties.sender.transactions import Intent, find_transaction, record
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
    """One call of `release`, by the name of its intent. `worth` is what it lets enter, in the project's
    currency."""

    name: str
    share_token: str
    number: int
    worth: Decimal


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
    at = (await connection.execute(select(cursor))).one_or_none()
    if at is None:
        return []
    found = []
    for each in await read_waiting(connection):
        if not each.is_worth_it(at.block_time, minimum):
            continue
        step = each.step_at(at.block_time)
        first = f"release:{chain_id}:{each.share_token}:{each.number}:{step}"
        name = await _find_name(connection, first, at.block_number)
        if name is not None:
            worth = EXACT.scaleb(each.due_at(at.block_time), -each.decimals)
            found.append(Release(name, each.share_token, each.number, worth))
    return sorted(found, key=lambda each: (-each.worth, each.share_token, each.number))


async def record_release(
    connection: AsyncConnection, client: ChainClient, sending: Sending, release: Release
) -> None:
    """Record the release; once, however often it is asked for. Raises MirrorBehind, and what `record`
    raises."""
    await refuse_if_behind(connection, client)
    call = encode_call("ShareToken", "release", release.number)
    await record(connection, client, sending, [Intent(release.name, release.share_token, call)])


async def _find_name(connection: AsyncConnection, first: str, at_block: int) -> str | None:
    """A name that was not used; None while a transaction of these is under way.

    Another one follows only when one is final, the mirror has seen it, and the step is still due: a reorg put
    it before what made the step due.
    """
    name = first
    while (sent := await find_transaction(connection, name)) is not None:
        if sent.status != "final" or sent.block_number > at_block:
            return None
        name = f"{first}:{sent.id}"
    return name
