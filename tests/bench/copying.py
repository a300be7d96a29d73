"""(b) All logs fetched, decoded and copied into the mirror's tables, with the same indexes; nothing else.

No reorgs, no retries, no cursor, no state read back: what is known of earlier events stays in memory.
The next logs are fetched while the database takes the last.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.types.json import Jsonb
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url

from backend.chain import events
from backend.chain.client import ChainClient, Log
from backend.chain.logs import topics
from backend.mirror.contracts import Contracts, Said, contracts_of, factory_only, hear
from backend.mirror.ledger import State, write_rows
from backend.tables import metadata
from tests.bench.chains import Chain
from tests.bench.floor import ADDRESSES

PER_COMMIT = 20_000
"""Events."""
DIALECT = postgresql.dialect()


async def copy_logs(chain: Chain, database_url: str) -> int:
    """The number of events."""
    known, state, waiting, count = factory_only(chain.factory), State(), [], 0
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    async with ChainClient(chain.url, timeout=120) as client, await psycopg.AsyncConnection.connect(url) as database:
        ranges = chain.ranges()
        coming = asyncio.ensure_future(_fetch(client, known, *ranges[0]))
        for following in [*ranges[1:], None]:
            said = await coming
            if following:
                coming = asyncio.ensure_future(_fetch(client, known, *following))
            count += len(said)
            waiting += said
            if len(waiting) >= PER_COMMIT or not following:
                await _copy(database, state, waiting)
                waiting = []
    return count


async def _fetch(client: ChainClient, known: Contracts, first: int, last: int) -> list[tuple[Log, Said]]:
    """In order; `known` learns of new projects."""
    logs = await _ask(client, list(known), first, last)
    fresh: Contracts = {}
    for log in logs:
        said = hear(known, log)
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
        log
        for chunk in chunks
        for log in await client.logs(first, last, addresses=chunk, topics=topics())
    ]


async def _copy(database: AsyncConnection[Any], state: State, heard: Sequence[tuple[Log, Said]]) -> None:
    heads = {
        said.block_number: {
            "number": said.block_number,
            "hash": log["blockHash"],
            "time": int(log["blockTimestamp"], 16),
        }
        for log, said in heard
    }
    rows = write_rows(state, [said for _, said in heard])
    await _copy_rows(database, "blocks", heads.values())
    for table, some in rows.items():
        if some:
            await _copy_rows(database, table, some)
    await database.commit()


async def _copy_rows(database: AsyncConnection[Any], name: str, rows: Iterable[dict[str, Any]]) -> None:
    columns = metadata.tables[name].columns
    binders = [
        Jsonb if isinstance(each.type, JSONB) else each.type.bind_processor(DIALECT) or (lambda value: value)
        for each in columns
    ]
    names = [each.name for each in columns]
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(name), sql.SQL(",").join(map(sql.Identifier, names))
    )
    async with database.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            await copy.write_row([bind(row[each]) for bind, each in zip(binders, names, strict=True)])
