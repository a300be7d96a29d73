"""A node, a database that follows nothing yet, and wallets of every kind."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.chain.client import ChainClient
from tests.backend.accounts.wallets import Factory, deploy_factory
from tests.backend.world import World


@pytest.fixture
async def node(world: World) -> AsyncIterator[ChainClient]:
    async with ChainClient(world.anvil.url) as client:
        yield client


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction, which is thrown away."""
    async with engine.connect() as made:
        yield made


@pytest.fixture
def factory(world: World) -> Factory:
    return deploy_factory(world)
