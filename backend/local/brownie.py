"""The environment in which Brownie works for this project alone, apart from the user's own Brownie."""

import os
import shlex
from pathlib import Path
from typing import Any

import yaml

from backend.local import anvil, solc
from backend.local.missing import require
from backend.local.paths import BUILD, TOOLS, site_packages
from backend.local.processes import free_port

HOME = TOOLS / "brownie"
"""Stands in for the home folder: Brownie keeps networks, accounts and examples in .brownie below it."""
LAUNCHERS = TOOLS / "bin"

DEVELOPMENT = {
    "id": "development",
    "name": "An anvil of its own, for one run",
    "cmd": "anvil",
    "host": "http://127.0.0.1:$COPROD_BROWNIE_PORT",
    "cmd_settings": {"accounts": 60, "mnemonic": anvil.MNEMONIC, "gas_limit": 60_000_000, "base_fee": 0},
}
LOCAL = {
    "id": "local",
    "name": "A chain that already runs on this machine",
    "host": "$COPROD_CHAIN_URL",
    "chainid": 31337,
}

DEMO_URL = "http://127.0.0.1:8545"
"""Where the chain of `coprod demo` is found."""

PYTEST_OPTIONS = "--strict-markers --import-mode=importlib -ra"


def brownie_environment(chain_url: str | None = None) -> dict[str, str]:
    """The environment variables for a `brownie` process, with every file they point to in place.

    `--network development` starts an anvil on a free port. `--network local` uses the one at chain_url;
    without it, at COPROD_CHAIN_URL, at COPROD_RPC_URL, or the demo's.
    More options for that anvil are taken from COPROD_ANVIL_OPTIONS.
    Raises PartMissing when the compiler or the chain is not installed.
    """
    write_networks()
    share_accounts()
    compiler = solc.executable()
    write_anvil_launcher()
    for folder in (BUILD, TOOLS / "interfaces", TOOLS / "reports"):
        folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "HOME": str(HOME),
        "PATH": f"{LAUNCHERS}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "SOLCX_BINARY_PATH": str(compiler.parent),
        "COPROD_BROWNIE_PORT": str(free_port()),
        # From byte-compiling Brownie's own dependencies, the first time, on Python 3.12 and later.
        "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "ignore::SyntaxWarning"),
        # pyproject.toml turns Brownie's plugin off, for all other tests; `-p` cannot turn it on again.
        "PYTEST_ADDOPTS": os.environ.get("PYTEST_ADDOPTS", "") + f" -o addopts='{PYTEST_OPTIONS}'",
    }
    known = os.environ.get("COPROD_CHAIN_URL") or os.environ.get("COPROD_RPC_URL")
    environment["COPROD_CHAIN_URL"] = chain_url or known or DEMO_URL
    return environment


def write_networks() -> None:
    """Put our two networks among those that Brownie knows; networks that somebody added there stay."""
    known = HOME / ".brownie" / "network-config.yaml"
    known.parent.mkdir(parents=True, exist_ok=True)
    shipped = require("Brownie", site_packages("brownie")) / "data" / "network-config.yaml"
    before = (known if known.exists() else shipped).read_text()
    networks: dict[str, list[dict[str, Any]]] = yaml.safe_load(before)
    networks["development"] = [
        DEVELOPMENT,
        *(each for each in networks["development"] if each["id"] != DEVELOPMENT["id"]),
    ]
    networks["live"] = [
        {"name": "Coprod", "networks": [LOCAL]},
        *(group for group in networks["live"] if group["name"] != "Coprod"),
    ]
    after = yaml.safe_dump(networks, sort_keys=False)
    if after != before:
        fresh = known.with_suffix(".new")
        fresh.write_text(after)
        fresh.replace(known)


def share_accounts() -> None:
    """The encrypted keys that the user already keeps for Brownie are the same here; new ones stay theirs."""
    theirs = Path.home() / ".brownie" / "accounts"
    ours = HOME / ".brownie" / "accounts"
    if theirs.is_dir() and not ours.exists():
        ours.symlink_to(theirs)


def write_anvil_launcher() -> None:
    """The `anvil` that Brownie finds on its PATH, with the options that Brownie has no words for."""
    binary: Path = require("anvil (npm @foundry-rs/anvil-linux-amd64)", anvil.BINARY)
    options = ["--slots-in-an-epoch", "1", "--enable-tx-gas-limit", "--prune-history", str(anvil.STATES)]
    command = shlex.join(["setpriv", "--pdeathsig", "KILL", str(binary), *options])
    line = f'exec {command} --port "$COPROD_BROWNIE_PORT" $COPROD_ANVIL_OPTIONS "$@"'
    solc.write_script(LAUNCHERS / "anvil", line)
