"""The compiler answers what Brownie asks of solc, and names an import that it cannot find."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from backend.local import PartMissing, solc

HEAD = "// SPDX-License-Identifier: MIT\npragma solidity ^0.8.30; "
FILM = HEAD + 'import {%s} from "%s"; contract Film is %s {}'
PRICE = HEAD + "contract Price { uint256 public constant CENTS = 4200; }"


def run(*arguments: str, text: str = "", folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    launcher = solc.write_launcher()
    return subprocess.run([launcher, *arguments], input=text, capture_output=True, text=True, cwd=folder)


def compile_film(parent: str, imported: str, folder: Path) -> dict[str, Any]:
    request = {
        "language": "Solidity",
        "sources": {"Film.sol": {"content": FILM % (parent, imported, parent)}},
        "settings": {
            "outputSelection": {"*": {"*": ["abi", "evm.bytecode.object"]}},
            "remappings": ["@openzeppelin=node_modules/@openzeppelin"],
        },
    }
    done = run("--standard-json", "--allow-paths", str(folder), text=json.dumps(request), folder=folder)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_launcher_has_the_name_that_brownie_looks_for_and_the_pinned_version() -> None:
    assert solc.write_launcher() == solc.FOLDER / f"solc-v{solc.version()}"
    assert f"Version: {solc.version()}+commit." in run("--version").stdout


def test_import_from_the_working_folder_is_compiled(tmp_path: Path) -> None:
    (tmp_path / "Price.sol").write_text(PRICE)
    answer = compile_film("Price", "./Price.sol", tmp_path)
    film = answer["contracts"]["Film.sol"]["Film"]
    assert [entry["name"] for entry in film["abi"]] == ["CENTS"]
    assert film["evm"]["bytecode"]["object"].startswith("60")


def test_base_contracts_are_found_from_any_folder(tmp_path: Path) -> None:
    answer = compile_film("ERC165", "@openzeppelin/contracts/utils/introspection/ERC165.sol", tmp_path)
    film = answer["contracts"]["Film.sol"]["Film"]
    assert [entry["name"] for entry in film["abi"]] == ["supportsInterface"]


def test_missing_import_is_named_with_where_it_was_sought(tmp_path: Path) -> None:
    errors = compile_film("Price", "./Nowhere.sol", tmp_path)["errors"]
    assert "Nowhere.sol is neither in" in errors[0]["message"]
    assert str(tmp_path) in errors[0]["message"]


def test_other_options_are_refused_by_name() -> None:
    done = run("--optimize", "Film.sol")
    assert done.returncode == 1
    assert done.stderr == "solc: answers only --version and --standard-json, not: --optimize Film.sol\n"


def test_missing_compiler_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(solc, "NODE_MODULES", tmp_path)
    with pytest.raises(PartMissing, match="make setup"):
        solc.write_launcher()
