"""One verb on the database of the settings."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.db import open_database, open_engine
from backend.migrations import migrate
from backend.settings import Settings

T = TypeVar("T")


def with_database(verb: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """What the verb answers; it is one transaction, committed at its end."""

    async def run(url: str) -> T:
        async with open_engine(url) as engine, engine.begin() as connection:
            return await verb(connection)

    with open_database(Settings()) as url:
        migrate(url)
        return asyncio.run(run(url))
