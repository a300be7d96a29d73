"""7.1: how the mirror is doing, for people and for machines that watch it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.app import create_app
from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.local.processes import free_port
from backend.mirror.endpoints import write_endpoints
from backend.mirror.follow import follow as follow_chain
from backend.mirror.sync import Mirror
from backend.settings import Settings
from backend.tables import reconciliations
from tests.backend.api.server import serve
from tests.backend.api.test_answer_from_chain import get
from tests.backend.api.test_answer_problems import read_problem
from tests.backend.terms import EURO
from tests.backend.world import World

LAG, SILENCE = 5, 5


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Of a server that is impatient."""
    settings = Settings(database_url=SecretStr(database_url), ready_lag=LAG, ready_seconds=SILENCE)
    async with serve(create_app(settings)) as client:
        yield client


@asynccontextmanager
async def mirroring(world: World, engine: AsyncEngine, *others: str) -> AsyncIterator[ChainClient]:
    """A mirror at work until it dies; `others` are nodes that it prefers to the real one."""
    deployment = Deployment(world.anvil.chain_id, world.factory, world.factory_block, {})
    async with ChainClient([*others, world.anvil.url], chain_id=world.anvil.chain_id) as node:
        work = asyncio.create_task(follow_chain(Mirror(node, engine, deployment), poll_seconds=0.05))
        try:
            yield node
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)


async def until_ready(client: httpx.AsyncClient, *, status: int = 200, seconds: int = 120) -> httpx.Response:
    for _ in range(20 * seconds):
        answer = await client.get("/ready")
        if answer.status_code == status:
            return answer
        await asyncio.sleep(0.05)
    raise AssertionError(f"no {status} within {seconds} s: {answer.text}")


async def scrape(client: httpx.AsyncClient) -> dict[tuple[str, ...], float]:
    """By name and values of the labels."""
    answer = await client.get("/metrics")
    assert answer.status_code == 200, answer.text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def tell_head(node: ChainClient, engine: AsyncEngine) -> None:
    """The node is asked where the chain is, and nobody mirrors it."""
    await node.block("latest")
    async with engine.begin() as connection:
        await write_endpoints(connection, node.endpoints)


async def test_a_mirror_at_the_head_is_ready_and_says_where_it_is(
    world: World, client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    world.propose()
    async with mirroring(world, engine):
        await until_ready(client)
        answer = await get(client, "/v1/status")
    head = world.block()
    assert (answer["as_of"]["block"], answer["as_of"]["hash"]) == (int(head["number"], 16), head["hash"])
    assert (answer["head"], answer["lag"]) == (world.head(), {"blocks": 0, "seconds": 0})
    for name, tag in (("safe_number", "safe"), ("final_number", "finalized")):
        assert answer[name] == int(world.block(tag)["number"], 16)
    assert (answer["factory"], answer["projects"], answer["reorgs"]) == (world.factory, 1, 0)
    assert (answer["last_reorg"], answer["last_reconciliation"]) == (None, None)
    (endpoint,) = answer["endpoints"]
    assert (endpoint["name"], endpoint["healthy"], endpoint["error"]) == (world.anvil.url, True, None)
    assert (endpoint["head"], endpoint["failures"]) == (world.head(), 0)


async def test_a_node_that_is_away_is_named_without_its_secrets(
    world: World, client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    async with mirroring(world, engine, away.replace("//", "//user:hidden@") + "/key"):
        await until_ready(client)
        answer = await client.get("/v1/status")
        measured = await scrape(client)
    endpoints = {each["name"]: each for each in answer.json()["endpoints"]}
    assert (endpoints[away]["healthy"], endpoints[world.anvil.url]["healthy"]) == (False, True)
    assert endpoints[away]["error"]
    assert endpoints[away]["failures"] > 0
    assert (endpoints[away]["head"], endpoints[away]["heard_at"]) == (None, None)
    assert measured["coprod_endpoint_up", away] == 0
    assert measured["coprod_endpoint_up", world.anvil.url] == 1
    assert "hidden" not in answer.text
    assert "key" not in answer.text


async def test_when_the_mirror_dies_it_is_no_longer_ready(
    world: World, client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    async with mirroring(world, engine):
        await until_ready(client)
        # Nothing happens on the chain, and yet a node is heard.
        await asyncio.sleep(SILENCE + 1)
        assert (await client.get("/ready")).status_code == 200
    problem = read_problem(await until_ready(client, status=503), 503, "mirror-behind")
    assert "coprod worker" in str(problem["detail"])
    assert (await get(client, "/v1/status"))["lag"]["blocks"] == 0


async def test_a_mirror_that_falls_behind_is_not_ready(
    world: World, client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    async with mirroring(world, engine) as node:
        await until_ready(client)
        number = world.head()
    async with ChainClient(world.anvil.url) as node:
        world.mine(LAG)
        await tell_head(node, engine)
        assert (await client.get("/ready")).status_code == 200
        world.mine()
        await tell_head(node, engine)
        problem = read_problem(await client.get("/ready"), 503, "mirror-behind")
    for each in (number, number + LAG + 1, LAG + 1):
        assert str(each) in str(problem["detail"])
    answer = await get(client, "/v1/status")
    assert (answer["head"], answer["lag"]["blocks"]) == (number + LAG + 1, LAG + 1)
    assert (await scrape(client))["coprod_lag_blocks",] == LAG + 1


async def test_a_mirror_that_was_never_led_is_not_ready(client: httpx.AsyncClient, follow: Any) -> None:
    await follow()
    problem = read_problem(await client.get("/ready"), 503, "mirror-behind")
    assert "COPROD_RPC_URL" in str(problem["detail"])


@pytest.fixture
def reconcile(engine: AsyncEngine) -> Any:
    """Keep what a reconciliation found."""

    async def keep(*differences: str) -> None:
        row = {
            "started_at": 1_790_000_000,
            "seconds": Decimal("4.210"),
            "block_number": 7,
            "block_hash": "0x" + 32 * "ab",
            "compared": 1_234,
            "differences": list(differences),
        }
        async with engine.begin() as connection:
            await connection.execute(insert(reconciliations).values(row))

    return keep


async def test_differences_are_told_until_a_reconciliation_finds_none(
    world: World, client: httpx.AsyncClient, engine: AsyncEngine, reconcile: Any
) -> None:
    async with mirroring(world, engine):
        await until_ready(client)
        await reconcile(*(f"transfers log_index={number}: not in the mirror" for number in range(12)))
        problem = read_problem(await client.get("/ready"), 503, "mirror-differs")
        assert "12" in str(problem["detail"])
        found = (await get(client, "/v1/status"))["last_reconciliation"]
        assert (found["differences"], len(found["first_differences"])) == (12, 10)
        assert found["first_differences"][9] == "transfers log_index=9: not in the mirror"
        assert (found["block_number"], found["compared"], found["seconds"]) == (7, 1_234, "4.210")
        await reconcile()
        assert (await client.get("/ready")).status_code == 200
        measured = await scrape(client)
    assert measured["coprod_reconciliation_differences",] == 0
    assert measured["coprod_reconciliation_values",] == 1_234
    assert measured["coprod_reconciliation_duration_seconds",] == 4.21
    assert measured["coprod_reconciliation_timestamp_seconds",] == 1_790_000_000


async def test_metrics_before_the_first_block(client: httpx.AsyncClient) -> None:
    measured = await scrape(client)
    assert measured["coprod_reorgs_total",] == 0
    assert ("coprod_mirrored_block",) not in measured


async def test_metrics_count_what_the_database_holds(
    world: World, client: httpx.AsyncClient, engine: AsyncEngine, database_url: str, follow: Any
) -> None:
    made = world.raise_funds()
    world.deposit(made, 1_000 * EURO)
    world.payout(made, world.fan)
    await follow()
    world.reorg(1)
    await follow()
    # PostgreSQL counts rows when a connection is closed, at the latest.
    await engine.dispose()
    for _ in range(200):
        measured = await scrape(client)
        if measured["coprod_ledger_rows", "contributions"] == 2:
            break
        await asyncio.sleep(0.1)
    assert measured["coprod_ledger_rows", "contributions"] == 2
    assert measured["coprod_mirrored_block",] == measured["coprod_head_block",] == world.head()
    assert measured["coprod_final_block",] == int(world.block("finalized")["number"], 16)
    assert measured["coprod_reorgs_total",] == 1
    assert measured["coprod_last_reorg_depth_blocks",] == 1
    assert measured["coprod_retracted_rows_total",] == 1
    # 5 % to the collector, 30 % of the rest to the producer, and nobody was paid since the reorg.
    assert measured["coprod_owed_units", world.currency, "EURC"] == 665 * EURO
    assert measured["coprod_open_payout_rounds",] == 0
    async with serve(create_app(Settings(database_url=SecretStr(database_url)))) as another:
        assert await scrape(another) == measured


async def test_who_wants_open_metrics_gets_it(client: httpx.AsyncClient) -> None:
    answer = await client.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")
    plain = await client.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain")


def test_the_limits_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPROD_READY_LAG", "9")
    monkeypatch.setenv("COPROD_READY_SECONDS", "7")
    assert (Settings().ready_lag, Settings().ready_seconds) == (9, 7)
    monkeypatch.delenv("COPROD_READY_LAG")
    monkeypatch.delenv("COPROD_READY_SECONDS")
    assert (Settings().ready_lag, Settings().ready_seconds) == (5, 60)
