"""Filters, fields, expansion, and the same list as a file (7.4)."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from backend.api.lists.flat import PROJECT, flatten, header_of
from backend.api.lists.listing import Listing, Scope
from backend.api.lists.resources import LISTINGS
from tests.backend.api.lists.conftest import Told, get
from tests.backend.api.lists.test_page import EVERY, names, path_of
from tests.backend.conftest import Follow
from tests.backend.world import Project, World


def number(value: Any) -> int:
    return int(value["raw"]) if isinstance(value, dict) else int(value)


def plain(value: Any) -> Any:
    """What a filter is given: of a currency its address."""
    return value["address"] if isinstance(value, dict) else value


def fits(value: int, bound: str, limit: int) -> bool:
    return value >= limit if bound == "min" else value <= limit


def questions(listing: Listing, items: list[Told]) -> Iterator[tuple[str, str, list[Told]]]:
    """Each filter with a value that some items have, and those items."""
    some = items[len(items) // 2]
    for name in listing.filters:
        field, _, bound = name.rpartition("_")
        if name in some:
            value = plain(some[name])
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield name, text, [each for each in items if plain(each[name]) == value]
        elif bound in ("min", "max") and (field in some or "block_number" in some):
            told = field if field in some else "block_number"
            limit = number(some[told])
            yield name, str(limit), [each for each in items if fits(number(each[told]), bound, limit)]
        elif name in ("since", "until") and "time" in some:
            time = some["time"]
            yield name, time, [each for each in items if (each["time"] >= time) == (name == "since")]


@pytest.mark.parametrize(("listing", "scope"), EVERY, ids=names)
async def test_each_filter_leaves_what_fits(
    world: World, client: httpx.AsyncClient, lived: Project, listing: Listing, scope: Scope
) -> None:
    path = path_of(scope, lived, world)
    items = (await get(client, path))[listing.name]
    asked = [each for each in questions(listing, items) if not (scope.name and each[0] == "campaign")]
    assert asked
    for name, text, expected in asked:
        assert (await get(client, path, **{name: text}))[listing.name] == expected, f"{name}={text}"


async def test_several_values_are_any_of_them(
    world: World, client: httpx.AsyncClient, lived: Project
) -> None:
    payments = (await get(client, "/v1/payments", purpose="fee,royalty"))["payments"]
    assert {each["purpose"] for each in payments} == {"fee", "royalty"}
    moved = (await get(client, "/v1/transfers", wallet=world.stranger))["transfers"]
    assert [(each["sender"], each["receiver"]) for each in moved] == [(world.second_fan, world.stranger)]
    mints = (await get(client, "/v1/transfers", kind="mint"))["transfers"]
    assert {each["kind"] for each in mints} == {"mint"}


async def test_a_filter_by_status_is_the_status_that_is_told(
    world: World, client: httpx.AsyncClient, lived: Project, follow: Follow
) -> None:
    """2.2, 2.4: also what time alone has changed, with a pause of the platform between."""
    world.propose()
    raising = world.propose()
    world.start(raising)
    world.contribute(raising, world.fan, 1)
    world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
    world.warp(5 * 86_400)
    world.act(world.platform, "ProjectFactory", world.factory, "resumeContributions")
    seen: set[str] = set()
    for _ in range(12):
        await follow()
        projects = (await get(client, "/v1/projects"))["projects"]
        for status in ("proposed", "raising", "closed", "lapsed", "succeeded", "failed"):
            found = (await get(client, "/v1/projects", status=status))["projects"]
            assert found == [each for each in projects if each["status"] == status], status
            seen |= {status} if found else set()
        world.warp(5 * 86_400)
        world.mine(1)
    assert seen == {"raising", "closed", "lapsed", "succeeded"} | (seen & {"proposed"})


async def test_the_holders_prove_themselves_whatever_is_asked(
    world: World, client: httpx.AsyncClient, lived: Project
) -> None:
    """6.1"""
    path = f"/v1/projects/{lived.campaign}/holders"
    whole = await get(client, path)
    assert whole["sum"] == whole["supply"] == sum(each["shares"] for each in whole["holders"]) == 100
    for parameters in ({"limit": 1}, {"shares_min": 30}, {"holder": world.payer}):
        asked = await get(client, path, **parameters)
        assert {**asked, "holders": [], "next": None} == {**whole, "holders": [], "next": None}


@pytest.mark.parametrize(("listing", "scope"), EVERY, ids=names)
async def test_fields_and_expansion(
    world: World, client: httpx.AsyncClient, lived: Project, listing: Listing, scope: Scope
) -> None:
    path = path_of(scope, lived, world)
    items = (await get(client, path))[listing.name]
    fields = list(listing.item.model_fields)[1::2]
    asked = (await get(client, path, fields=",".join(fields)))[listing.name]
    assert asked == [{name: each[name] for name in fields} for each in items] or [
        set(each) for each in asked
    ] == [set(fields)] * len(items)
    if listing.expands:
        (first, *_) = (await get(client, path, expand="project", fields=fields[0]))[listing.name]
        assert set(first) == {fields[0], "project"}
        assert set(first["project"]) == set(PROJECT)


@pytest.mark.parametrize("listing", LISTINGS, ids=names)
async def test_files_are_the_same_list(
    world: World, client: httpx.AsyncClient, lived: Project, listing: Listing
) -> None:
    path = path_of(listing.paths[-1], lived, world)
    page = await get(client, path)
    items = page[listing.name]
    lines = await client.get(path, params={"format": "ndjson"})
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in lines.text.splitlines()] == items
    assert json.loads(lines.headers["coprod-as-of"]) == page["as_of"]
    table = await client.get(path, params={"format": "csv"})
    header, *rows = csv.reader(io.StringIO(table.text))
    assert header == header_of(listing.item, None, False)
    assert rows == [flatten(each, header) for each in items]
    one = await client.get(path, params={"format": "ndjson", "limit": 1, "sort": listing.sort})
    assert [json.loads(line) for line in one.text.splitlines()] == items[:1]


async def test_a_file_of_an_unknown_project_is_a_problem(
    world: World, client: httpx.AsyncClient, lived: Project
) -> None:
    response = await client.get(f"/v1/projects/{world.payer}/holders", params={"format": "csv"})
    assert (response.status_code, response.json()["type"]) == (404, "/problems/project-unknown")


async def test_names_are_no_formulas(world: World, client: httpx.AsyncClient, follow: Follow) -> None:
    terms = world.terms()
    terms["name"] = "=1+1"
    world.propose(terms)
    await follow()
    table = await client.get("/v1/projects", params={"format": "csv", "fields": "name"})
    assert table.text.splitlines() == ["name", "'=1+1"]
