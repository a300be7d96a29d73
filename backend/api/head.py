"""The newest revision of the mirror, asked for by one question at a time on behalf of all who wait for it."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import psycopg
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db import address_of
from backend.queries.status import Revision

_QUESTION = "select block_hash, xmin::text from cursor"


class Head:
    """Who asks is answered by a question that was put after it asked: never with what was true before."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._address = address_of(engine)
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._next: asyncio.Future[Revision | None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def read(self) -> Revision | None:
        """None before the first block. Raises psycopg.Error while the database does not answer."""
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._answer())
        # One who goes away takes nothing from the others.
        return await asyncio.shield(self._next)

    async def _answer(self) -> None:
        while self._next is not None:
            waiting, self._next = self._next, None
            try:
                found = await self._ask()
            except BaseException as error:
                await self._close()
                waiting.set_exception(error if isinstance(error, Exception) else psycopg.OperationalError())
                # Looked at, should nobody wait any more.
                waiting.exception()
                if not isinstance(error, Exception):
                    raise
            else:
                waiting.set_result(found)

    async def _ask(self) -> Revision | None:
        if self._connection is None:
            self._connection = await psycopg.AsyncConnection.connect(self._address, autocommit=True)
        cursor = self._connection.cursor(binary=True)
        await cursor.execute(_QUESTION, prepare=True)
        return await cursor.fetchone()

    async def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self._close()
