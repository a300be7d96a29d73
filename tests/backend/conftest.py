"""One chain and one database server for all tests; each test finds both as if it were the first."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.db import create_engine
from backend.local import Anvil, compile_contracts
from backend.local.postgres import Postgres
from backend.migrations import migrate
from backend.mirror.sync import Mirror, Step
from tests.backend.memory import open_folder
from tests.backend.mirror.proxy import Proxy
from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.process import Workers
from tests.backend.world import World

# A busy machine is no failure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

FINALITY = 32
"""anvil calls final what is 64 blocks old: two epochs of 32."""
TEMPLATE = "coprod_migrated"

Follow = Callable[[], Awaitable[Step]]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def anvil() -> Iterator[Anvil]:
    with Anvil(finality=FINALITY) as chain:
        yield chain


@pytest.fixture(scope="session")
def deployed(anvil: Anvil) -> World:
    compile_contracts()
    return World(anvil)


@pytest.fixture
def world(deployed: World) -> Iterator[World]:
    """The chain with the contracts and nothing else; what the test does is forgotten afterwards."""
    with deployed.unchanged():
        yield deployed


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A database server with the migrated template that each test gets a copy of."""
    with (
        open_folder(tmp_path_factory.mktemp("postgres")) as folder,
        Postgres(folder, durable=False) as server,
    ):
        migrate(server.create_database(TEMPLATE))
        yield server


@pytest.fixture
def database_url(postgres: Postgres) -> Iterator[str]:
    """A migrated, empty database."""
    postgres.drop_database("coprod_test")
    yield postgres.create_database("coprod_test", template=TEMPLATE)
    postgres.drop_database("coprod_test")


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Connections to database_url."""
    made = create_engine(database_url)
    yield made
    await made.dispose()


@pytest.fixture
def proxy(world: World) -> Proxy:
    """Before the chain's node; it fails as it is told to, once it listens."""
    return Proxy(world.anvil.url)


@pytest.fixture
def workers(tmp_path: Path, world: World, database_url: str) -> Iterator[Workers]:
    """None is started yet, and all are killed at the end."""
    made = Workers(tmp_path, world, database_url, key_of("payer"), key_of("collector"))
    yield made
    made.kill()


@pytest.fixture
async def follow(world: World, engine: AsyncEngine) -> AsyncIterator[Follow]:
    """Brings the database of `engine` to where the chain of `world` is, each time it is called."""
    deployment = Deployment(
        world.anvil.chain_id, world.factory, world.factory_block, {"EURC": world.currency}
    )
    async with ChainClient(world.anvil.url) as node:
        yield Mirror(node, engine, deployment).catch_up
