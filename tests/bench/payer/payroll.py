"""(b) The payer pays everybody, with all its records; and (a) the bytes that it signed are sent raw."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.chain.transactions import count_nonces, find_receipts
from backend.db import open_engine
from backend.mirror.sync import Mirror
from backend.payer import Payer
from backend.royalties.sender.keys import Key
from backend.settings import Settings
from backend.tables import attempts, transactions
from tests.bench.payer.mining import PAUSE, Mining
from tests.bench.payer.town import Town

STEPS = 500
"""Of the payer, at most."""


class NotPaid(Exception):
    """Something was measured that did not do what it should."""


@dataclass(frozen=True)
class Paid:
    """seconds until every batch is mined and final in the records; the bytes of the batches, in their order,
    and those of before; the gas that the batches took, and the round trips to the database."""

    seconds: float
    batches: list[bytes]
    before: list[bytes]
    gas: int
    round_trips: int


async def pay_with_records(town: Town, database_url: str, key: Key) -> Paid:
    """By a payer that is at work already, as they are: it has paid the small project. What the mirror does is
    not measured, nor the mining of blocks that make payments final. Raises NotPaid."""
    world = town.world
    currencies = {"EURC": world.currency}
    deployment = Deployment(world.anvil.chain_id, world.factory, world.factory_block, currencies)
    async with open_engine(database_url) as engine, ChainClient(world.anvil.url) as client:
        mirror, trips = Mirror(client, engine, deployment), _Trips(engine)
        settings = Settings()
        payer = Payer(engine, client, world.anvil.chain_id, settings, payer=key, reporters={})
        # As in life; where blocks do not wait, nobody does.
        pause = settings.poll_seconds if town.block_seconds else 0
        for project in (town.small, town.project):
            town.earn(project)
            await mirror.catch_up()
            trips.number = 0
            with Mining(world, town.block_seconds):
                seconds = await _step_until(payer, engine, "mined", trips, pause)
            world.mine(70)
            seconds += await _step_until(payer, engine, "final", trips, pause)
            await mirror.catch_up()
            if project is town.small:
                await payer.step()
        async with engine.connect() as connection:
            found = await connection.execute(
                select(transactions.c.receiver, transactions.c.gas_used, attempts.c.raw)
                .join(attempts, transactions.c.hash == attempts.c.hash)
                .order_by(transactions.c.nonce)
            )
            rows = found.all()
    batches = [row for row in rows if row.receiver == town.project.share_token]
    before = [bytes(row.raw) for row in rows if row not in batches]
    gas = sum(row.gas_used for row in batches)
    return Paid(seconds, [bytes(row.raw) for row in batches], before, gas, trips.number)


async def send_raw(town: Town, paid: Paid) -> float:
    """Seconds until all batches are mined, of bytes that were signed before. Nothing is recorded."""
    async with ChainClient(town.world.anvil.url) as client:
        town.earn(town.small)
        await _send(client, town.world.payer, paid.before)
        town.earn(town.project)
        with Mining(town.world, town.block_seconds):
            start = time.perf_counter()
            await _send(client, town.world.payer, paid.batches)
            return time.perf_counter() - start


async def _send(client: ChainClient, sender: str, batches: list[bytes]) -> None:
    """Until all are mined; receipts are asked for what is: asked for earlier, they hold up the node."""
    first = await count_nonces(client, sender, "latest")
    hashes = await _give(client, batches)
    known = 0
    while known < len(hashes):
        mined = await count_nonces(client, sender, "latest") - first
        receipts = [each for each in await find_receipts(client, hashes[known:mined]) if each]
        if not all(each.succeeded for each in receipts):
            raise NotPaid("a batch that was sent raw reverted")
        known += len(receipts)
        if not receipts:
            # anvil forgets what would fit into a block when a lower nonce does not.
            waiting = await count_nonces(client, sender, "pending") - first
            await _give(client, batches[waiting:])
            await asyncio.sleep(PAUSE)


async def _give(client: ChainClient, batches: list[bytes]) -> list[str]:
    """To the node; their hashes."""
    return await client.batch([("eth_sendRawTransaction", ["0x" + each.hex()]) for each in batches])


async def _step_until(payer: Payer, engine: AsyncEngine, status: str, trips: "_Trips", pause: float) -> float:
    """Seconds until all transactions have this status, by the clock: the node goes on between the steps.

    pause: seconds after a step in which there was nothing to do.
    """
    start = time.perf_counter()
    for _ in range(STEPS):
        with trips.counted():
            busy = await payer.step()
        async with engine.connect() as connection:
            found = set((await connection.execute(select(transactions.c.status).distinct())).scalars())
        if found and found <= {status, "final"}:
            return time.perf_counter() - start
        if not busy:
            await asyncio.sleep(pause)
    raise NotPaid(f"after {STEPS} steps the transactions are {found}, and not {status}")


class _Trips:
    """Counts statements, and the ends of transactions."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.number = 0
        self._is_counted = False
        for name in ("before_cursor_execute", "commit", "rollback"):
            event.listen(engine.sync_engine, name, self._count)

    @contextmanager
    def counted(self) -> Iterator[None]:
        self._is_counted = True
        yield
        self._is_counted = False

    def _count(self, *_: object) -> None:
        self.number += self._is_counted
