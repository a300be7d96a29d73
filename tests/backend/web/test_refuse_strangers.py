"""What changes something is asked by this site's own pages, in JSON where the API reads it, and is small."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from backend.app import create_app
from backend.settings import Settings
from backend.web.pages import TEMPLATES
from tests.backend.api.server import serve

HERE = "http://coprod.example"
COOKIE = {"Cookie": "coprod=1"}
API, SITE = "/v1/transactions", "/en/room/sign-out"

Headers = dict[str, str]


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(create_app(Settings(database_url=SecretStr(database_url), most_body=1_000))) as client:
        yield client


@pytest.mark.parametrize("path", [API, SITE])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": HERE + ".elsewhere.example"},
        {"Origin": HERE + ":8080"},
        {},
    ],
)
async def test_nobody_else_acts_for_who_is_signed_in(
    site: httpx.AsyncClient, path: str, headers: Headers
) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "UNKNOWN"):
        answer = await site.request(method, path, headers=COOKIE | headers)
        assert answer.status_code == 403, method
    assert "Nothing was done" in answer.text


@pytest.mark.parametrize("path", [API, SITE])
@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": HERE}],
)
async def test_its_own_pages_may(site: httpx.AsyncClient, path: str, headers: Headers) -> None:
    answer = await site.post(path, headers=COOKIE | headers)
    assert "Nothing was done: what changes something" not in answer.text


async def test_another_site_signs_nobody_in(site: httpx.AsyncClient) -> None:
    """Without a cookie as well: it would be signed in as somebody it chose."""
    answer = await site.post("/fr/room/sign-in", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert "site. Ouvrez la page ici et réessayez." in answer.text


async def test_who_is_nobody_may_ask_the_api_from_anywhere(site: httpx.AsyncClient) -> None:
    answer = await site.post(API, json={}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 422


async def test_reading_is_for_everybody(site: httpx.AsyncClient) -> None:
    headers = COOKIE | {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    assert (await site.get("/en/about", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_the_api_reads_json_only(site: httpx.AsyncClient, media_type: str) -> None:
    """Nothing that a form of another site can send."""
    answer = await site.post(API, content=b"{}", headers={"Content-Type": media_type})
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"
    assert "application/json" in answer.json()["detail"]
    again = await site.post(API, content=b"{}", headers={"Content-Type": "application/json; charset=utf-8"})
    assert again.status_code == 422


async def test_bodies_have_a_size(site: httpx.AsyncClient) -> None:
    json = {"Content-Type": "application/json"}
    assert (await site.post(API, content=b"1" * 1_001, headers=json)).status_code == 413
    assert (await site.post(API, content=b"1" * 1_000, headers=json)).status_code == 422
    large = await site.post(SITE, content=b"1" * 1_001)
    assert large.status_code == 413
    assert "1000 bytes" in large.text
    # A distributor's file may be larger; whether it is read is the room's to say.
    assert (await site.post("/en/room/0x12/receipts", content=b"1" * 1_001)).status_code != 413


async def test_bodies_say_their_size(site: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"{}"

    answer = await site.post(API, content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 411
    wrong = await site.post(API, headers={"Content-Length": "-1"})
    assert wrong.status_code == 413


async def test_https_once_is_https_for_a_year(site: httpx.AsyncClient) -> None:
    for path in ("/en/about", "/health", "/en/nowhere"):
        plain = await site.get(f"http://coprod.example{path}")
        assert "strict-transport-security" not in plain.headers
        secure = await site.get(f"https://coprod.example{path}")
        assert secure.headers["strict-transport-security"] == "max-age=31536000"


async def test_the_api_is_no_page(site: httpx.AsyncClient) -> None:
    for answer in (
        await site.get("/health"),
        await site.get("/v1/nowhere"),
        await site.post(API, content="x"),
    ):
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_nothing_runs_that_is_no_file_of_this_site(site: httpx.AsyncClient) -> None:
    policy = (await site.get("/en/about")).headers["content-security-policy"]
    rules = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    for kind in ("script-src", "style-src", "connect-src", "form-action"):
        assert rules[kind] == "'self'"
    assert rules["img-src"] == "'self' data:"
    assert set(rules) == {
        *("default-src", "script-src", "style-src", "img-src", "connect-src"),
        *("form-action", "base-uri", "frame-ancestors"),
    }


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_has_script_or_style_within(path: Path) -> None:
    """Scripts are files, or data that is no script; htmx evaluates nothing."""
    markup = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    for attributes in re.findall(r"<script\b([^>]*)>", markup):
        assert 'type="application/json"' in attributes or re.search(r'src="\{\{ asset\(', attributes), (
            attributes
        )
    assert not re.search(r"<style\b|<[a-z][^>]*\s(?:style|on[a-z]+)=|javascript:|hx-on|\bhx-vars|js:", markup)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', markup), "from somebody else"
