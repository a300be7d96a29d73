"""What a request calls the site is repeated nowhere: a cache on the way would give it to everybody."""

from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr

from backend.app import create_app
from backend.settings import Settings
from tests.backend.api.server import serve
from tests.backend.world import Project, World

ELSEWHERE = {"Host": "elsewhere.example", "X-Forwarded-Host": "elsewhere.example"}


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(database_url=SecretStr(database_url), site_url="https://coprod.example/")
    async with serve(create_app(settings)) as client:
        yield client


async def test_feeds_and_calendars_lead_to_the_site_s_own_address(
    site: httpx.AsyncClient, world: World, project: Project
) -> None:
    for place in (f"/en/projects/{project.campaign}", f"/en/portfolio/{world.fan}"):
        for kind in ("feed.atom", "calendar.ics"):
            answer = await site.get(f"{place}/{kind}", headers=ELSEWHERE)
            assert answer.status_code == 200
            assert "elsewhere.example" not in answer.text
            if kind == "feed.atom":
                assert f'href="https://coprod.example{place}"' in answer.text


async def test_redirections_stay_on_the_site(site: httpx.AsyncClient, project: Project) -> None:
    lower = f"/en/projects/{project.campaign.lower()}"
    for path in (
        "/",
        "/en",
        lower,
        f"{lower}/actions?wallet=",
        "/en/portfolio/fan.eth",
        "/room",
        "/portfolio",
    ):
        answer = await site.get(path, headers=ELSEWHERE)
        assert 300 <= answer.status_code < 400, path
        assert answer.headers["location"].startswith("/"), path
        assert not answer.headers["location"].startswith("//"), path
