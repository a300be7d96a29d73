"""(b) All logs fetched, decoded and copied into the mirror's tables, with the same indexes; nothing else.

No reorgs, no retries, no cursor, no state read back: what is known of earlier events stays in memory.
The next logs are fetched while the database takes the last.
"""

import asyncio
import gc
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain import events
from backend.chain.client import ChainClient, Log
from backend.chain.endpoints import ADDRESSES
from backend.chain.logs import topics
from backend.db import open_engine
from backend.mirror.contracts import Contracts, Said, contracts_of, factory_only, hear
from backend.mirror.ledger.copy import copy_lines, copy_rows
from backend.mirror.ledger.draft import draft
from backend.mirror.ledger.rows import State
from backend.tables import metadata
from tests.bench.chain import Chain

PER_COMMIT = 10_000
"""Events."""


async def copy_logs(chain: Chain, database_url: str) -> int:
    """The number of events. Like the mirror it does not look for cycles among the millions of rows."""
    gc.disable()
    known, state, waiting, count = factory_only(chain.factory), State(), [], 0
    async with ChainClient(chain.url) as client, open_engine(database_url) as engine:
        ranges = chain.ranges()
        coming = asyncio.ensure_future(_fetch(client, known, *ranges[0]))
        for following in [*ranges[1:], None]:
            said = await coming
            if following:
                coming = asyncio.ensure_future(_fetch(client, known, *following))
            count += len(said)
            waiting += said
            if len(waiting) >= PER_COMMIT or not following:
                await _copy(engine, state, waiting)
                waiting = []
    return count


async def _fetch(client: ChainClient, known: Contracts, first: int, last: int) -> list[tuple[Log, Said]]:
    """In order; `known` learns of new projects."""
    factory = next(iter(known))
    logs = await _ask(client, list(known), first, last)
    fresh: Contracts = {}
    for said in (hear(known, log) for log in logs if log.address == factory):
        if said and isinstance(said.event, events.ProjectProposed):
            fresh |= contracts_of(said.event.campaign, said.event.waterfall, said.event.share_token)
    if fresh:
        known |= fresh
        logs += await _ask(client, list(fresh), first, last)
    heard = [(log, said) for log in logs if (said := hear(known, log))]
    return sorted(heard, key=lambda pair: (pair[1].block_number, pair[1].log_index))


async def _ask(client: ChainClient, addresses: Sequence[str], first: int, last: int) -> list[Log]:
    chunks = [addresses[start : start + ADDRESSES] for start in range(0, len(addresses), ADDRESSES)]
    return [
        log for chunk in chunks for log in await client.logs(first, last, addresses=chunk, topics=topics())
    ]


async def _copy(engine: AsyncEngine, state: State, heard: Sequence[tuple[Log, Said]]) -> None:
    heads = {
        said.block_number: {
            "number": said.block_number,
            "hash": log.block_hash,
            "time": int(log.block_timestamp, 16),
        }
        for log, said in heard
    }
    lines = await draft(state, [said for _, said in heard])
    async with engine.begin() as connection:
        await copy_rows(connection, metadata.tables["blocks"], list(heads.values()))
        for name, some in lines.items():
            await copy_lines(connection, metadata.tables[name], some)
