"""A chain on which everything happened, and its mirror to be damaged."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.books.audit import Audit, audit
from backend.chain.client import ChainClient
from backend.local.postgres import Postgres
from tests.backend.mirror.conftest import LIVED, lived_chain
from tests.backend.world import World

__all__ = ["lived_chain"]

RunAudit = Callable[[], Awaitable[Audit]]


@pytest.fixture
def world(lived_chain: World) -> Iterator[World]:
    """The lived chain, in the place of the fresh one."""
    with lived_chain.unchanged():
        yield lived_chain


@pytest.fixture
def database_url(lived_chain: World, postgres: Postgres) -> Iterator[str]:
    """The lived database, in the place of the empty one."""
    postgres.drop_database("coprod_test")
    yield postgres.create_database("coprod_test", template=LIVED)
    postgres.drop_database("coprod_test")


@pytest.fixture
async def client(world: World) -> AsyncIterator[ChainClient]:
    async with ChainClient(world.anvil.url) as node:
        yield node


@pytest.fixture
def run_audit(client: ChainClient, engine: AsyncEngine) -> RunAudit:
    async def run() -> Audit:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ")
            return await audit(connection, client)

    return run
