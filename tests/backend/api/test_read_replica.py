"""The API beside a standby that lags: each answer is a state, and who reads on misses nothing (7.8)."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.app import create_app
from backend.local.postgres import Postgres
from backend.news import Said, post_news
from backend.settings import Settings
from tests.backend.api.lists.conftest import get
from tests.backend.api.server import serve
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World
from tests.standby import Standby


@pytest.fixture(scope="module")
def server(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standby]:
    folder = tmp_path_factory.mktemp("standby")
    with Standby(folder, postgres, durable=False) as standby:
        yield standby


@pytest.fixture
def standby(server: Standby) -> Iterator[Standby]:
    yield server
    server.resume()


@pytest.fixture
async def lived(world: World, follow: Follow) -> Project:
    made = world.raise_funds()
    world.deposit(made, 1_100 * EURO)
    await follow()
    return made


@pytest.fixture
async def near(database_url: str, standby: Standby, lived: Project) -> AsyncIterator[httpx.AsyncClient]:
    """Reads the standby, which stays where `lived` ended until it is told to go on."""
    standby.pause()
    settings = Settings(
        database_url=SecretStr(database_url), database_read_url=SecretStr(standby.url_of("coprod_test"))
    )
    async with serve(create_app(settings)) as client:
        yield client


async def test_answers_are_of_the_replicas_own_block(
    near: httpx.AsyncClient,
    client: httpx.AsyncClient,
    standby: Standby,
    world: World,
    lived: Project,
    follow: Follow,
) -> None:
    """Kept ones too: what is kept belongs to what the replica says."""
    paths = ("/v1/projects", f"/v1/projects/{lived.campaign}", "/v1/wallets/" + world.fan, "/v1/status")
    before = [await get(near, path) for path in paths]
    block = world.head()
    world.deposit(lived, 5 * EURO, 2)
    await follow()
    for path, known in zip(paths, before, strict=True):
        assert (await get(client, path))["as_of"]["block"] == world.head()
        again = await get(near, path)
        assert again["as_of"]["block"] == block
        if path != "/v1/status":
            assert again == known
    standby.resume()
    standby.pause()
    for path in paths[:3]:
        assert await get(near, path) == await get(client, path)


async def test_a_list_goes_on_where_another_server_began_it(
    near: httpx.AsyncClient, client: httpx.AsyncClient, world: World, lived: Project, follow: Follow
) -> None:
    """The replica has never seen the block of the cursor, or has another one by its number."""
    path = f"/v1/projects/{lived.campaign}/contributions"
    world.transfer(lived, world.fan, world.stranger, 1)
    await follow()
    world.reorg(1)
    await follow()
    whole = await get(client, path)
    assert len(whole["contributions"]) > 1
    first = await get(client, path, limit=1)
    for form in ({}, {"format": "ndjson"}):
        answer = await near.get(path, params={"cursor": first["next"], **form})
        assert answer.status_code == 200, answer.text
        if not form:
            assert answer.json()["as_of"] == first["as_of"]
            assert first["contributions"] + answer.json()["contributions"] == whole["contributions"]
        else:
            assert len(answer.text.splitlines()) == len(whole["contributions"]) - 1


async def test_the_log_goes_on_where_another_server_stopped(
    near: httpx.AsyncClient,
    client: httpx.AsyncClient,
    standby: Standby,
    world: World,
    lived: Project,
    follow: Follow,
) -> None:
    """Who was told what a reorg took back is not told again what it took back, nor that it did."""
    head = world.head()
    start = (await get(near, "/v1/events", after="now"))["next"]
    world.reorg(2)
    world.deposit(lived, 5 * EURO, 2)
    await follow()
    assert world.head() >= head
    undone = await get(client, "/v1/events", after=start, limit=1)
    assert undone["events"][0]["retracted"]
    rest = await get(near, "/v1/events", after=undone["next"], limit=500)
    assert rest["events"] == (await get(client, "/v1/events", after=undone["next"], limit=500))["events"]
    end = await get(client, "/v1/events", after=rest["next"], limit=500)
    assert (await get(near, "/v1/events", after=end["next"]))["events"] == []
    # What the replica has not heard of is not said yet.
    assert (await get(near, "/v1/events", after=start))["events"] == []
    standby.resume()
    standby.pause()
    told = await get(near, "/v1/events", after=start, limit=500)
    assert told == await get(client, "/v1/events", after=start, limit=500)


async def test_what_was_written_is_read_at_once(
    near: httpx.AsyncClient, lived: Project, engine: AsyncEngine
) -> None:
    async with engine.begin() as connection:
        said = Said("First day", "We have begun.")
        await post_news(connection, lived.campaign, lived.campaign, {"en": said})
    (told,) = (await get(near, f"/v1/projects/{lived.campaign}/news"))["news"]
    assert "First day" in str(told)


async def test_a_replica_that_is_gone_is_said(database_url: str, lived: Project) -> None:
    """Nobody's load moves to the primary by itself."""
    settings = Settings(
        database_url=SecretStr(database_url),
        database_read_url=SecretStr("postgresql://coprod@127.0.0.1:9/coprod"),
    )
    async with serve(create_app(settings)) as client:
        for path in ("/v1/projects", f"/v1/projects/{lived.campaign}", "/v1/events", "/ready"):
            assert (await client.get(path)).status_code == 503, path
        assert (await client.get("/health")).status_code == 200
        assert (await client.get("/en/")).status_code == 200
