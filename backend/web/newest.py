"""The newest revision of the database, asked for at every request and by one question at a time."""

import asyncio
from types import TracebackType
from typing import Self

from psycopg import AsyncConnection, AsyncCursor
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db import address_of
from backend.queries.revision import About, Revision, read_revision


class Newest:
    """A connection of its own beside the pages', opened when it is needed and again when it was lost."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._address = address_of(engine)
        self._cursor: AsyncCursor | None = None
        self._turn = asyncio.Lock()

    async def read(self, about: About | None, address: bytes | None) -> Revision | None:
        """Asked after the call, never before. Raises psycopg.Error while the database does not answer."""
        async with self._turn:
            if self._cursor is None:
                connection = await AsyncConnection.connect(self._address, autocommit=True)
                self._cursor = connection.cursor()
            try:
                return await read_revision(self._cursor, about, address)
            except BaseException:
                # Also when the question was called off: what it leaves unread is not the next one's answer.
                await self._close()
                raise

    async def _close(self) -> None:
        cursor, self._cursor = self._cursor, None
        if cursor is not None:
            await cursor.connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()
