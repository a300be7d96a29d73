"""Nothing runs in the page but files of this site, and nothing comes from anybody else."""

import re
from itertools import pairwise

import httpx
import pytest

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
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


async def test_no_page_has_script_or_style_within(path: str, read: Read) -> None:
    page = await read(path, status=404 if path.endswith("nothing") else 200)
    assert not page.all("style")
    assert all(script["src"].startswith("/assets/") for script in page.all("script"))
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


def test_our_stylesheet_loads_nothing() -> None:
    assert not re.search(r"url\(|@import|//", re.sub(r"/\*.*?\*/", "", ASSETS["site.css"].read_text()))
