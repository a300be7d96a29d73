"""A mirror of the world, not yet begun."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.mirror.sync import Mirror
from tests.backend.world import World


@pytest.fixture
async def client(world: World) -> AsyncIterator[ChainClient]:
    async with ChainClient(world.anvil.url) as node:
        yield node


@pytest.fixture
def deployment(world: World) -> Deployment:
    return Deployment(world.anvil.chain_id, world.factory, world.factory_block, {"EURC": world.currency})


@pytest.fixture
async def mirror(client: ChainClient, engine: AsyncEngine, deployment: Deployment) -> Mirror:
    return Mirror(client, engine, deployment)
