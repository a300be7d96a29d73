"""The networks that this project knows, scripts/networks/<id>.toml: values, and where they come from.

An address is the issuer's own, and its source says where the issuer says so; a currency without one is there
with the reason.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from backend.addresses import parse_address
from backend.errors import CoprodError
from backend.local.paths import ROOT

FOLDER = ROOT / "scripts" / "networks"
NONE = "none"
MACHINE = ("development", "local")
"""Those of one machine, which have no node of the public's."""


class NetworkUnreadable(Exception):
    """One of the files is wrong; the sentence names the file and the key."""


@dataclass(frozen=True)
class Issued:
    """A currency on a network. address: None when its issuer has none there, and `reason` says so."""

    symbol: str
    address: str | None
    decimals: int
    reason: str
    source: str


@dataclass(frozen=True)
class Network:
    """id: what --network takes. node: address of a public one. explorer: where its pages begin.

    finality: when a block counts as final there, in words; finality_seconds: about how long at most.
    """

    id: str
    name: str
    chain_id: int
    is_test: bool
    coin: str
    explorer: str
    node: str
    node_source: str
    finality: str
    finality_seconds: int
    finality_source: str
    currencies: Mapping[str, Issued]

    def page(self, address: str) -> str:
        """The explorer's page of an address; none where there is no explorer."""
        return f"{self.explorer}/address/{address}" if self.explorer else ""


def node_variable(network: str) -> str:
    """The environment variable in which Brownie finds the node of a network."""
    return "COPROD_RPC_" + network.upper().replace("-", "_")


def node_variables(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """For each network its node: the variable's own value, else COPROD_RPC_URL, else the public one."""
    common = first_node(environment)
    return {
        node_variable(each.id): environment.get(node_variable(each.id)) or common or each.node
        for each in public_networks()
    }


def first_node(environment: Mapping[str, str] = os.environ) -> str:
    """Of COPROD_RPC_URL, which may name several for the website, the first; "" without any."""
    return environment.get("COPROD_RPC_URL", "").split(",")[0].strip()


def public_networks() -> list[Network]:
    return [each for each in read_networks() if each.id not in MACHINE]


def network_of(chain_id: int) -> Network | None:
    """The one with this chain id, if it is known here."""
    return next((each for each in read_networks() if each.chain_id == chain_id), None)


@cache
def read_networks() -> tuple[Network, ...]:
    """All of them, by id. Raises NetworkUnreadable."""
    return tuple(read_network(file) for file in sorted(FOLDER.glob("*.toml")))


def read_network(file: Path) -> Network:
    """Raises NetworkUnreadable, naming the file and what is wrong with it."""
    try:
        values = tomllib.loads(file.read_text())
        return make_network(file.stem, values)
    except KeyError as missing:
        raise NetworkUnreadable(f"{file} lacks {missing}") from None
    except (ValueError, TypeError, CoprodError) as wrong:
        raise NetworkUnreadable(f"{file}: {wrong}") from None


def make_network(name: str, values: dict[str, Any]) -> Network:
    node, finality = values.get("node", {"url": "", "source": ""}), values["finality"]
    return Network(
        id=name,
        name=values["name"],
        chain_id=int(values["chain_id"]),
        is_test=values["test"],
        coin=values["coin"],
        explorer=values["explorer"],
        node=node["url"],
        node_source=node["source"],
        finality=finality["rule"],
        finality_seconds=int(finality["seconds"]),
        finality_source=finality["source"],
        currencies={symbol: make_issued(symbol, each) for symbol, each in values["currencies"].items()},
    )


def make_issued(symbol: str, values: dict[str, Any]) -> Issued:
    if values["address"] == NONE:
        return Issued(symbol, None, 0, values["reason"], values["source"])
    address = parse_address(values["address"])
    if address != values["address"]:
        raise ValueError(f"currencies.{symbol}.address has no checksum: write {address}")
    return Issued(symbol, address, int(values["decimals"]), "", values["source"])
