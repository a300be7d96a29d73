"""Artists and financiers sign at a terminal, and the producer sees who has not (2.4, 9.6)."""

import json
from typing import Any

import pytest

from tests.terminal.stage import Desk

PRESET = "scripts/presets/professional.toml"


@pytest.fixture(scope="module")
def slug(platform: Desk) -> str:
    """A film with two lines of financiers, proposed on the platform's chain; nobody has signed."""
    platform.brownie("campaign", "propose", PRESET, "7")
    told: dict[str, Any] = platform.ask("status", expect=4)
    return str(told["projects"][-1]["project"])


def tasks(desk: Desk, slug: str) -> list[dict[str, Any]]:
    (told,) = desk.ask("status", slug, expect=4)["projects"]
    return list(told["waits_for"])


def test_the_artist_signs_and_financiers_by_file(desk: Desk, slug: str) -> None:
    """What is signed is said first; a file goes from the one who signs to the one who brings it."""
    waiting = tasks(desk, slug)
    assert [each["task"] for each in waiting] == ["approve", "consent", "line", "line"]
    artist = waiting[1]
    assert artist["commands"] == [f"coprod campaign sign {slug}"]

    person = desk.sit_down("sign", slug)
    person.expect(f"As {artist['who']} you sign:")
    assert "I am the artist of Cordes sensibles" in " ".join(person.expect("Type yes to go on:").split())
    person.type("yes")
    person.expect("Consent recorded in 0x")
    assert person.wait() == 0

    kept = desk.ask("sign", slug, "--line", "2", "--paid", "--out", "line.json", "--yes")
    assert (kept["signer"], kept["line"], kept["file"]) == (waiting[3]["who"], 2, "line.json")
    assert "approve" in kept["obstacle"]
    early = desk.run("sign", slug, "--bring", "line.json", expect=1)
    assert "Refused: " in early.stderr
    desk.brownie("campaign", "approve_financier", kept["signer"])
    brought = desk.ask("sign", slug, "--bring", "line.json")
    assert brought["paid_elsewhere"]
    assert brought["transaction"].startswith("0x")
    assert [each["task"] for each in tasks(desk, slug)] == ["approve", "line"]

    desk.language = "fr"
    said = desk.run("status", slug, expect=4).stdout
    assert "a donné son accord" in said
    assert "signé comme versé hors de la chaîne" in said
    assert "Il attend que" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--line", "1"], "nobody can be asked here"),
        (["--line", "9", "--yes"], "there are 2 financiers' lines"),
        (["--paid"], "say by --line which line was paid"),
        (["--bring", "nothing.json"], "nothing.json cannot be read"),
        (["--bring", "nothing.json", "--line", "1"], "--bring takes what is in the file"),
    ],
)
def test_what_cannot_be_signed_is_refused(desk: Desk, slug: str, arguments: list[str], sentence: str) -> None:
    """One line, and exit code 1."""
    assert sentence in desk.run("sign", slug, *arguments, expect=1).stderr


def test_who_says_no_has_signed_nothing(desk: Desk, slug: str) -> None:
    person = desk.sit_down("sign", slug, "--line", "1", "--keep")
    person.expect("Type yes to go on:")
    person.type("no")
    person.expect("Refused: you did not agree")
    assert person.wait() == 1
    assert list(desk.folder.iterdir()) == []


def test_a_project_that_is_not_recorded_is_told(desk: Desk, slug: str) -> None:
    said = desk.run("status", "elsewhere", "--json", expect=1)
    assert "elsewhere" in json.loads(said.stdout)["error"]["detail"]
