"""Which language a reader gets."""

import httpx
import pytest

from backend.web.language import choose_language
from tests.backend.web.conftest import Read
from tests.backend.world import Project


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr", "fr"),
        ("fr-CH, en;q=0.9", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de, fr;q=0.5, en;q=0.3", "fr"),
        ("fr;q=0, en;q=0.1", "en"),
        ("en;q=0.5, fr;q=0.75", "fr"),
        ("de", "en"),
        ("", "en"),
        ("*", "en"),
        ("fr;q=much, en", "en"),
        (";;,,;q=", "en"),
    ],
)
def test_the_browser_says_it(header: str, language: str) -> None:
    assert choose_language(header) == language


async def test_addresses_without_a_language_lead_to_it(browser: httpx.AsyncClient) -> None:
    for path in ("/", "/about", "/portfolio?address=0x12", "/projects/0x12", "/portfolio/0x12"):
        response = await browser.get(path, headers={"Accept-Language": "fr"})
        assert (response.status_code, response.headers["location"]) == (307, "/fr" + path)
        assert response.headers["vary"] == "Accept-Language"
    assert (await browser.get("/fr")).headers["location"] == "/fr/"


async def test_each_page_says_and_offers_its_languages(project: Project, read: Read) -> None:
    for path in ("/", "/about", "/portfolio", f"/projects/{project.campaign}"):
        for language in ("fr", "en"):
            page = await read(f"/{language}{path}")
            assert page.all("html") == [{"lang": language}]
            offered = {each["hreflang"]: each["href"] for each in page.all("link") if "hreflang" in each}
            assert offered == {"fr": "/fr" + path, "en": "/en" + path}
