"""From the pages to the papers: a holder's year, and the books for the producer's accountant."""

import httpx
import pytest

from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.web.conftest import Read
from tests.backend.world import Project, World


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_wallets_years_can_be_downloaded(
    world: World, project: Project, follow: Follow, read: Read, browser: httpx.AsyncClient, language: str
) -> None:
    """The year in which it was paid, and the one that is running; in the language of the page."""
    world.warp(366 * 86_400)
    await follow()
    page = await read(f"/{language}/portfolio/{world.fan}")
    links = [each["href"] for each in page.all("a") if "download" in each]
    assert len(links) == 2 * 3
    for link in links:
        assert link.startswith(f"/v1/wallets/{world.fan}/years/")
        assert f"language={language}" in link
        assert (await browser.get(link)).status_code == 200
    assert len({(await browser.get(link)).content for link in links}) == len(links)


async def test_who_was_never_paid_and_holds_nothing_has_no_years(
    world: World, project: Project, read: Read
) -> None:
    page = await read(f"/en/portfolio/{world.patron}")
    assert [each for each in page.all("a") if "download" in each] == []


async def test_the_accountants_books_can_be_downloaded(
    world: World, project: Project, read: Read, browser: httpx.AsyncClient
) -> None:
    page = await read(f"/fr/projects/{project.campaign}")
    links = [each["href"] for each in page.all("a") if "/years/" in each.get("href", "")]
    formats = [link.partition("format=")[2].partition("&")[0] for link in links]
    assert formats == ["csv", "xlsx", "fec"]
    for link in links:
        assert (await browser.get(link)).status_code == 200


async def test_books_in_another_currency_ask_for_a_rate(
    world: World, follow: Follow, read: Read, browser: httpx.AsyncClient
) -> None:
    """The FEC is in euros; the form asks what the project's currency is worth, and who says so."""
    world.admit(other := world.create("BlockingCurrency"))
    made = world.raise_funds(campaign={"currency": other})
    world.deposit(made, 100 * EURO)
    world.mine(70)
    await follow()
    page = await read(f"/en/projects/{made.campaign}")
    (form,) = [each for each in page.all("form") if "/years/" in each.get("action", "")]
    asked = ("format", "rate", "rate_source")
    fields = {
        each["name"]: each.get("value", "0,5") for each in page.all("input") if each.get("name") in asked
    }
    assert {*fields} == {*asked}
    answer = await browser.get(form["action"], params=fields)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith('1231.txt"')
    assert "= 0,5 EUR" in answer.content.decode("iso8859-15")
