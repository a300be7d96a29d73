"""One log, by parts and as a stream; both resume by one cursor (7.5)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest

from backend.api import events
from backend.queries.log import TYPES
from tests.backend.api.events.conftest import listen
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World

Told = dict[str, Any]


@pytest.fixture
async def lived(world: World, follow: Follow) -> Project:
    made = world.raise_funds()
    world.deposit(made, 1_100 * EURO)
    world.payout(made, world.fan)
    await follow()
    return made


async def read(client: httpx.AsyncClient, **parameters: Any) -> tuple[list[Told], str]:
    """Everything after a cursor, and the cursor behind it."""
    found: list[Told] = []
    while True:
        response = await client.get("/v1/events", params=parameters)
        assert response.status_code == 200, response.text
        part = response.json()
        assert response.links["next"]["url"].startswith("/v1/events?")
        found += part["events"]
        parameters["after"] = part["next"]
        if not part["more"]:
            return found, part["next"]


class Stream:
    """What a browser's EventSource would hand on."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines
        self.last_id = ""
        self.comments = 0

    async def next(self) -> Told:
        said: dict[str, str] = {}
        while True:
            line = await asyncio.wait_for(anext(self._lines), 20)
            if not line:
                if "data" in said:
                    event: Told = json.loads(said["data"])
                    assert said["event"] == event["type"]
                    return event
                said = {}
                continue
            name, _, value = line.partition(": ")
            if name == "":
                self.comments += 1
            elif name == "id":
                self.last_id = value
            said[name] = value


@asynccontextmanager
async def follow_stream(
    client: httpx.AsyncClient, headers: dict[str, str] | None = None, **parameters: Any
) -> AsyncIterator[Stream]:
    async with client.stream(
        "GET", "/v1/events/stream", params=parameters, headers=headers or {}
    ) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response.aiter_lines())


async def test_parts_of_any_size_are_the_same_log(listener: httpx.AsyncClient, lived: Project) -> None:
    whole, end = await read(listener, limit=1_000)
    assert whole
    for limit in (1, 5):
        assert await read(listener, limit=limit) == (whole, end)
    assert {each["type"] for each in whole} >= {"project.created", "contribution.made", "payment.made"}
    assert await read(listener, after="now") == ([], end)
    wanted, _ = await read(listener, type="payment.made,contribution.made", campaign=lived.campaign.lower())
    assert wanted == [each for each in whole if each["type"] in ("payment.made", "contribution.made")]


async def test_what_no_project_says_is_not_said_of_one(listener: httpx.AsyncClient, lived: Project) -> None:
    _, end = await read(listener, limit=1_000)
    of_platform = "platform.currency"
    assert (await read(listener, type=of_platform))[0] != []
    assert await read(listener, type=of_platform, campaign=lived.campaign) == ([], end)


async def test_money_and_times_are_told_as_everywhere(
    world: World, listener: httpx.AsyncClient, lived: Project
) -> None:
    (fee,) = [
        each for each in (await read(listener, type="payment.made"))[0] if each["data"]["kind"] == "fee"
    ]
    assert fee["data"]["amount"] == {
        "raw": "50000000",
        "decimals": 6,
        "value": "50.000000",
        "currency": "EURC",
    }
    assert fee["data"]["receiver"] == world.treasury
    (deposit,) = (await read(listener, type="statement.deposited"))[0]
    assert deposit["data"]["period_start"] == "2026-01-01T00:00:00Z"
    assert sum(int(each["raw"]) for each in deposit["data"]["amounts"]) == int(deposit["data"]["net"]["raw"])


async def test_the_stream_tells_what_is_asked_for_part_by_part(
    world: World, listener: httpx.AsyncClient, lived: Project, follow: Follow
) -> None:
    whole, _ = await read(listener)
    async with follow_stream(listener) as stream:
        told = [await stream.next() for _ in whole]
        assert told == whole
        world.deposit(lived, 5 * EURO, 50)
        await follow()
        later, _ = await read(listener, after=stream.last_id)
        assert [await stream.next() for _ in later] == later
    world.reorg(1)
    await follow()
    async with follow_stream(listener, {"Last-Event-ID": stream.last_id}) as again:
        undone = [await again.next() for _ in later]
    assert [each["id"] for each in undone] == [each["id"] for each in reversed(later)]
    assert {(each["retracted"], each["revision"]) for each in undone} == {(True, 2)}


async def test_a_stream_is_resumed_at_each_place_after_another_server(
    world: World, listener: httpx.AsyncClient, lived: Project, database_url: str
) -> None:
    whole, _ = await read(listener)
    async with listen(database_url) as other, follow_stream(listener) as first:
        for number in range(4):
            assert await first.next() == whole[number]
            async with follow_stream(other, {"Last-Event-ID": first.last_id}) as second:
                assert await second.next() == whole[number + 1]


async def test_it_beats_while_nothing_happens(
    listener: httpx.AsyncClient, lived: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0)
    async with follow_stream(listener, after="now") as stream:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(stream.next(), 3)
    assert stream.comments >= 2
    assert await read(listener, after=stream.last_id) == ([], stream.last_id)


async def test_no_more_listen_than_can_be_served(
    listener: httpx.AsyncClient, lived: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_STREAMS", 2)
    async with follow_stream(listener), follow_stream(listener):
        refused = await listener.get("/v1/events/stream")
        assert (refused.status_code, refused.json()["type"]) == (503, "/problems/streams-full")
        assert refused.headers["retry-after"]
    for _ in range(100):
        async with listener.stream("GET", "/v1/events/stream") as response:
            if response.status_code == 200:
                return
        await asyncio.sleep(0.1)
    pytest.fail("a place that was left stays taken")


async def test_streams_end_with_the_server(database_url: str, lived: Project) -> None:
    """Or it would wait for their readers for ever: see `listen`."""
    async with httpx.AsyncClient(timeout=30) as reader, AsyncExitStack() as stack:
        async with listen(database_url) as client:
            reader.base_url = client.base_url
            stream = await stack.enter_async_context(follow_stream(reader, after="now"))
        with pytest.raises((StopAsyncIteration, httpx.RemoteProtocolError)):
            await stream.next()


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"after": "x"}, "as it was given"),
        ({"type": "gambling"}, TYPES[0]),
        ({"limit": 1_001}, "1000 at most"),
        ({"campaign": "0x12"}, "40 hexadecimal digits"),
        ({"finality": "sure"}, "seen"),
        ({"colour": "red"}, "no such parameter"),
    ],
)
async def test_what_cannot_be_read_is_told(
    listener: httpx.AsyncClient, lived: Project, parameters: dict[str, Any], words: str
) -> None:
    response = await listener.get("/v1/events", params=parameters)
    assert response.status_code == 422
    assert words in response.json()["detail"]
