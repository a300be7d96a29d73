"""One address in all projects."""

import re

import httpx
import pytest

from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.web.conftest import Read
from tests.backend.web.markup import Page
from tests.backend.world import Project, World


async def test_it_shows_shares_cost_and_royalties(world: World, project: Project, read: Read) -> None:
    """5.5: 40 shares at 10 EURC have earned 40 x 6.615."""
    english = (await read(f"/en/portfolio/{world.second_fan}")).text
    for words in ("Shares 40", "Paid for them 400.00 EURC", "Royalties earned 264.60 EURC", "Paid 0.00 EURC"):
        assert words in english, words
    assert "To be claimed 264.60 EURC" in english
    french = (await read(f"/fr/portfolio/{world.second_fan}")).text
    assert "Droits gagnés 264,60 EURC" in french
    assert "À retirer 264,60 EURC" in french


async def test_each_payment_names_its_transaction(world: World, follow: Follow, read: Read) -> None:
    made = world.raise_funds()
    world.deposit(made, 100 * EURO)
    receipt = world.claim(made, world.fan, to=world.stranger)
    await follow()
    page = await read(f"/en/portfolio/{world.fan}")
    assert receipt["transactionHash"] in page.values("title")
    # 100 gross, 5 off the top, 70 % of 95 = 66.50, of which 60 of 100 shares.
    assert "39.90 EURC" in page.text
    assert f"sent to {world.stranger[:6]}…{world.stranger[-4:]}" in page.text


async def test_totals_are_over_all_projects(
    world: World, project: Project, follow: Follow, read: Read
) -> None:
    other = world.raise_funds()
    world.deposit(other, 200 * EURO)
    await follow()
    text = (await read(f"/en/portfolio/{world.fan}")).text
    # 60 shares twice at 10; 60 % of 661.50 and of 133.
    assert "Paid for shares 1,200.00 EURC Royalties earned 476.70 EURC" in text
    assert "Of which paid 396.90 EURC Of which waiting to be claimed 79.80 EURC" in text


async def test_an_unknown_address_is_told_so(world: World, project: Project, read: Read) -> None:
    text = (await read("/en/portfolio/0x" + 40 * "1")).text
    assert "No project knows this address" in text


async def test_the_form_leads_to_the_address(
    world: World, project: Project, browser: httpx.AsyncClient
) -> None:
    response = await browser.get("/fr/portfolio", params={"address": f" {world.fan.lower()} "})
    assert (response.status_code, response.headers["location"]) == (303, f"/fr/portfolio/{world.fan}")


@pytest.mark.parametrize("typed", ["0x12", "", "vitalik", '"><script>alert(1)</script>'])
async def test_what_is_no_address_is_kept_and_explained(project: Project, read: Read, typed: str) -> None:
    page = await read(str(httpx.URL("/fr/portfolio", params={"address": typed})), status=422)
    assert "Ce n’est pas une adresse" in page.text
    assert [each["value"] for each in page.all("input")] == [typed]


async def test_a_wrong_checksum_is_named(world: World, project: Project, read: Read) -> None:
    swapped = "0x" + world.fan[2:].swapcase()
    for path in (f"/en/portfolio/{swapped}", f"/en/portfolio?address={swapped}"):
        assert "Its capitals and small letters do not fit together" in (await read(path, status=422)).text


async def test_after_a_payment_its_parts_are_drawn_anew(
    world: World, project: Project, follow: Follow, read: Read, browser: httpx.AsyncClient
) -> None:
    """What each project brought, and as of which block the page is true, as the whole page then says it."""
    address = f"/en/portfolio/{world.second_fan}"
    assert {f"{address}/{part}" for part in ("totals", "actions", "holdings", "transactions")} == set(
        (await read(address)).values("data-actions")
    )
    world.claim(project, world.second_fan)
    await follow()
    holdings, totals = [(await browser.get(f"{address}/{part}")).text for part in ("holdings", "totals")]
    assert "264.60\u00a0EURC" in holdings.split("To be claimed")[0].split("Paid</dt>")[1]
    assert 'id="as-of" hx-swap-oob="true"' in totals
    said = Page(f"<!doctype html><main>{totals}</main>").text
    assert f"Everything on this page is true as of block {world.head():,}," in said
    assert said[said.index("Everything on this page") :] in (await read(address)).text


async def test_next_dates_are_of_what_concerns_the_wallet(world: World, follow: Follow, read: Read) -> None:
    """4.3: a wound-down project still reports, to who has shares of it or a role in it."""
    ended = world.raise_funds(name="Fini")
    world.wind_down(ended, world.fan, world.second_fan)
    world.exit(ended, world.fan, 60)
    await follow()
    due = "Fini: the next statement of receipts is due"
    assert due not in (await read(f"/en/portfolio/{world.fan}")).text
    assert due in (await read(f"/en/portfolio/{world.second_fan}")).text
    assert due in (await read(f"/en/portfolio/{world.producer}")).text


async def test_dates_end_as_sentences_do(world: World, project: Project, read: Read) -> None:
    """No space before the full stop, within the link or after it."""
    html = (await read(f"/en/portfolio/{world.fan}")).html
    dates = html[html.index('class="dates"') :].split("</ul>")[0]
    assert dates.count("</a>.") == 3
    assert not re.search(r"\s</a>|</a>\s+\.", dates)
