"""Who brought what, for the producer: as a table, and as a file that no spreadsheet executes."""

import csv
from io import StringIO

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.queries.backers import Backer, BackersList
from backend.queries.project import project as find_project
from backend.queries.snapshot import open_snapshot
from backend.spreadsheets import defuse
from backend.web.room.backers_csv import write_backers
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.web.room.conftest import Enter
from tests.backend.world import World


async def test_pledges_gifts_revocations_and_rewards_are_told_by_backer(
    world: World, enter: Enter, follow: Follow
) -> None:
    """3.1, 3.2, 3.3, 3.6."""
    project = world.propose()
    world.start(project)
    world.contribute(project, world.fan, 60, 1)
    world.contribute(project, world.second_fan, 40)
    world.contribute(project, world.stranger, 5)
    world.revoke(project, world.stranger)
    world.donate(project, world.patron, 7 * EURO)
    await follow()
    browser = await enter("producer")
    page = await browser.read(f"/en/room/{project.campaign}/backers")
    assert "3 backers" in page.text
    answer = await browser.client.get(f"/en/room/{project.campaign}/backers.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="backers-')
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [each["wallet"] for each in rows] == [world.fan, world.second_fan, world.patron]
    assert [each["shares pledged"] for each in rows] == ["60", "40", "0"]
    assert [each["paid for them"] for each in rows] == ["600.000000", "400.000000", "0.000000"]
    assert [each["given"] for each in rows] == ["0.000000", "0.000000", "7.000000"]
    assert [bool(each["reward"]) for each in rows] == [True, False, False]
    french = (await browser.client.get(f"/fr/room/{project.campaign}/backers.csv")).content.decode(
        "utf-8-sig"
    )
    assert french.startswith("portefeuille;depuis (UTC);")
    assert ";600,000000;" in french


async def test_refunds_are_told(world: World, enter: Enter, follow: Follow) -> None:
    """3.4: who was refunded still backed it."""
    project = world.propose()
    world.start(project)
    world.contribute(project, world.fan, 60)
    world.cancel(project)
    world.refund(project, world.fan)
    await follow()
    answer = await (await enter("producer")).client.get(f"/en/room/{project.campaign}/backers.csv")
    (row,) = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    assert (row["gone back"], row["shares now"]) == ("600.000000", "0")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "|x", "%x", "\n=1"])
def test_what_a_spreadsheet_would_execute_is_text(text: str) -> None:
    assert defuse(text) == f"'{text}"


def test_a_plain_text_stays() -> None:
    assert defuse("A signed record, 2 tickets") == "A signed record, 2 tickets"


async def test_the_terms_own_words_cannot_execute(world: World, follow: Follow, engine: AsyncEngine) -> None:
    terms = world.terms()
    terms["tiers"] = [{"minShares": 1, "limit": 5, "label": '=HYPERLINK("http://evil.example";"x")'}]
    project = world.propose(terms)
    await follow()
    async with open_snapshot(engine) as connection:
        found = await find_project(connection, project.campaign)
    backer = Backer(world.fan, 1, EURO, 1, 0, 0, 1, 0)
    for language in ("fr", "en"):
        written = write_backers(BackersList(found, (backer,)), language).decode("utf-8-sig")  # type: ignore[arg-type]
        (row,) = list(csv.reader(StringIO(written), delimiter=";" if language == "fr" else ","))[1:]
        assert row[4].startswith("'=HYPERLINK")
