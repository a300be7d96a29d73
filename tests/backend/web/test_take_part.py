"""Forms for what can be done, and for the rest why not and until when (rules 3, 4, 5.4)."""

import re
from datetime import UTC, datetime

import httpx
import pytest

from backend.calls.requests import read_request
from tests.backend.conftest import Follow
from tests.backend.terms import DAY, EURO, tier
from tests.backend.web.conftest import Read
from tests.backend.web.markup import Page
from tests.backend.world import Project, World


def forms(page: Page) -> dict[str, dict[str, str]]:
    """The attributes of each form that a wallet sends, by its call."""
    return {each["data-call"]: each for each in page.all("form") if "data-call" in each}


def reasons(page: Page) -> dict[str, str]:
    """The sentence that each disabled button points to, by its action."""
    found = {}
    for button in page.all("button"):
        if button.get("aria-disabled") == "true":
            sentence = re.search(
                rf'<p id="{button["aria-describedby"]}"[^>]*>(.*?)</p>', page.html, re.DOTALL
            )
            assert sentence is not None
            assert button["type"] == "button"
            name = button["aria-describedby"].removeprefix("why-")
            found[name] = re.sub(r"\s+", " ", sentence[1]).strip()
    return found


def write(seconds: int) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment.day} {moment:%B %Y} at {moment:%H:%M} UTC"


async def test_before_the_opening_only_the_day_is_told(world: World, follow: Follow, read: Read) -> None:
    """2.4"""
    made = world.propose()
    world.approve(made)
    await follow()
    page = await read(f"/en/projects/{made.campaign}")
    assert forms(page) == {}
    opening = write(made.terms["campaign"]["opensAt"])
    said = reasons(page)
    assert said["contribute"].startswith(f"The campaign is not open: on {opening} at the earliest")
    assert set(said) == {
        "contribute",
        "give",
        "revoke",
        "refund",
        "refund_gift",
        "object",
        "open_wind_down",
        "exit",
        "claim",
        "finalize",
        "read",
        "release",
    }
    assert all(sentence.endswith(".") for sentence in said.values())


async def test_a_fan_buys_with_price_bounds_and_rewards_beside(
    world: World, follow: Follow, read: Read
) -> None:
    """2.3, 3.1, 3.6"""
    made = world.propose(world.terms(campaign={"minSharesPerFan": 3, "maxSharesPerFan": 400}))
    world.start(made)
    await follow()
    page = await read(f"/en/projects/{made.campaign}")
    form = forms(page)["contribute"]
    assert (form["data-campaign"], form["data-share"]) == (made.campaign, made.share_token)
    assert form["data-symbol"] == "ALBUM"
    named = {each["name"]: each for each in page.all("input") if "name" in each}
    shares = named["shares"]
    assert (shares["type"], shares["min"], shares["max"], shares["value"]) == ("number", "3", "400", "3")
    assert "Shares, at 10.00 EURC each" in page.text
    assert "From 3 to 400. 1,000 shares are left." in page.text
    assert "3 shares at 10.00 EURC: 30.00 EURC" in page.text
    options = [each["value"] for each in page.all("option")]
    assert options == ["0", "1", "2"]
    assert "signed record · from 10 shares · 2 left" in page.text
    assert "Before you sign you see in words what is paid, and the fee of the network." in page.text
    # What the form sends is what the API takes.
    sent = {"wallet": world.fan, "campaign": form["data-campaign"], "shares": shares["value"], "tier": "1"}
    assert read_request("contribute", sent | {"up_to": named["up_to"]["value"]}).model_dump()["up_to"] is True


async def test_risks_stand_before_the_price(world: World, follow: Follow, read: Read) -> None:
    made = world.propose()
    world.start(made)
    await follow()
    page = await read(f"/en/projects/{made.campaign}")
    assert page.text.index("You can lose all that you pay: nothing") < page.text.index("Shares, at 10.00")
    assert "All or nothing: below the goal of 1,000.00 EURC you get everything back." in page.text
    assert "For 4 days you may change your mind" in page.text


async def test_the_total_is_the_servers(world: World, browser: httpx.AsyncClient, follow: Follow) -> None:
    made = world.propose(world.terms(campaign={"maxSharesPerFan": 400}))
    await follow()

    async def total(shares: str, language: str = "en") -> str:
        path = f"/{language}/projects/{made.campaign}/total"
        answer = await browser.get(path, params={"shares": shares}, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text)).strip()

    assert await total("125") == "125 shares at 10.00 EURC: 1,250.00 EURC"
    assert await total("1") == "1 share at 10.00 EURC: 10.00 EURC"
    assert await total("125", "fr") == "125 parts à 10,00 EURC : 1 250,00 EURC"
    for odd in ("", "0", "-1", "1.5", "1e3", "٣", "²", "9" * 5_000):
        assert await total(odd) == "Write a whole number of shares.", odd
    assert await total("401") == "No fan of this project can have more than 400 shares."
    missing = await browser.get(f"/en/projects/{world.stranger}/total?shares=1")
    assert missing.status_code == 404


async def test_a_wallet_sees_what_is_its_own(
    world: World, follow: Follow, read: Read, browser: httpx.AsyncClient
) -> None:
    """3.2, 3.6: how much it may take back, until when; what it may still buy; its reward."""
    made = world.propose(world.terms(campaign={"maxSharesPerFan": 15}, tiers=[tier(10, 2, "signed record")]))
    world.start(made)
    world.contribute(made, world.fan, 10, tier=1)
    until = world.now() + 4 * DAY
    await follow()
    path = f"/en/projects/{made.campaign}/actions"
    page = await read(f"{path}?wallet={world.fan.lower()}")
    assert "holds 10 shares of this project, of which 10 can be taken back." in page.text
    assert "All 10 shares in reflection go, and 100.00 EURC comes back to who paid them." in page.text
    assert f"10 shares until {write(until)}." in page.text
    assert "From 1 to 5." in page.text
    assert "This address has its reward: signed record." in page.text
    assert "revoke" in forms(page)
    stranger = await read(f"{path}?wallet={world.stranger}")
    assert reasons(stranger)["revoke"] == "No pledge is in its time for reflection."
    part = (await browser.get(f"{path}?wallet={world.fan}", headers={"HX-Request": "true"})).text
    assert 'data-call="revoke"' in part
    assert "<html" not in part
    assert "data-actions" not in part


async def test_every_disabled_button_says_why_and_until_when(
    world: World, follow: Follow, read: Read
) -> None:
    """2.2, 3.2: paused, then two windows, in both languages."""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 10)
    first = world.now() + 4 * DAY
    world.contribute(made, world.fan, 10)
    await follow()
    path = f"/projects/{made.campaign}/actions?wallet={world.fan}"
    assert reasons(await read("/en" + path))["contribute"].endswith(f"can be made from {write(first)}.")
    assert "Deux apports de cette adresse" in reasons(await read("/fr" + path))["contribute"]
    world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
    latest = world.now() + 14 * DAY
    await follow()
    page = await read("/en" + path)
    sentence = f"The platform has paused contributions, until {write(latest)} at the latest."
    assert reasons(page)["contribute"].startswith(sentence)
    assert "revoke" in forms(page)


@pytest.mark.parametrize("met", [True, False])
async def test_the_end_says_what_it_will_be(world: World, follow: Follow, read: Read, met: bool) -> None:
    """3.4"""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 100 if met else 10)
    world.warp_to(made.terms["campaign"]["closesAt"])
    await follow()
    page = await read(f"/en/projects/{made.campaign}")
    assert "finalize" in forms(page)
    sentence = "The goal is met: the shares are fixed" if met else "The goal is missed: everybody can have"
    assert sentence in page.text


async def test_a_failed_campaign_offers_refunds(world: World, follow: Follow, read: Read) -> None:
    """3.3, 3.4"""
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 10)
    world.donate(made, world.patron, 7 * EURO)
    world.finalize(made)
    await follow()
    fan = await read(f"/en/projects/{made.campaign}/actions?wallet={world.fan}")
    assert "100.00 EURC comes back, in full, and your 10 shares cease to exist." in fan.text
    assert set(forms(fan)) == {"refund"}
    patron = await read(f"/en/projects/{made.campaign}/actions?wallet={world.patron}")
    assert "7.00 EURC comes back to you." in patron.text
    assert set(forms(patron)) == {"refund_gift"}


async def test_holders_are_told_what_they_object_to(world: World, follow: Follow, read: Read) -> None:
    """4.1 to 4.3"""
    made = world.raise_funds()
    world.announce(made, 0)
    world.object(made, world.fan)
    await follow()
    path = f"/en/projects/{made.campaign}/actions?wallet="
    page = await read(path + world.second_fan)
    assert "Be against the release of 380.00 EURC for “recording”, with all your shares." in page.text
    assert "So far 60 shares are; 30 stop it." in page.text
    assert reasons(await read(path + world.fan))["object"].startswith("This address objects already")
    world.read(made)
    await follow()
    assert "They are counted again from" in reasons(await read(path))["read"]
    world.read(made)
    world.open_wind_down(made, world.second_fan, 0)
    await follow()
    assert "Be for ending the project, with all your shares." in (await read(path + world.fan)).text


async def test_a_wind_down_is_asked_for_because_of_a_milestone(
    world: World, follow: Follow, read: Read
) -> None:
    """4.3"""
    made = world.raise_funds()
    production = made.terms["production"]
    world.warp_to(production["milestones"][1]["dueAt"] + production["graceSeconds"])
    await follow()
    page = await read(f"/fr/projects/{made.campaign}/actions?wallet={world.fan}")
    assert [each["value"] for each in page.all("option")] == ["0", "1"]
    assert "Les porteurs ont alors 7 jours pour dire qu’ils veulent y mettre fin" in page.text


async def test_leaving_after_the_end(world: World, follow: Follow, read: Read) -> None:
    """4.3: 950 left of 1,000 brought: 9.50 for each share."""
    made = world.raise_funds()
    world.wind_down(made, world.fan)
    await follow()
    page = await read(f"/en/projects/{made.campaign}/actions?wallet={world.fan}")
    assert "9.50 EURC for each share that you give up." in page.text
    shares = next(each for each in page.all("input") if each.get("name") == "shares")
    assert (shares["max"], shares["value"]) == ("60", "60")


async def test_royalties_are_claimed(world: World, project: Project, read: Read) -> None:
    """5.4"""
    page = await read(f"/en/projects/{project.campaign}/actions?wallet={world.second_fan}")
    assert "can claim 264.60 EURC." in page.text
    assert "264.60 EURC waits for you. It never expires." in page.text
    assert set(forms(page)) == {"claim"}


async def test_only_the_producer_is_offered_to_cancel(world: World, follow: Follow, read: Read) -> None:
    """3.4"""
    made = world.propose()
    world.start(made)
    await follow()
    path = f"/en/projects/{made.campaign}/actions?wallet="
    assert "cancel" in forms(await read(path + world.producer))
    assert "Cancel the campaign" not in (await read(path + world.fan)).text


async def test_without_scripts_another_way_is_named(project: Project, read: Read) -> None:
    page = await read(f"/en/projects/{project.campaign}")
    within = page.html.split("<noscript>")[1].split("</noscript>")[0]
    assert "needs JavaScript" in within
    assert "POST /v1/calls/…" in within
    assert 'href="/openapi.json"' in within
    french = await read(f"/fr/projects/{project.campaign}")
    assert "a besoin de JavaScript" in french.html.split("<noscript>")[1]


async def test_a_wrong_address_is_explained(
    world: World, project: Project, read: Read, browser: httpx.AsyncClient
) -> None:
    path = f"/en/projects/{project.campaign}/actions"
    await read(f"{path}?wallet=0x12", status=422)
    answer = await browser.get(f"/en/projects/{project.campaign.lower()}/actions?wallet={world.fan}")
    assert answer.status_code == 308
    assert answer.headers["location"] == f"{path}?wallet={world.fan}"
