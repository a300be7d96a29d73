"""Connections of the driver itself for lists: no transaction, so one round trip for one statement."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self

import orjson
import psycopg
from psycopg.rows import namedtuple_row
from psycopg.types.json import set_json_loads
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db import address_of
from backend.errors import CoprodError

MOST = 8
"""Connections for pages; who comes when all are busy waits for one."""
MOST_STREAMS = 4
"""Connections for whole lists, beside them: a reader that is slow keeps no page waiting."""
STREAM_SECONDS = 600
"""Most that a stream may take: its statement holds a state of the database."""
AT_A_TIME = 200
"""Rows of a stream that are fetched together."""

Connection = psycopg.AsyncConnection[Any]


class StreamsFull(CoprodError):
    """As many are being sent what does not end soon as this process can serve."""

    status = 503
    type = "streams-full"
    title = "Too many streams are open"

    def __init__(self) -> None:
        super().__init__("Too many streams are open already: try again in a moment, or ask page by page.")


class Readers:
    """Opened when they are needed, and kept for the next one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._address = address_of(engine)
        self._idle: list[Connection] = []
        self._free = asyncio.Semaphore(MOST)
        self._streams = asyncio.Semaphore(MOST_STREAMS)

    async def read(self, sql: str, values: Mapping[str, Any]) -> list[Any]:
        """All rows, by named columns. Raises psycopg.OperationalError while the database does not answer."""
        async with self._free:
            if self._idle:
                try:
                    return await self._ask(self._idle.pop(), sql, values)
                except psycopg.OperationalError:
                    # The server was started again since: the others are lost, too.
                    await self._close()
            return await self._ask(await self._connect(), sql, values)

    @asynccontextmanager
    async def stream(self, sql: str, values: Mapping[str, Any]) -> AsyncIterator[AsyncIterator[Any]]:
        """Rows as they come, on a connection of their own: what breaks off harms nobody else.

        Raises StreamsFull, and TimeoutError for a reader that takes too long.
        """
        if self._streams.locked():
            raise StreamsFull
        async with self._streams, asyncio.timeout(STREAM_SECONDS):
            connection = await self._connect()
            try:
                cursor = connection.cursor(row_factory=namedtuple_row)
                yield cursor.stream(sql, values, size=AT_A_TIME)
            finally:
                await connection.close()

    async def _ask(self, connection: Connection, sql: str, values: Mapping[str, Any]) -> list[Any]:
        try:
            cursor = connection.cursor(row_factory=namedtuple_row, binary=True)
            rows = await (await cursor.execute(sql, values, prepare=True)).fetchall()
        except BaseException:
            # Also when the question was called off: what it leaves unread is not the next one's answer.
            await connection.close()
            raise
        self._idle.append(connection)
        return rows

    async def _connect(self) -> Connection:
        connection = await psycopg.AsyncConnection.connect(self._address, autocommit=True)
        set_json_loads(orjson.loads, connection)
        return connection

    async def _close(self) -> None:
        while self._idle:
            await self._idle.pop().close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()
