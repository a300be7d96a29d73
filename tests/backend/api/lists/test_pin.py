"""As of when: a block, a time, a finality; and what a reader need not be sent again (7.4)."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from backend.api.lists.resources import LISTINGS
from tests.backend.api.lists.conftest import get, unsure
from tests.backend.api.lists.test_page import happen, path_of
from tests.backend.conftest import FINALITY, Follow
from tests.backend.world import Project, World


def reads(made: Project, world: World) -> list[str]:
    path = f"/v1/projects/{made.campaign}"
    single = [path, *(f"{path}/{part}" for part in ("financing", "production", "waterfall"))]
    lists = [path_of(scope, made, world) for listing in LISTINGS for scope in listing.paths]
    return [*single, f"/v1/wallets/{world.fan}", *lists]


def write(time: int) -> str:
    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%dT%H:%M:%SZ}"


async def test_every_read_goes_back_to_a_block_and_to_a_time(
    world: World, client: httpx.AsyncClient, lived: Project, follow: Follow
) -> None:
    """7.1"""
    world.warp(100)
    world.mine(1)
    await follow()
    then = {path: unsure(await get(client, path)) for path in reads(lived, world)}
    world.warp(3_600)
    await happen(world, lived, follow)
    for path, answer in then.items():
        as_of = answer["as_of"]
        assert unsure(await get(client, path, at_block=as_of["block"])) == answer, path
        assert unsure(await get(client, path, at=as_of["time"])) == answer, path
        later = write(int(datetime.fromisoformat(as_of["time"]).timestamp()) + 60)
        for spelt in (later, later.replace("Z", "+00:00")):
            assert unsure(await get(client, path, at=spelt)) == answer, path
        assert (await get(client, path))["as_of"]["block"] == world.head()


async def test_every_read_can_wait_for_certainty(
    world: World, client: httpx.AsyncClient, lived: Project, follow: Follow
) -> None:
    world.mine(2 * FINALITY)
    await follow()
    final = {path: await get(client, path) for path in reads(lived, world)}
    await happen(world, lived, follow)
    finalized = int(world.block("finalized")["number"], 16)
    for path, answer in final.items():
        sure = await get(client, path, finality="final")
        assert sure["as_of"]["finality"] == "final", path
        assert sure["as_of"]["block"] <= finalized
        without = {name: value for name, value in sure.items() if name not in ("as_of", "next")}
        assert without == {
            name: told
            for name, told in (await get(client, path, at_block=finalized)).items()
            if name in without
        }, path
        assert answer["as_of"]["finality"] == "seen"
        seen = await client.get(path, params={"finality": "final", "at_block": world.head()})
        assert (seen.status_code, seen.json()["type"]) == (409, "/problems/not-final-yet")


@pytest.mark.parametrize(
    ("parameters", "status", "type"),
    [
        ({"at_block": 10**9}, 503, "not-mirrored-yet"),
        ({"at": "2200-01-01T00:00:00Z"}, 503, "not-mirrored-yet"),
        ({"at_block": 0}, 404, "block-too-early"),
        ({"at": "1999-01-01T00:00:00Z"}, 404, "block-too-early"),
        ({"at": "2026-01-01"}, 422, "request-invalid"),
        ({"at": "2026-01-01T00:00:00"}, 422, "request-invalid"),
        ({"at": "9999-12-31T23:59:59-23:59"}, 422, "request-invalid"),
    ],
)
async def test_what_is_not_known_is_not_told(
    world: World,
    client: httpx.AsyncClient,
    lived: Project,
    parameters: dict[str, Any],
    status: int,
    type: str,
) -> None:
    for path in reads(lived, world):
        response = await client.get(path, params=parameters)
        assert (response.status_code, response.json()["type"]) == (status, f"/problems/{type}"), path


async def test_who_has_the_answer_is_not_sent_it_again(
    world: World, client: httpx.AsyncClient, lived: Project, follow: Follow
) -> None:
    for path in reads(lived, world):
        answer = await client.get(path)
        tag = answer.headers["etag"]
        assert answer.headers["cache-control"] == "no-cache"
        again = await client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), path
        other = await client.get(path, params={"finality": "safe"}, headers={"If-None-Match": tag})
        assert other.status_code in (200, 409), path
    tags = {path: (await client.get(path)).headers["etag"] for path in reads(lived, world)}
    await happen(world, lived, follow)
    for path, tag in tags.items():
        answer = await client.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 200, path
        assert answer.json()["as_of"]["block"] == world.head()


async def test_what_is_final_is_kept_for_long(
    world: World, client: httpx.AsyncClient, lived: Project, follow: Follow
) -> None:
    block = world.head()
    young = await client.get("/v1/payments", params={"at_block": block})
    assert young.headers["cache-control"] == "no-cache"
    world.mine(2 * FINALITY)
    await follow()
    final = await client.get("/v1/payments", params={"at_block": block})
    assert final.headers["cache-control"] == "public, max-age=2592000"
    assert final.headers["etag"] != young.headers["etag"]
    assert (await client.get("/v1/payments", params={"finality": "final"})).headers[
        "cache-control"
    ] == "no-cache"
