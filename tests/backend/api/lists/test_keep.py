"""Answers kept in memory: made once for each block, and never sent when they are no longer true (7.4)."""

import asyncio
from contextlib import AsyncExitStack

import httpx
import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.api.head import _QUESTION
from backend.api.lists.reading import MOST_STREAMS, Readers, StreamsFull
from tests.backend.api.lists.conftest import get
from tests.backend.api.lists.test_page import happen
from tests.backend.api.lists.test_pin import reads
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World

NOT_OF_THE_CHAIN_ALONE = ("/statements", "/deposits")
"""They say whether a document is kept here."""


async def test_what_was_answered_is_not_asked_again(
    world: World, client: httpx.AsyncClient, lived: Project, statements_sent: list[str]
) -> None:
    for path in reads(lived, world):
        first = await client.get(path)
        statements_sent.clear()
        second = await client.get(path)
        assert second.content == first.content, path
        counted = {name: second.headers[name] for name in ("ratelimit", "x-request-id")}
        assert dict(second.headers) == dict(first.headers) | counted, path
        is_kept = not path.endswith(NOT_OF_THE_CHAIN_ALONE)
        assert (statements_sent == [_QUESTION]) == is_kept, path
        known = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (known.status_code, known.content) == (304, b"")
        assert "content-length" not in known.headers


async def test_a_new_block_is_told_at_once(
    world: World, client: httpx.AsyncClient, lived: Project, follow: Follow
) -> None:
    path = f"/v1/projects/{lived.campaign}/payments"
    for number in range(20):
        before = await get(client, path)
        assert before["as_of"]["block"] == world.head()
        if number % 3 == 2:
            world.reorg(1)
        else:
            world.deposit(lived, 3 * EURO, 10 + number)
        await follow()
        after = await get(client, path)
        assert after["as_of"]["hash"] == world.block()["hash"]
        assert (len(after["payments"]) > len(before["payments"])) == (number % 3 != 2)


async def test_many_who_ask_at_once_are_answered_by_few_questions(
    client: httpx.AsyncClient, lived: Project, statements_sent: list[str]
) -> None:
    await get(client, "/v1/payments")
    statements_sent.clear()
    answers = await asyncio.gather(*(client.get("/v1/payments") for _ in range(100)))
    assert len({each.content for each in answers}) == 1
    assert set(statements_sent) == {_QUESTION}
    assert len(statements_sent) < 20


async def test_what_is_refused_or_streamed_is_not_kept(
    world: World, client: httpx.AsyncClient, lived: Project, follow: Follow
) -> None:
    stream = await client.get("/v1/payments", params={"format": "ndjson"})
    wrong = await client.get("/v1/payments", params={"sort": "colour"})
    ahead = await client.get("/v1/payments", params={"at_block": world.head() + 1})
    assert (wrong.status_code, ahead.status_code) == (422, 503)
    assert (await client.get("/v1/payments", params={"format": "ndjson"})).text == stream.text
    assert (await client.get("/v1/payments", params={"sort": "colour"})).status_code == 422
    await happen(world, lived, follow)
    assert (await client.get("/v1/payments", params={"format": "ndjson"})).text != stream.text


async def test_a_database_that_was_started_again_is_asked_again(
    client: httpx.AsyncClient, lived: Project, database_url: str
) -> None:
    before = await get(client, "/v1/payments", limit=3)
    address = database_url.replace("postgresql+psycopg", "postgresql")
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    assert await get(client, "/v1/payments", limit=3) == before
    assert await get(client, "/v1/payments", limit=2)


async def test_slow_readers_of_whole_lists_keep_no_page_waiting(
    client: httpx.AsyncClient, lived: Project, engine: AsyncEngine
) -> None:
    async with Readers(engine) as readers, AsyncExitStack() as stack:
        for _ in range(MOST_STREAMS):
            rows = await stack.enter_async_context(readers.stream("select generate_series(1, 1000000)", {}))
            await anext(rows)
        with pytest.raises(StreamsFull):
            await stack.enter_async_context(readers.stream("select 1", {}))
        assert len(await readers.read("select 1 as one", {})) == 1


async def test_a_place_that_a_reader_left_is_free(engine: AsyncEngine) -> None:
    async with Readers(engine) as readers:
        for _ in range(3 * MOST_STREAMS):
            async with readers.stream("select generate_series(1, 1000)", {}) as rows:
                await anext(rows)
