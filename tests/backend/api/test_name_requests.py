"""Each request has a name, and each kind of problem a page (7.7)."""

import re

import httpx
import pytest

from backend.problems import FRENCH, list_kinds
from tests.backend.web.markup import Page


async def test_every_answer_names_its_request(client: httpx.AsyncClient) -> None:
    for path in ("/v1/status", "/v1/nothing", "/en/about", "/health"):
        response = await client.get(path)
        assert re.fullmatch(r"[0-9a-f]{32}", response.headers["x-request-id"]), path
        if path.startswith("/v1"):
            assert response.json()["instance"] == f"urn:request:{response.headers['x-request-id']}"


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [("mine-7", True), ("x" * 128, True), ("x" * 129, False), ("a b", False), ("", False)],
)
async def test_a_callers_own_name_is_taken_if_it_is_fit(
    client: httpx.AsyncClient, given: str, is_taken: bool
) -> None:
    response = await client.get("/health", headers={"X-Request-Id": given})
    assert (response.headers["x-request-id"] == given) == is_taken


async def test_what_is_turned_away_is_named_too(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/transactions", content=b"x", headers={"X-Request-Id": "mine"})
    assert response.status_code == 415
    assert response.json()["instance"] == "urn:request:mine"


def test_every_kind_of_problem_is_explained_in_both_languages() -> None:
    kinds = list_kinds()
    # What nothing raises is not documented.
    assert set(kinds) == set(FRENCH)
    for kind in kinds.values():
        assert kind.titles["en"] != kind.titles["fr"]
        assert len(kind.texts["en"]) > 10
        assert kind.texts["en"].count("`") % 2 == 0


@pytest.mark.parametrize("slug", FRENCH)
async def test_a_problems_type_leads_to_its_page(client: httpx.AsyncClient, slug: str) -> None:
    for language in ("en", "fr"):
        page = await client.get(
            f"/problems/{slug}", headers={"Accept-Language": language}, follow_redirects=True
        )
        assert (page.status_code, page.url.path) == (200, f"/{language}/problems/{slug}")
        assert list_kinds()[slug].titles[language].replace("\u00a0", " ") in Page(page.text).text
        listed = await client.get(f"/{language}/problems")
        assert f'href="/{language}/problems/{slug}"' in listed.text


async def test_what_is_no_problem_has_no_page(client: httpx.AsyncClient) -> None:
    assert (await client.get("/en/problems/boredom")).status_code == 404
