"""Calendars of a wallet and of a project, as a calendar program takes them (RFC 5545)."""

from datetime import UTC, datetime

import httpx
import pytest
from icalendar import Calendar as Read
from icalendar import Event as ReadEvent

from backend.web.calendars import LONGEST, Calendar, Event, name_event, write_calendar
from tests.backend.conftest import Follow
from tests.backend.terms import DAY
from tests.backend.world import Project, World


def read(content: bytes) -> list[ReadEvent]:
    """What is in a calendar that is whole: lines as they must be, ids told apart, all that 3.6.1 wants."""
    *lines, last = content.split(b"\r\n")
    assert last == b""
    assert all(0 < len(line) <= LONGEST for line in lines)
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    found = Read.from_ical(content)
    assert (found["VERSION"], found["METHOD"]) == ("2.0", "PUBLISH")
    assert found["PRODID"]
    assert found.subcomponents
    assert not found.errors
    events = [each for each in found.subcomponents if isinstance(each, ReadEvent)]
    ids = [str(each["UID"]) for each in events]
    assert len(ids) == len(set(ids))
    assert all(each["DTSTAMP"].dt.tzinfo and each["DTSTART"].dt.tzinfo for each in events)
    return events


async def fetch(browser: httpx.AsyncClient, path: str) -> dict[str, int]:
    """When each date is, by its sentence."""
    response = await browser.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    return {str(each["SUMMARY"]): int(each["DTSTART"].dt.timestamp()) for each in read(response.content)}


async def test_a_campaigns_opening_closing_and_reflection(
    world: World, follow: Follow, browser: httpx.AsyncClient
) -> None:
    """2.3, 3.2: two pledges with a window each."""
    made = world.propose()
    terms = made.terms["campaign"]
    world.approve(made)
    await follow()
    assert await fetch(browser, f"/en/projects/{made.campaign}/calendar.ics") == {
        "Premier album: contributions open": terms["opensAt"]
    }
    world.open(made)
    world.warp_to(terms["opensAt"])
    first = world.contribute(made, world.fan, 10)
    world.warp(DAY)
    world.contribute(made, world.fan, 1)
    await follow()
    assert await fetch(browser, f"/en/projects/{made.campaign}/calendar.ics") == {
        "Premier album: the campaign closes": terms["closesAt"]
    }
    dates = await fetch(browser, f"/en/portfolio/{world.fan}/calendar.ics")
    assert len(dates) == 3
    begun = world.block(int(first["blockNumber"], 16))["timestamp"]
    words = "Premier album: 10 pledged shares become firm; they can be taken back until then"
    assert dates[words] == int(begun, 16) + terms["reflectionSeconds"]
    assert list(dates.values()) == sorted(dates.values())


async def test_statements_and_milestones_are_due(
    world: World, project: Project, browser: httpx.AsyncClient
) -> None:
    """4.3, 5.6"""
    (due,) = world.call("Waterfall", project.waterfall, "reportDueAt")
    recording, release = project.terms["production"]["milestones"]
    assert await fetch(browser, f"/en/portfolio/{world.fan}/calendar.ics") == {
        "Premier album: the next statement of receipts is due": due,
        "Premier album: “recording” is to be done and released by then": recording["dueAt"],
        "Premier album: “release” is to be done and released by then": release["dueAt"],
    }
    french = await fetch(browser, f"/fr/portfolio/{world.fan}/calendar.ics")
    assert "Premier album\u00a0: le prochain relevé de recettes est dû" in french


async def test_a_window_to_object_is_a_date(world: World, follow: Follow, browser: httpx.AsyncClient) -> None:
    """4.1, 4.2"""
    made = world.raise_funds()
    path = f"/en/projects/{made.campaign}/calendar.ics"
    world.announce(made, 0)
    await follow()
    (question,) = world.call("Campaign", made.campaign, "question")
    dates = await fetch(browser, path)
    until = question["objectionsUntil"]
    assert dates["Premier album: the time to object to the release for “recording” ends"] == until
    world.object(made, world.fan)
    world.read(made)
    await follow()
    (question,) = world.call("Campaign", made.campaign, "question")
    again = question["readAgainAt"]
    words = "Premier album: objections to the release for “recording” are counted from then on"
    assert (await fetch(browser, path))[words] == again
    world.read(made)
    world.open_wind_down(made, world.fan, 0)
    await follow()
    assert "Premier album: the time to be for ending the project ends" in await fetch(browser, path)


async def test_what_is_late_is_told_with_what_follows(
    world: World, follow: Follow, browser: httpx.AsyncClient
) -> None:
    """4.3, 5.6"""
    made = world.raise_funds()
    recording = made.terms["production"]["milestones"][0]
    world.warp_to(recording["dueAt"] + 1)
    await follow()
    path = f"/en/portfolio/{world.fan}"
    dates = await fetch(browser, f"{path}/calendar.ics")
    grace = "Premier album: unless “recording” is released before, holders may ask to end the project"
    assert dates[grace] == recording["dueAt"] + 30 * DAY
    assert "This milestone is overdue." in (await browser.get(f"{path}/calendar.ics")).text.replace(
        "\r\n ", ""
    )
    assert "<strong>This milestone is overdue.</strong>" in (await browser.get(path)).text


async def test_a_date_keeps_its_id_when_it_moves(
    world: World, follow: Follow, browser: httpx.AsyncClient
) -> None:
    """2.2: a pause extends the closing."""
    made = world.propose()
    world.start(made)
    path = f"/en/projects/{made.campaign}/calendar.ics"
    await follow()
    (before,) = read((await browser.get(path)).content)
    world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
    world.warp(DAY)
    world.act(world.platform, "ProjectFactory", world.factory, "resumeContributions")
    await follow()
    (after,) = read((await browser.get(path)).content)
    assert before["UID"] == after["UID"]
    assert (after["DTSTART"].dt - before["DTSTART"].dt).days == 1
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt


async def test_a_wallet_without_projects_has_a_calendar_without_dates(
    world: World, project: Project, browser: httpx.AsyncClient
) -> None:
    assert await fetch(browser, f"/fr/portfolio/{world.stranger}/calendar.ics") == {}


@pytest.mark.parametrize(
    "said",
    [
        "a, b; c\\d\ne",
        "é" * 200,
        "\U0001f3b5" * 60,
        "BEGIN:VEVENT\nEND:VEVENT",
        "a\r\nURL:https://evil/",
        "\\n",
    ],
)
def test_whatever_is_said_is_read_back(said: str) -> None:
    """No text can end a line, or a character in two."""
    event = Event(name_event(1), 86_400, said, said, "https://coprod.example/en/")
    (found,) = read(write_calendar(Calendar("fr", said, 3_600, [event])))
    plain = said.replace("\r", "\ufffd")
    assert (str(found["SUMMARY"]), str(found["DESCRIPTION"])) == (plain, plain)
    assert found["DTSTART"].dt == datetime(1970, 1, 2, tzinfo=UTC)
    assert str(found["URL"]) == "https://coprod.example/en/"
