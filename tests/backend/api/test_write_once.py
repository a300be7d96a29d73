"""A write that is repeated with its Idempotency-Key is done once (7.7)."""

import asyncio
import uuid
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.backend.conftest import Follow
from tests.backend.web.room.conftest import SITE, Browser, browser, enter  # noqa: F401
from tests.backend.world import Project, World

NEWS = {"title_en": "Shooting begins", "text_en": "On Monday."}


@pytest.fixture
async def producer(world: World, browser: Browser, follow: Follow) -> tuple[httpx.AsyncClient, str]:  # noqa: F811
    """Signed in, and where its news are posted."""
    made: Project = world.propose()
    world.approve(made)
    await follow()
    await browser.sign_in("producer")
    return browser.client, f"/v1/projects/{made.campaign}/news"


async def post(
    client: httpx.AsyncClient, path: str, key: str | None, body: dict[str, Any] = NEWS
) -> httpx.Response:
    headers = {"Origin": SITE} | ({"Idempotency-Key": key} if key else {})
    return await client.post(path, json=body, headers=headers)


async def count(client: httpx.AsyncClient, path: str) -> int:
    return len((await client.get(path)).json()["news"])


async def test_a_repetition_makes_nothing_more(producer: tuple[httpx.AsyncClient, str]) -> None:
    client, path = producer
    key = str(uuid.uuid4())
    first = await post(client, path, key)
    again = await post(client, path, key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert await count(client, path) == 1
    assert (await post(client, path, str(uuid.uuid4()))).json()["id"] != first.json()["id"]
    assert (await post(client, path, None)).status_code == 201
    assert await count(client, path) == 3


async def test_those_who_ask_at_once_make_one(producer: tuple[httpx.AsyncClient, str]) -> None:
    client, path = producer
    key = str(uuid.uuid4())
    answers = await asyncio.gather(*(post(client, path, key) for _ in range(8)))
    assert {each.status_code for each in answers} == {201}
    assert len({each.json()["id"] for each in answers}) == 1
    assert await count(client, path) == 1


async def test_a_key_belongs_to_one_request(producer: tuple[httpx.AsyncClient, str]) -> None:
    client, path = producer
    key = str(uuid.uuid4())
    await post(client, path, key)
    other = await post(client, path, key, {**NEWS, "title_en": "Shooting ends"})
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")
    for unfit in ("short", "with spaces in between", "x" * 256):
        answer = await post(client, path, unfit)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-unfit")
    assert await count(client, path) == 1


async def test_what_failed_can_be_asked_again(producer: tuple[httpx.AsyncClient, str]) -> None:
    client, path = producer
    key = str(uuid.uuid4())
    assert (await post(client, path, key, {"title_en": "No text"})).status_code == 422
    assert (await post(client, path, key)).status_code == 201


async def test_neither_is_there_without_the_other(
    producer: tuple[httpx.AsyncClient, str], engine: AsyncEngine
) -> None:
    """The database refuses the last statement of the transaction, as if the process had died before it."""
    client, path = producer
    async with engine.begin() as connection:
        await connection.execute(
            text("create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$")
        )
        await connection.execute(
            text("create trigger refuse before update on kept_answers for each row execute function refuse()")
        )
    key = str(uuid.uuid4())
    assert (await post(client, path, key)).status_code == 500
    assert await count(client, path) == 0
    async with engine.begin() as connection:
        await connection.execute(text("drop trigger refuse on kept_answers"))
    answer = await post(client, path, key)
    assert (answer.status_code, "idempotent-replayed" in answer.headers) == (201, False)
    assert await count(client, path) == 1


async def test_after_a_day_a_key_is_forgotten(
    producer: tuple[httpx.AsyncClient, str], engine: AsyncEngine
) -> None:
    client, path = producer
    key = str(uuid.uuid4())
    await post(client, path, key)
    async with engine.begin() as connection:
        await connection.execute(text("update kept_answers set kept_at = kept_at - 86401"))
    assert "idempotent-replayed" not in (await post(client, path, key)).headers
    assert await count(client, path) == 2


async def test_a_transaction_is_registered_once(
    world: World,
    browser: Browser,  # noqa: F811
    follow: Follow,
) -> None:
    made = world.propose()
    await follow()
    asked = {"action": "contribute", "campaign": made.campaign, "wallet": world.fan}
    key = str(uuid.uuid4())
    ids = {(await post(browser.client, "/v1/transactions", key, asked)).json()["id"] for _ in range(3)}
    assert len(ids) == 1
    assert (await post(browser.client, "/v1/transactions", None, asked)).json()["id"] not in ids
