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

MOST = 8
"""Connections; who comes when all are busy waits for one."""
AT_A_TIME = 200
"""Rows of a stream that are fetched together."""

Connection = psycopg.AsyncConnection[Any]


class Readers:
    """Opened when they are needed, and kept for the next one. A stream keeps one busy until it ends."""

    def __init__(self, engine: AsyncEngine, most: int = MOST) -> None:
        self._address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._idle: list[Connection] = []
        self._free = asyncio.Semaphore(most)

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
        """Rows as they come, on a connection of their own: what breaks off harms nobody else."""
        async with self._free:
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
