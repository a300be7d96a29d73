"""A mirror of the world, not yet begun, and what reconcile says of it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.db import create_engine
from backend.local.postgres import Postgres
from backend.mirror.reconcile import Reconciliation, reconcile
from backend.mirror.sync import Mirror
from tests.backend.conftest import TEMPLATE
from tests.backend.mirror.lives import live
from tests.backend.world import World

LIVED = "coprod_lived"
Compare = Callable[[], Awaitable[Reconciliation]]


def deployment_of(world: World) -> Deployment:
    return Deployment(world.anvil.chain_id, world.factory, world.factory_block, {"EURC": world.currency})


@pytest.fixture
async def client(world: World) -> AsyncIterator[ChainClient]:
    async with ChainClient(world.anvil.url) as node:
        yield node


@pytest.fixture
def deployment(world: World) -> Deployment:
    return deployment_of(world)


@pytest.fixture
def mirror(client: ChainClient, engine: AsyncEngine, deployment: Deployment) -> Mirror:
    return Mirror(client, engine, deployment)


@pytest.fixture
def compare(client: ChainClient, engine: AsyncEngine) -> Compare:
    async def reconcile_once() -> Reconciliation:
        async with engine.connect() as connection:
            return await reconcile(client, connection)

    return reconcile_once


@pytest.fixture(scope="module")
async def lived_chain(deployed: World, postgres: Postgres) -> AsyncIterator[World]:
    """One life for all tests of a file, mirrored into a database to be copied."""
    with deployed.unchanged():
        live(deployed)
        engine = create_engine(postgres.create_database(LIVED, template=TEMPLATE))
        async with ChainClient(deployed.anvil.url) as node:
            await Mirror(node, engine, deployment_of(deployed)).catch_up()
        await engine.dispose()
        yield deployed
        postgres.drop_database(LIVED)
