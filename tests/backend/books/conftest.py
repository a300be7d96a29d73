"""A chain on which everything happened, and its mirror to be damaged."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.books.audit import Audit, audit
from backend.chain.client import ChainClient
from tests.backend.mirror.conftest import client, lived_chain
from tests.backend.mirror.lived.conftest import database_url, world

__all__ = ["client", "database_url", "lived_chain", "world"]

RunAudit = Callable[[], Awaitable[Audit]]


@pytest.fixture
def run_audit(client: ChainClient, engine: AsyncEngine) -> RunAudit:
    async def run() -> Audit:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ")
            return await audit(connection, client)

    return run
