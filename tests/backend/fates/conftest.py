"""Transactions of a wallet on the tests' chain: the routes register them, the worker's steps follow them."""

from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.app import create_app
from backend.chain.client import ChainClient
from backend.settings import Settings
from tests.backend.api.server import serve
from tests.backend.conftest import Follow
from tests.backend.fates.desk import Desk
from tests.backend.world import World


@pytest.fixture
async def node(world: World) -> AsyncIterator[ChainClient]:
    async with ChainClient(world.anvil.url) as made:
        yield made


@pytest.fixture
async def client(database_url: str, world: World) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of the server, which asks the tests' node."""
    settings = Settings(database_url=SecretStr(database_url), rpc_url=world.anvil.url)
    async with serve(create_app(settings)) as caller:
        yield caller


@pytest.fixture
async def desk(
    world: World, engine: AsyncEngine, follow: Follow, node: ChainClient, client: httpx.AsyncClient
) -> AsyncIterator[Desk]:
    """A project that raises money, mirrored; blocks are mined when the test says so."""
    project = world.propose(world.terms())
    world.start(project)
    world.allow(project, project.campaign, world.fan, world.second_fan, world.patron)
    await follow()
    world.request("evm_setAutomine", False)
    yield Desk(world, project, engine, node, client, follow)
    world.request("evm_setAutomine", True)
