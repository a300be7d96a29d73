"""`coprod campaign verify`: what a person and a program are told of the code on the chain (9.5)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.local.compilation import compile_input
from tests.terminal.stage import Desk


@pytest.fixture(scope="module", autouse=True)
def compiled(platform: Desk) -> None:
    """Half a minute the first time, which no command here should wait for."""
    folder = platform.home / "deployments" / "31337"
    record = json.loads((folder / "ProjectFactory.json").read_text())
    given = json.loads((folder / "inputs" / f"{record['input']}.json").read_text())
    compile_input(given, record["compiler"])


@pytest.fixture(scope="module")
def slug(platform: Desk) -> str:
    platform.brownie("campaign", "propose", "scripts/presets/community.toml", "11")
    told: dict[str, Any] = platform.ask("status", expect=4)
    return str(told["projects"][-1]["project"])


@pytest.fixture
def damaged(platform: Desk) -> Iterator[str]:
    """The address of the Waterfall that projects are clones of, whose byte 500 is another one meanwhile."""
    record = json.loads((platform.home / "deployments" / "31337" / "ProjectFactory.json").read_text())
    address = record["implementations"]["Waterfall"]
    before = platform.anvil.request("eth_getCode", address, "latest")
    code = bytearray.fromhex(before[2:])
    code[500] ^= 0xFF
    platform.anvil.request("anvil_setCode", address, "0x" + code.hex())
    yield address
    platform.anvil.request("anvil_setCode", address, before)


def test_everything_is_told_to_be_right(desk: Desk, slug: str) -> None:
    told = desk.ask("verify", slug)
    assert told["verified"]
    assert told["sources_are_those_of_today"]
    assert [each["name"] for each in told["contracts"][-3:]] == [
        f"{slug}: Campaign",
        f"{slug}: Waterfall",
        f"{slug}: ShareToken",
    ]
    said = desk.run("verify", slug).stdout
    assert said.count("✓") == len(told["contracts"]) == 8
    assert said.endswith("Every byte on the chain is what was compiled.\n")
    assert "\x1b" not in said


def test_a_wrong_byte_ends_with_3_and_says_where(desk: Desk, slug: str, damaged: str) -> None:
    told = desk.ask("verify", expect=3)
    (wrong,) = [each for each in told["contracts"] if not each["verified"]]
    assert (wrong["address"], wrong["differences"][0]["byte"]) == (damaged, 500)
    desk.language = "fr"
    done = desk.run("verify", "--explorers", "files", expect=3)
    assert "octet 500" in done.stdout
    assert "n’y envoyez pas d’argent" in done.stdout
    assert list(desk.folder.iterdir()) == []


def test_files_for_explorers_are_written_where_one_is(desk: Desk) -> None:
    done = desk.run("verify", "--explorers", "files", "--json")
    assert json.loads(done.stdout)["verified"]
    names = {file.name for file in (desk.folder / "files").iterdir()}
    assert {"README.md", "standard-json-input.json", "ProjectFactory.etherscan.json"} <= names


def test_what_cannot_be_verified_is_refused(desk: Desk, tmp_path: Path) -> None:
    assert "no project 'elsewhere' is recorded" in desk.run("verify", "elsewhere", expect=1).stderr
    assert (
        "this is chain 31337, and chain 8453 is expected"
        in desk.run("verify", "--network", "base", expect=1).stderr
    )
    desk.home = tmp_path / "nothing"
    assert "run deploy first" in desk.run("verify", expect=1).stderr
