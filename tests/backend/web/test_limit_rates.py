"""One address cannot take the site from the others; it is told how much is left, and when to come back."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from backend.app import create_app, signs_in
from backend.settings import Settings
from backend.web.assets import locate_asset
from tests.backend.world import Project

Open = Callable[[str], AbstractAsyncContextManager[httpx.AsyncClient]]
FAN, STRANGER = "203.0.113.7", "198.51.100.9"


@pytest.fixture
async def visit(database_url: str) -> AsyncIterator[Open]:
    """Opens the one site from an address: 5 reads, 2 writes and 1 sign-in in a minute."""
    limits: dict[str, Any] = {"rate_reads": 5, "rate_writes": 2, "rate_sign_ins": 1}
    app = create_app(Settings(database_url=SecretStr(database_url), **limits))

    @asynccontextmanager
    async def connect(address: str) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://coprod.example") as client:
            yield client

    async with app.router.lifespan_context(app):
        yield connect


async def test_every_answer_says_what_is_left(visit: Open, project: Project) -> None:
    async with visit(FAN) as fan:
        for left, path in enumerate(("/en/", "/en/", "/v1/projects", "/en/nowhere", "/v1/nowhere")):
            headers = (await fan.get(path)).headers
            assert headers["ratelimit-policy"] == '"reads";q=5;w=60'
            assert headers["ratelimit"].startswith(f'"reads";r={4 - left};t=')


async def test_what_a_browser_keeps_does_not_count(visit: Open, project: Project) -> None:
    """A first visit asks for a dozen of the site's files: a school of fans behind one address may come."""
    async with visit(FAN) as fan:
        for _ in range(8):
            answer = await fan.get(locate_asset("site.css"))
            assert answer.status_code == 200
            assert "ratelimit" not in answer.headers
        assert (await fan.get("/en/")).headers["ratelimit"].startswith('"reads";r=4;')


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Votre adresse a trop demandé"), ("en", "Too much was asked")]
)
async def test_a_page_too_many_is_a_page_that_says_when(
    visit: Open, project: Project, language: str, words: str
) -> None:
    async with visit(FAN) as fan, visit(STRANGER) as stranger:
        for _ in range(5):
            assert (await fan.get(f"/{language}/")).status_code == 200
        refused = await fan.get(f"/{language}/")
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 12
        assert words in refused.text
        assert f"{refused.headers['retry-after']}\u00a0s" in refused.text or language == "en"
        assert refused.headers["content-security-policy"].startswith("default-src 'none'")
        assert refused.headers["ratelimit"].startswith('"reads";r=0;t=')
        assert (await stranger.get(f"/{language}/")).status_code == 200


@pytest.mark.parametrize(
    ("language", "title"), [("fr-CH, fr;q=0.9", "Trop de demandes"), ("en", "Too many requests")]
)
async def test_an_answer_too_many_is_a_problem(visit: Open, language: str, title: str) -> None:
    async with visit(FAN) as fan:
        answers = [await fan.post("/v1/calls/claim", json={}) for _ in range(3)]
        refused = await fan.post("/v1/calls/claim", json={}, headers={"Accept-Language": language})
        assert [each.status_code == 429 for each in answers] == [False, False, True]
        assert refused.status_code == 429
        assert refused.headers["content-type"] == "application/problem+json"
        problem = refused.json()
        assert (problem["type"], problem["title"]) == ("/problems/too-many-requests", title)
        assert refused.headers["retry-after"] in problem["detail"]
        # Also a page of another site is told why.
        assert refused.headers["access-control-allow-origin"] == "*"
        assert "Retry-After" in refused.headers["access-control-expose-headers"]
        # Who may write no more may still read.
        assert (await fan.get("/health")).status_code == 200


async def test_signing_in_is_tried_least_often(visit: Open) -> None:
    async with visit(FAN) as fan:
        first, second = [await fan.post("/v1/session/challenge", json={}) for _ in range(2)]
        assert (first.status_code != 429, second.status_code) == (True, 429)
        assert second.headers["ratelimit-policy"] == '"sign-ins";q=1;w=60'
        assert (await fan.post("/v1/transactions", json={})).status_code != 429


def test_what_signs_in() -> None:
    for path in ("/v1/session/challenge", "/v1/session/sign-in", "/fr/room", "/en/room/sign-in"):
        assert signs_in(path), path
    for path in ("/v1/transactions", "/en/room/0x12/news", "/en/projects/0x12/sign-in"):
        assert not signs_in(path), path


async def test_no_limit_counts_nothing(database_url: str) -> None:
    app = create_app(Settings(database_url=SecretStr(database_url), rate_reads=0))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://coprod.example") as client,
    ):
        answers = [await client.get("/en/about") for _ in range(20)]
    assert all(each.status_code == 200 and "ratelimit" not in each.headers for each in answers)
