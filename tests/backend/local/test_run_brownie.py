"""Brownie runs on this project's compiler, chain and networks, and leaves the user's own home alone."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from backend.local import Anvil, PartMissing, brownie, brownie_environment, solc

SHOW_CHAIN = "from brownie import *; network.connect('{}'); print('chain', web3.eth.chain_id, len(accounts))"


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of its own instead of the clone's .coprod, and a user's home folder beside it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(brownie, "HOME", tmp_path / "tools")
    return tmp_path / "tools"


def run_python(program: str, environment: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_development_network_is_an_anvil_with_60_accounts_on_a_free_port(tools: Path) -> None:
    with Anvil(chain_id=77) as neighbour:
        environment = brownie_environment()
        assert environment["COPROD_BROWNIE_PORT"] != str(neighbour.port)
        assert "chain 31337 60" in run_python(SHOW_CHAIN.format("development"), environment)


def test_local_network_is_the_chain_that_runs(tools: Path) -> None:
    with Anvil(chain_id=77) as chain:
        environment = brownie_environment(chain.url)
        assert "chain 77 60" in run_python(SHOW_CHAIN.format("local"), environment)


def test_native_compiler_is_used_or_named_when_it_is_not_there(
    tools: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOLCX_BINARY_PATH", str(tmp_path))
    with pytest.raises(PartMissing, match=f"solc-v{solc.version()}.*SOLCX_BINARY_PATH"):
        brownie_environment()
    (tmp_path / f"solc-v{solc.version()}").touch()
    assert brownie_environment()["SOLCX_BINARY_PATH"] == str(tmp_path)


def test_users_home_stays_untouched(tools: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    run_python("import brownie", brownie_environment())
    assert list((tmp_path / "home").iterdir()) == []
    assert (tools / ".brownie" / "accounts").is_dir()


def test_users_own_accounts_are_the_same_here(tools: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "home" / ".brownie" / "accounts"
    theirs.mkdir(parents=True)
    (theirs / "producer.json").write_text("{}")
    run_python("import brownie", brownie_environment())
    assert [file.name for file in (tools / ".brownie" / "accounts").iterdir()] == ["producer.json"]


def test_network_that_somebody_added_stays(tools: Path) -> None:
    brownie_environment()
    file = tools / ".brownie" / "network-config.yaml"
    networks = yaml.safe_load(file.read_text())
    mine = {"id": "my-chain", "name": "Mine", "host": "http://127.0.0.1:1", "chainid": 5}
    networks["live"].append({"name": "Mine", "networks": [mine]})
    file.write_text(yaml.safe_dump(networks))
    brownie_environment()
    known = [
        network["id"] for group in yaml.safe_load(file.read_text())["live"] for network in group["networks"]
    ]
    assert known.count("my-chain") == 1
    assert known.count("local") == 1
