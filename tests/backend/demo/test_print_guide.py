"""What the demo says to open next, for a fan first."""

import io
import re

import pytest
from rich.console import Console

from backend.demo.report import print_guide, print_progress
from backend.demo.stage import Stage
from backend.demo.story import make_keys
from backend.demo.sums import Account
from backend.queries.catalogue import Financing, ProjectCard, ProjectStatus
from backend.queries.terms import Currency

EURC = Currency("0x" + 40 * "1", "EURC", 6)
FILM, RECORD, OPEN = ("0x" + 40 * digit for digit in "abc")
FAN = "0x" + 40 * "f"


def card(status: ProjectStatus) -> ProjectCard:
    return ProjectCard(
        campaign=OPEN,
        name="Basse mer",
        symbol="BASSE",
        model="professional",
        status=status,
        approved=True,
        currency=EURC,
        goal=12_000_000_000,
        cap=15_000_000_000,
        raised=4_800_000_000,
        gifts=300_000_000,
        refunded=0,
        to_refund=0,
        percent=40,
        backers=12,
        opens_at=1_800_000_000,
        closes_at=1_803_000_000,
        is_paused=False,
        royalties=0,
        is_overdue=False,
        financing=Financing(30_000_000_000, 15_000_000_000, 5_000, ()),
    )


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    home = tmp_path_factory.mktemp("home")
    make_keys(home / "keys")
    return Stage(home)


def guide(stage: Stage, going_on: list[ProjectCard]) -> str:
    text = io.StringIO()
    accounts = [Account(each, "", "succeeded", EURC, (), ()) for each in (FILM, RECORD)]
    print_guide(Console(file=text, width=80), stage, accounts, going_on, (FAN, "0xkey"))
    return text.getvalue()


def pages(said: str) -> list[str]:
    """What a fan is to open, in order."""
    return re.findall(r"/en/(?:projects|portfolio)/(\S+)", said)


def test_fan_opens_first_what_takes_contributions(stage: Stage) -> None:
    said = guide(stage, [card("proposed"), card("raising")])
    assert pages(said) == [OPEN, FILM, FAN]
    assert "Basse mer is open until 2027-02-19" in said


@pytest.mark.parametrize("going_on", [[], [card("closed")]], ids=["home of an older demo", "a month later"])
def test_fan_opens_the_film_first_when_nothing_takes_contributions(
    stage: Stage, going_on: list[ProjectCard]
) -> None:
    said = guide(stage, going_on)
    assert pages(said) == [FILM, FAN]
    assert "Buy shares" not in said


def test_project_that_is_not_over_is_one_line() -> None:
    text = io.StringIO()
    print_progress(Console(file=text, width=40), card("raising"))
    line = "Basse mer: raising. 4,800.00 EURC of 12,000.00 EURC, 12 fans, closing on 2027-02-19\n"
    assert text.getvalue().replace("\u00a0", " ") == line
