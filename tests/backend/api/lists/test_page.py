"""Every list, page by page: nothing twice, nothing left out, one state from the first page to the last
(7.4)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from backend.api.lists.listing import Listing, Scope
from backend.api.lists.resources import LISTINGS
from tests.backend.api.lists.conftest import Told, get, pages, read_all, unsure
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World

Meanwhile = Callable[[], Awaitable[None]]
EVERY = [(listing, scope) for listing in LISTINGS for scope in listing.paths]


def path_of(scope: Scope, made: Project, world: World) -> str:
    return scope.path.format(campaign=made.campaign, address=world.fan)


def names(value: Any) -> str:
    return value.name if isinstance(value, Listing) else value.path


@pytest.mark.parametrize(("listing", "scope"), EVERY, ids=names)
async def test_small_pages_are_the_list_in_every_order(
    world: World, client: httpx.AsyncClient, lived: Project, listing: Listing, scope: Scope
) -> None:
    path = path_of(scope, lived, world)
    for sort in listing.sorts:
        up = (await get(client, path, sort=sort))[listing.name]
        assert up, path
        down = (await get(client, path, sort=f"-{sort}"))[listing.name]
        assert down == up[::-1], sort
        for asked, whole in ((sort, up), (f"-{sort}", down)):
            assert await read_all(client, path, listing.name, sort=asked, limit=1) == whole, asked


@pytest.mark.parametrize(("listing", "scope"), EVERY, ids=names)
async def test_items_are_what_the_documentation_says(
    world: World, client: httpx.AsyncClient, lived: Project, listing: Listing, scope: Scope
) -> None:
    for item in (await get(client, path_of(scope, lived, world)))[listing.name]:
        assert set(item) == set(listing.item.model_fields)
        assert listing.item.model_validate(item, strict=True).model_dump(mode="json") == item


async def happen(world: World, made: Project, follow: Follow) -> None:
    """What changes every list."""
    world.deposit(made, 7 * EURO, 3 + world.head())
    world.payout(made, world.second_fan, world.stranger)
    world.transfer(made, world.second_fan, world.stranger, 1)
    more = world.raise_funds()
    world.announce(more, 0)
    world.object(more, world.fan)
    await follow()


@pytest.mark.parametrize(("listing", "scope"), EVERY, ids=names)
async def test_pages_stay_at_their_block_while_others_arrive(
    world: World,
    client: httpx.AsyncClient,
    lived: Project,
    follow: Follow,
    listing: Listing,
    scope: Scope,
) -> None:
    path = path_of(scope, lived, world)
    whole = await get(client, path)
    read: list[Told] = []
    async for page in pages(client, path, limit=1):
        assert unsure(page["as_of"]) == unsure(whole["as_of"])
        read += page[listing.name]
        if len(read) < 3:
            await happen(world, lived, follow)
    assert unsure(read) == unsure(whole[listing.name])
    again = await get(client, path, at_block=whole["as_of"]["block"])
    assert unsure(again[listing.name]) == unsure(read)


@dataclass
class Reader:
    """As the documentation says: after a 409 with the cursor that it gives."""

    client: httpx.AsyncClient
    read: list[Told] = field(default_factory=list)
    block: int = 0
    refused: int = 0

    async def read_through(self, path: str, listing: Listing, sort: str, meanwhile: Meanwhile) -> None:
        asked: dict[str, Any] = {"sort": sort, "limit": 1}
        while asked.get("cursor", "") is not None:
            response = await self.client.get(path, params=asked)
            answer = response.json()
            if response.status_code == 409:
                self._forget(answer, goes_on=sort == "block_number" and listing.is_of_events)
                asked["cursor"] = answer["cursor"]
                continue
            assert response.status_code == 200, answer
            self.read += answer[listing.name]
            self.block = answer["as_of"]["block"]
            asked["cursor"] = answer["next"]
            await meanwhile()

    def _forget(self, problem: Told, goes_on: bool) -> None:
        assert problem["type"] == "/problems/cursor-reorged"
        self.refused += 1
        kept = [each for each in self.read if goes_on and each["block_number"] <= problem["fork"]]
        self.read = kept


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize(("listing", "scope"), EVERY, ids=names)
async def test_a_reader_ends_with_the_list_while_blocks_arrive_and_are_taken_back(
    world: World,
    client: httpx.AsyncClient,
    lived: Project,
    follow: Follow,
    listing: Listing,
    scope: Scope,
    way: str,
) -> None:
    path = path_of(scope, lived, world)
    happened = 0

    async def meanwhile() -> None:
        nonlocal happened
        happened += 1
        match happened:
            case 1:
                await happen(world, lived, follow)
            case 2:
                # What the list was read at is gone, and the rest comes again in other blocks.
                world.reorg(world.head() - first + 2)
                await follow()
            case 3:
                world.mine(1)
                await follow()

    first = world.head()
    sort = way + listing.sort.removeprefix("-")
    reader = Reader(client)
    await reader.read_through(path, listing, sort, meanwhile)
    whole = await read_all(client, path, listing.name, sort=sort, at_block=reader.block)
    assert unsure(reader.read) == unsure(whole)
    assert reader.refused == (happened > 2 or (happened == 2 and len(whole) > 2))


async def test_a_cursor_of_a_lost_block_is_refused_with_another(
    world: World, client: httpx.AsyncClient, lived: Project, follow: Follow
) -> None:
    first = await get(client, "/v1/payments", limit=1)
    world.reorg(2)
    await follow()
    response = await client.get("/v1/payments", params={"limit": 1, "cursor": first["next"]})
    problem = response.json()
    assert (response.status_code, problem["type"]) == (409, "/problems/cursor-reorged")
    assert problem["fork"] == world.head() - 2
    again = await get(client, "/v1/payments", limit=1, cursor=problem["cursor"])
    assert again == await get(client, "/v1/payments", limit=1)


async def test_a_reorg_above_its_block_leaves_a_cursor_alone(
    world: World, client: httpx.AsyncClient, lived: Project, follow: Follow
) -> None:
    first = await get(client, "/v1/payments", limit=1)
    world.mine(3)
    await follow()
    world.reorg(2)
    await follow()
    second = await get(client, "/v1/payments", limit=1, cursor=first["next"])
    assert unsure(second["as_of"]) == unsure(first["as_of"])


async def test_links_lead_to_the_next_page_and_the_first(client: httpx.AsyncClient, lived: Project) -> None:
    """RFC 8288"""
    path = f"/v1/projects/{lived.campaign}/payments"
    response = await client.get(path, params={"limit": 2})
    assert set(response.links) == {"first", "next"}
    assert (await client.get(response.links["first"]["url"])).json() == response.json()
    following = (await client.get(response.links["next"]["url"])).json()
    assert following == await get(client, path, limit=2, cursor=response.json()["next"])


@pytest.mark.parametrize(
    ("parameters", "type", "words"),
    [
        ({"cursor": "x"}, "cursor-unreadable", "as it was given"),
        ({"cursor": "WzEsMiwzXQ"}, "cursor-unreadable", "as it was given"),
        ({"colour": "red"}, "request-invalid", "There is no such parameter here"),
        ({"limit": "0"}, "request-invalid", "It must be 1 at least."),
        ({"limit": "1001"}, "request-invalid", "It must be 1000 at most."),
        ({"limit": "ten"}, "request-invalid", "whole number"),
        ({"sort": "colour"}, "request-invalid", "It must be one of block_number, amount"),
        ({"fields": "colour"}, "request-invalid", "It must be some of"),
        ({"expand": "wallet"}, "request-invalid", "It must be one of project"),
        ({"format": "xml"}, "request-invalid", "json, ndjson, csv"),
        ({"finality": "sure"}, "request-invalid", "seen, safe, final"),
        ({"at": "yesterday"}, "request-invalid", "RFC 3339"),
        ({"at": "2026-11-23T01:38:09Z", "at_block": 3}, "request-invalid", "not both"),
        ({"amount_min": "1.5"}, "request-invalid", "whole number"),
        ({"amount_min": str(2**256)}, "request-invalid", "below"),
        ({"block_min": str(2**63)}, "request-invalid", "below"),
        ({"payee": "0x12"}, "address-unreadable", "40 hexadecimal digits"),
        ({"purpose": "gambling"}, "request-invalid", "royalty"),
        ({"succeeded": "perhaps"}, "request-invalid", "true or false"),
    ],
)
async def test_what_cannot_be_read_is_told(
    client: httpx.AsyncClient, lived: Project, parameters: dict[str, Any], type: str, words: str
) -> None:
    response = await client.get("/v1/payments", params=parameters)
    problem = response.json()
    assert (response.status_code, problem["type"]) == (422, f"/problems/{type}")
    assert words in problem["detail"]
    french = await client.get("/v1/payments", params=parameters, headers={"Accept-Language": "fr"})
    assert french.json()["title"] != problem["title"]


async def test_a_cursor_belongs_to_its_question(client: httpx.AsyncClient, lived: Project) -> None:
    cursor = (await get(client, "/v1/payments", limit=1))["next"]
    for path, changed in (
        ("/v1/payments", {"sort": "amount"}),
        ("/v1/payments", {"succeeded": "true"}),
        ("/v1/transfers", {}),
    ):
        response = await client.get(path, params={"cursor": cursor, **changed})
        assert (response.status_code, response.json()["type"]) == (422, "/problems/cursor-unreadable"), path


async def test_a_parameter_given_twice_is_refused(client: httpx.AsyncClient, lived: Project) -> None:
    response = await client.get("/v1/payments?limit=1&limit=2")
    assert (response.status_code, response.json()["errors"][0]["location"]) == (422, "query.limit")
