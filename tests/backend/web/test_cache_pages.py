"""Pages are kept in memory for a block: the same as long as nothing changed, and never an older one."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.app import create_app
from backend.keeping import Kept
from backend.queries.revision import Revision
from backend.settings import Settings
from backend.web.assets import locate_asset
from backend.web.kept import OVERHEAD, Answer, Key
from tests.backend.api.server import serve
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World


class Watched:
    """A reader of a site that tells which of its answers were made, and not taken from memory."""

    def __init__(self, client: httpx.AsyncClient, engine: AsyncEngine) -> None:
        self.client = client
        self._statements = 0
        event.listen(engine.sync_engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self._statements += 1

    async def get(self, path: str, **headers: str) -> httpx.Response:
        response = await self.client.get(path, headers=headers)
        assert response.status_code in (200, 304), response.text
        return response

    async def is_made(self, path: str, **headers: str) -> bool:
        """Whether the pages' connections were used for it: the question for the block has its own."""
        before = self._statements
        await self.get(path, **headers)
        return self._statements > before


@pytest.fixture
async def site(world: World, database_url: str) -> AsyncIterator[Watched]:
    app = create_app(Settings(database_url=SecretStr(database_url), rpc_url=world.anvil.url))
    async with serve(app) as client:
        yield Watched(client, app.state.engine)


def paths(world: World, made: Project) -> list[str]:
    return ["/en/", "/fr/", "/en/about", f"/en/projects/{made.campaign}", f"/en/portfolio/{world.fan}"]


async def test_a_page_is_made_once_for_a_block(site: Watched, world: World, project: Project) -> None:
    for path in paths(world, project):
        first = await site.get(path)
        assert not await site.is_made(path), path
        again = await site.get(path)
        assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
        assert again.headers["cache-control"] == "no-cache"


async def test_the_next_block_makes_it_anew(
    site: Watched, world: World, project: Project, follow: Follow
) -> None:
    """7.1"""
    before = {path: await site.get(path) for path in paths(world, project)}
    world.deposit(project, 500 * EURO)
    await follow()
    for path, old in before.items():
        new = await site.get(path)
        if not path.endswith("about"):
            assert f"{world.head():,}" in new.text or path == "/fr/", path
            assert new.headers["etag"] != old.headers["etag"], path
        assert not await site.is_made(path)


async def test_a_block_that_comes_back_after_a_reorg_shows_its_own_page(
    site: Watched, world: World, project: Project, follow: Follow, engine: AsyncEngine
) -> None:
    """7.1: the hash of the block alone would not tell the two apart."""
    path = f"/en/projects/{project.campaign}"
    first = await site.get(path)
    async with engine.begin() as connection:
        await connection.execute(text("update cursor set safe_number = block_number"))
    assert await site.is_made(path)
    assert (await site.get(path)).text != first.text


async def test_an_address_that_is_made_up_pushes_no_page_out(site: Watched, project: Project) -> None:
    """One page would be kept as often as there are words."""
    path = f"/en/projects/{project.campaign}"
    await site.get("/en/?show=open")
    assert not await site.is_made("/en/?show=open")
    for query in ("?show=zzz", "?show=zzzz"):
        await site.get(path + query)
        assert await site.is_made(path + query)


@pytest.mark.parametrize("change", ["insert", "update", "delete"])
async def test_what_changes_without_a_block_is_seen_at_once(
    site: Watched, world: World, project: Project, engine: AsyncEngine, change: str
) -> None:
    """News are written on the site, not on the chain."""
    path = f"/en/projects/{project.campaign}"
    words = {
        "insert": "insert into news (campaign) values (:campaign)",
        "update": "update news set campaign = campaign where campaign = :campaign",
        "delete": "delete from news where campaign = :campaign",
    }
    campaign = {"campaign": bytes.fromhex(project.campaign[2:])}

    async def write(verb: str) -> None:
        async with engine.begin() as connection:
            await connection.execute(text(words[verb]), campaign)

    if change != "insert":
        await write("insert")
    await site.get(path)
    assert not await site.is_made(path)
    await write(change)
    assert await site.is_made(path)
    assert not await site.is_made(path)


async def test_another_projects_news_changes_nothing(
    site: Watched, world: World, project: Project, engine: AsyncEngine
) -> None:
    path = f"/en/projects/{project.campaign}"
    await site.get(path)
    async with engine.begin() as connection:
        await connection.execute(text("insert into news (campaign) values (decode(repeat('11', 20), 'hex'))"))
    assert not await site.is_made(path)


async def test_languages_parts_and_shelves_are_kept_apart(site: Watched, project: Project) -> None:
    part = {"HX-Request": "true"}
    found = {
        (await site.get(path, **headers)).text
        for path in ("/en/", "/fr/", "/en/?show=financed", "/en/?show=ended")
        for headers in ({}, part)
    }
    assert len(found) == 8
    whole = await site.get("/en/")
    restored = await site.get("/en/", **part, **{"HX-History-Restore-Request": "true"})
    assert restored.text == whole.text


async def test_who_has_the_page_is_told_so(site: Watched, project: Project) -> None:
    page = await site.get("/en/")
    tag = page.headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = await site.get("/en/", **{"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        for name in ("etag", "cache-control", "vary", "content-security-policy"):
            assert answer.headers[name] == page.headers[name]
    assert (await site.get("/en/", **{"If-None-Match": '"other"'})).status_code == 200
    # Another page has another tag: a browser never takes one for the other.
    assert (await site.get("/fr/", **{"If-None-Match": tag})).status_code == 200
    assert (await site.get("/en/", **{"If-None-Match": tag, "HX-Request": "true"})).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("br", False), ("", False)],
)
async def test_it_is_compressed_for_who_can_unpack_it(
    site: Watched, project: Project, accepted: str, packed: bool
) -> None:
    for _ in range(2):
        async with site.client.stream("GET", "/en/", headers={"Accept-Encoding": accepted}) as response:
            raw = b"".join([part async for part in response.aiter_raw()])
        assert response.headers.get("content-encoding") == ("gzip" if packed else None)
        assert int(response.headers["content-length"]) == len(raw)
        assert "Accept-Encoding" in response.headers["vary"]
        html = gzip.decompress(raw) if packed else raw
        assert html.startswith(b"<!doctype html>")


async def test_nobody_who_may_be_known_gets_what_is_kept(
    site: Watched, world: World, project: Project
) -> None:
    """With a cookie, or for one wallet: made for them, and kept for nobody."""
    path = f"/en/projects/{project.campaign}"
    await site.get(path)
    assert await site.is_made(path, Cookie="session=1")
    assert await site.is_made(path, Authorization="Bearer 1")
    assert await site.is_made(f"{path}?wallet={world.fan}")
    assert await site.is_made(f"{path}?wallet={world.fan}")
    known = await site.get(path, Cookie="session=1")
    assert "etag" not in known.headers
    assert "content-encoding" not in known.headers, "its length would tell what it hides (BREACH)"


async def test_no_page_repeats_the_name_it_was_asked_by(
    site: Watched, world: World, project: Project
) -> None:
    """Who asks with another Host would leave it in the page of everybody else."""
    for path in paths(world, project):
        page = await site.get(path, Host="elsewhere.example")
        assert "elsewhere.example" not in page.text
        assert not await site.is_made(path)


async def test_errors_are_not_kept(site: Watched, project: Project) -> None:
    for path in (f"/en/projects/0x{'11' * 20}", "/en/nowhere", "/en/projects/0x12"):
        answers = [await site.client.get(path) for _ in range(2)]
        assert all(each.status_code in (404, 422) and "etag" not in each.headers for each in answers)


async def test_without_blocks_nothing_is_kept(site: Watched) -> None:
    answers = [await site.client.get("/en/") for _ in range(2)]
    assert [each.status_code for each in answers] == [503, 503]
    assert answers[0].headers["retry-after"] == "5"


async def test_covers_and_files_are_kept_without_asking(
    site: Watched, project: Project, engine: AsyncEngine
) -> None:
    cover = f"/covers/{project.campaign}"
    first = await site.get(cover)
    async with engine.begin() as connection:
        await connection.execute(text("update cursor set epoch = epoch + 1"))
    assert not await site.is_made(cover)
    again = await site.get(cover)
    assert again.content == first.content
    assert "sandbox" in again.headers["content-security-policy"]
    style = locate_asset("site.css")
    assert (await site.get(style)).headers["content-encoding"] == "gzip"
    tag = (await site.get(style)).headers["etag"]
    assert (await site.get(style, **{"If-None-Match": tag})).status_code == 304


async def test_who_asks_at_once_gets_one_page_made(site: Watched, project: Project) -> None:
    path = f"/en/projects/{project.campaign}"
    await site.get("/en/about")
    before = site._statements
    await site.get(path + "?show=alone")
    alone = site._statements - before
    answers = await asyncio.gather(*(site.get(path) for _ in range(10)))
    assert len({each.text for each in answers}) == 1
    assert site._statements - before == 2 * alone


async def test_a_lost_connection_is_opened_again(
    site: Watched, project: Project, engine: AsyncEngine
) -> None:
    await site.get("/en/")
    async with engine.connect() as connection:
        await connection.execute(
            text(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        )
    assert (await site.get("/en/")).status_code == 200
    await site.get("/en/")
    assert not await site.is_made("/en/")


async def test_no_memory_keeps_nothing(database_url: str, project: Project) -> None:
    app = create_app(Settings(database_url=SecretStr(database_url), cache_bytes=0))
    async with serve(app) as client:
        site = Watched(client, app.state.engine)
        assert "etag" in (await site.get("/en/")).headers
        assert await site.is_made("/en/")


def test_memory_is_bounded_and_what_is_asked_for_stays() -> None:
    kept, now = Kept(10 * (OVERHEAD + 100)), Revision(b"now", ())
    keys = [Key("http", f"/{number}", b"", False) for number in range(30)]
    for key in keys:
        kept.keep(key, now, Answer([], bytes(100)))
        assert kept.find(keys[0], now)
        assert kept.size <= 10 * (OVERHEAD + 100)
    assert len(kept) == 10
    assert [key for key in keys if kept.find(key, now)] == [keys[0], *keys[-9:]]
    assert not kept.find(keys[0], Revision(b"then", ()))
    kept.keep(keys[0], now, Answer([], bytes(range(256)) * 1_000))
    kept.keep(keys[1], now, Answer([], b""))
    assert kept.size == sum(answer.size for key in keys if (answer := kept.find(key, now)))
