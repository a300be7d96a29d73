"""The environment in which Brownie works for this project alone, apart from the user's own Brownie."""

import os
import shlex
from pathlib import Path
from typing import Any

import yaml

from backend.local import anvil, solc
from backend.local.missing import require
from backend.local.networks import Network, first_node, node_variable, node_variables, public_networks
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

Networks = dict[str, list[dict[str, Any]]]
"""Brownie's network-config.yaml: "live" is a list of groups of networks, "development" of networks."""

DEMO_URL = "http://127.0.0.1:8545"
"""Where the chain of `coprod demo` is found."""

PYTEST_OPTIONS = "--strict-markers --import-mode=importlib -ra"


def brownie_environment(chain_url: str | None = None) -> dict[str, str]:
    """The environment variables for a `brownie` process, with every file they point to in place.

    `--network development` starts an anvil on a free port. `--network local` uses the one at chain_url;
    without it, at COPROD_CHAIN_URL, at COPROD_RPC_URL, or the demo's. The networks of scripts/networks are
    found at COPROD_RPC_URL, else at their public node.
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
        **node_variables(),
        "HOME": str(HOME),
        "PATH": f"{LAUNCHERS}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "SOLCX_BINARY_PATH": str(compiler.parent),
        "COPROD_BROWNIE_PORT": str(free_port()),
        # From byte-compiling Brownie's own dependencies, the first time, on Python 3.12 and later.
        "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "ignore::SyntaxWarning"),
        # pyproject.toml turns Brownie's plugin off, for all other tests; `-p` cannot turn it on again.
        "PYTEST_ADDOPTS": os.environ.get("PYTEST_ADDOPTS", "") + f" -o addopts='{PYTEST_OPTIONS}'",
    }
    known = os.environ.get("COPROD_CHAIN_URL") or first_node()
    environment["COPROD_CHAIN_URL"] = chain_url or known or DEMO_URL
    return environment


def write_networks() -> None:
    """Put our networks among those that Brownie knows; networks that somebody added there stay."""
    known = HOME / ".brownie" / "network-config.yaml"
    known.parent.mkdir(parents=True, exist_ok=True)
    shipped = (require("Brownie", site_packages("brownie")) / "data" / "network-config.yaml").read_text()
    before = known.read_text() if known.exists() else shipped
    after = yaml.safe_dump(with_ours(yaml.safe_load(before), yaml.safe_load(shipped)), sort_keys=False)
    if after != before:
        fresh = known.with_suffix(".new")
        fresh.write_text(after)
        fresh.replace(known)


def with_ours(known: Networks, shipped: Networks) -> Networks:
    """Brownie's networks with ours. One that Brownie ships under a name of ours goes, for it refuses two of a
    name; one that somebody added under that name is what they want, and ours is left out."""
    as_shipped = [each for group in shipped["live"] for each in group["networks"]]
    ours = [LOCAL, *map(live_network, public_networks())]
    names = {each["id"] for each in ours}
    groups, taken = [], set()
    for group in known["live"]:
        if group["name"] == "Coprod":
            continue
        kept = [each for each in group["networks"] if each["id"] not in names or each not in as_shipped]
        taken |= {each["id"] for each in kept}
        groups.append({**group, "networks": kept})
    return {
        "live": [{"name": "Coprod", "networks": [each for each in ours if each["id"] not in taken]}, *groups],
        "development": [
            DEVELOPMENT,
            *(each for each in known["development"] if each["id"] != DEVELOPMENT["id"]),
        ],
    }


def live_network(network: Network) -> dict[str, Any]:
    return {
        "id": network.id,
        "name": network.name,
        "chainid": network.chain_id,
        "host": f"${node_variable(network.id)}",
    }


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
