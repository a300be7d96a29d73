"""A mirror of the world, not yet begun, and what reconcile says of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.db import create_engine
from backend.local.postgres import Postgres
from backend.mirror.cursor import read_cursor
from backend.mirror.follow import follow
from backend.mirror.proof.reconcile import Reconciliation, reconcile
from backend.mirror.sync import Mirror
from tests.backend.conftest import TEMPLATE
from tests.backend.mirror.lives import live
from tests.backend.terms import EURO
from tests.backend.world import World

LIVED = "coprod_lived"
BELOW = 130
"""Blocks after the first project, so that it is far below the final one, which is 64 behind the head."""
PATIENCE = 120
"""Seconds that a mirror may take for all of it."""

Compare = Callable[[], Awaitable[Reconciliation]]
FollowToHead = Callable[..., Awaitable[None]]


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


@pytest.fixture(scope="module")
def long_chain(deployed: World) -> Iterator[World]:
    """A project far below the final block, and one above it."""
    with deployed.unchanged():
        project = deployed.raise_funds()
        deployed.deposit(project, 1_000 * EURO)
        deployed.payout(project, deployed.fan, deployed.second_fan)
        deployed.mine(BELOW)
        deployed.raise_funds()
        yield deployed


@pytest.fixture
def follow_to_head(world: World, engine: AsyncEngine, deployment: Deployment) -> FollowToHead:
    """Mirrors through nodes at these addresses, as the worker does, until it is where the chain is."""

    async def run(*urls: str) -> None:
        async with ChainClient(urls, timeout=1) as client, asyncio.timeout(PATIENCE):
            following = asyncio.create_task(follow(Mirror(client, engine, deployment), poll_seconds=0.02))
            try:
                while await stands_at(engine) != world.block()["hash"]:
                    if following.done():
                        return following.result()
                    await asyncio.sleep(0.05)
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)

    return run


async def stands_at(engine: AsyncEngine) -> str | None:
    """Hash of the mirror's block; None before it has one."""
    async with engine.connect() as connection:
        cursor = await read_cursor(connection)
    return cursor and cursor.block_hash
