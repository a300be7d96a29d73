"""A wallet that has calls prepared on a real chain, and sends them as they came."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.calls import Prepared, prepare, read_request
from backend.chain.client import ChainClient
from backend.languages import Language
from backend.queries.snapshot import open_snapshot
from backend.settings import Settings
from tests.backend.conftest import Follow
from tests.backend.world import Project, World

Prepare = Callable[..., Awaitable[Prepared]]
Send = Callable[[Prepared], None]


@pytest.fixture
async def node(world: World) -> AsyncIterator[ChainClient]:
    async with ChainClient(world.anvil.url) as client:
        yield client


@pytest.fixture
def ask(world: World, engine: AsyncEngine, node: ChainClient, follow: Follow) -> Prepare:
    """Has an action prepared, as soon as the mirror is where the chain is."""
    settings = Settings(rpc_url=world.anvil.url)

    async def prepare_now(
        action: str, project: Project | None, wallet: str, language: Language = "en", **parameters: object
    ) -> Prepared:
        await follow()
        values = {"wallet": wallet, **parameters} | ({"campaign": project.campaign} if project else {})
        request = read_request(action, values)
        async with open_snapshot(engine) as connection:
            return await prepare(connection, node, settings, action, request, language)

    return prepare_now


@pytest.fixture
def send(world: World) -> Send:
    """As a wallet without batches would: one transaction after the other. Raises Reverted."""

    def send_all(prepared: Prepared) -> None:
        assert prepared.calls
        for each in prepared.calls:
            world.send(prepared.wallet, each.to, each.data)

    return send_all


@pytest.fixture
def raising(world: World) -> Project:
    """Open for contributions; nobody has any share."""
    made = world.propose()
    world.start(made)
    return made
