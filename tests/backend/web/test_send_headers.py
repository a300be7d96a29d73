"""Nothing runs in the page but files of this site, and nothing comes from anybody else."""

import re
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.web.assets import ASSETS, locate_asset
from tests.backend.web.conftest import Read
from tests.backend.world import Project, World

PATHS = ("/", "/about", "/portfolio", "/projects/{campaign}", "/portfolio/{fan}", "/nothing")


@pytest.fixture(params=[f"/{language}{path}" for language in ("fr", "en") for path in PATHS])
def path(request: pytest.FixtureRequest, world: World, project: Project) -> str:
    return str(request.param).format(campaign=project.campaign, fan=world.fan)


async def test_every_page_is_strict(path: str, browser: httpx.AsyncClient) -> None:
    headers = (await browser.get(path)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


async def test_a_page_that_broke_is_as_strict(browser: httpx.AsyncClient, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("drop table cursor"))
    response = await browser.get("/en/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none';")
    assert response.headers["x-content-type-options"] == "nosniff"


def lasting(response: httpx.Response) -> dict[str, str]:
    """The headers, without those that count and name requests."""
    own = ("ratelimit", "x-request-id")
    return {name: value for name, value in response.headers.items() if name not in own}


async def test_head_is_get_without_the_body(path: str, browser: httpx.AsyncClient) -> None:
    head, get = await browser.head(path), await browser.get(path)
    assert (head.status_code, lasting(head)) == (get.status_code, lasting(get))
    assert head.content == b""


async def test_head_of_what_is_no_page(world: World, project: Project, browser: httpx.AsyncClient) -> None:
    for path in ("/", f"/covers/{project.campaign}", locate_asset("site.css")):
        head, get = await browser.head(path), await browser.get(path)
        assert (head.status_code, lasting(head)) == (get.status_code, lasting(get)), path
        assert head.content == b""


async def test_no_page_has_script_or_style_within(path: str, read: Read) -> None:
    page = await read(path, status=404 if path.endswith("nothing") else 200)
    assert not page.all("style")
    for script in page.all("script"):
        assert script.get("type") == "application/json" or script["src"].startswith("/assets/")
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


async def test_no_page_loads_anything_from_elsewhere(path: str, read: Read) -> None:
    page = await read(path, status=404 if path.endswith("nothing") else 200)
    loaded = page.values("src") + [each["href"] for each in page.all("link")]
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


async def test_every_page_can_be_walked_by_ear(path: str, read: Read) -> None:
    """Landmarks, one h1, headings that skip no level, tables with captions and scopes, names given once."""
    page = await read(path, status=404 if path.endswith("nothing") else 200)
    assert [len(page.all(tag)) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in each for each in page.all("th"))
    names = page.values("id")
    assert len(names) == len(set(names))
    inner = {each.removeprefix("#") for each in page.values("href") if each.startswith("#")}
    assert inner <= set(names)
    assert all("alt" in each for each in page.all("img"))


@pytest.mark.parametrize("name", ASSETS)
async def test_assets_may_be_kept_for_good(name: str, browser: httpx.AsyncClient) -> None:
    response = await browser.get(locate_asset(name))
    assert response.status_code == 200
    assert response.content == ASSETS[name].read_bytes()
    assert "immutable" in response.headers["cache-control"]


def test_modules_that_import_each_other_share_one_version() -> None:
    """A relative import out of a kept module reaches the module that it was written with."""
    addresses = {locate_asset(name).rpartition("/")[0] for name in ASSETS if name.startswith("wallet/")}
    assert len(addresses) == 1


async def test_an_address_out_of_an_older_page_is_not_kept(browser: httpx.AsyncClient) -> None:
    response = await browser.get("/assets/000000000000/wallet/main.js")
    assert response.content == ASSETS["wallet/main.js"].read_bytes()
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", [each for name, each in ASSETS.items() if name.startswith("wallet/")])
def test_our_modules_ask_nobody_else_and_say_nothing_in_one_language(path: Path) -> None:
    """Words come from the page in the reader's language; addresses are this site's own."""
    code = re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"https?:|\beval\b|new Function|innerHTML|\.style\b", code)
    assert not re.search(r"[\"'`][A-Z][a-z]+ [a-z]+ ", code), "a sentence"


def test_our_stylesheet_loads_nothing() -> None:
    assert not re.search(r"url\(|@import|//", re.sub(r"/\*.*?\*/", "", ASSETS["site.css"].read_text()))
