"""A producer opens and cancels at a terminal, with a keystore and its password (issue F) (9.4, 9.7)."""

import json
from pathlib import Path

import pytest
from eth_account import Account

from scripts.keys.keystores import development_key
from scripts.keys.safe import checksum
from tests.terminal.stage import Desk

PRESET = "scripts/presets/community.toml"
PRODUCER_INDEX = 3
SAFE = "0x5afe5afE5afE5afE5afE5aFe5aFe5Afe5Afe5AfE"


@pytest.fixture(scope="module")
def slug(platform: Desk) -> str:
    platform.brownie("campaign", "propose", PRESET, "31")
    return str(platform.ask("status", expect=4)["projects"][-1]["project"])


def keystore(folder: Path, index: int) -> str:
    file = folder / f"key-{index}"
    file.write_text(json.dumps(Account.encrypt(development_key(index), "ouvre", kdf="pbkdf2", iterations=2)))
    return str(file)


def test_too_early_is_refused_and_the_right_time_opens(desk: Desk, slug: str) -> None:
    early = desk.run("open", slug, "--yes", expect=1)
    assert early.stderr.startswith("Refused: ")
    assert early.stdout == ""
    desk.brownie("campaign", "approve", slug)
    desk.run("sign", slug, "--yes")
    handed = desk.run("open", slug, "--safe", SAFE, "--yes", expect=4)
    (file,) = desk.folder.glob("safe-*.json")
    assert str(file) in handed.stderr
    batch = json.loads(file.read_text())
    assert checksum(batch) == batch["meta"]["checksum"]
    (call,) = batch["transactions"]
    # Anybody may open, so that the chain tells whether the Safe could.
    desk.anvil.request("eth_call", {"from": SAFE, "to": call["to"], "data": call["data"]}, "latest")
    person = desk.sit_down("open", slug, "--keystore", keystore(desk.folder, PRODUCER_INDEX))
    person.expect("Type yes to go on:")
    person.type("yes")
    person.expect("Password of key-3:")
    person.type("wrong")
    person.expect("That is not the password of key-3: try again.")
    person.expect("Password of key-3:")
    person.type("ouvre")
    person.expect("Opened in 0x")
    assert person.wait() == 0


def test_only_the_producer_cancels_and_by_the_name(desk: Desk, slug: str) -> None:
    other = desk.run("cancel", slug, "--keystore", keystore(desk.folder, 5), "--yes", expect=1)
    assert "has to sign this" in other.stderr
    person = desk.sit_down("cancel", slug)
    person.expect(f"Type {slug} to go on:")
    person.type("yes")
    person.expect("Refused: you did not agree")
    assert person.wait() == 1
    told = desk.ask("cancel", slug, "--yes")
    assert (told["project"], told["transaction"][:2]) == (slug, "0x")


def test_a_safe_that_is_not_the_producer_gets_no_file(desk: Desk, slug: str) -> None:
    refused = desk.run("cancel", slug, "--safe", SAFE, "--yes", expect=1)
    assert f"{SAFE} was chosen" in refused.stderr
    assert list(desk.folder.glob("safe-*.json")) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "say which milestone is done"),
        (["1", "nowhere.txt"], "nowhere.txt cannot be read"),
        (["1", "--read"], "leave milestone and evidence away"),
    ],
)
def test_what_cannot_be_released_is_refused(
    desk: Desk, slug: str, arguments: list[str], sentence: str
) -> None:
    assert sentence in desk.run("release", slug, *arguments, "--yes", expect=1).stderr
