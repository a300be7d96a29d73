"""Every network is described whole, and says where each address and rule comes from."""

from pathlib import Path

import pytest
import yaml
from eth_utils.address import is_checksum_address

from backend.local import brownie
from backend.local.networks import (
    FOLDER,
    Network,
    NetworkUnreadable,
    network_of,
    node_variables,
    public_networks,
    read_network,
    read_networks,
)

CHAINS = {
    "ethereum": (1, False),
    "base": (8453, False),
    "arbitrum": (42161, False),
    "polygon": (137, False),
    "gnosis": (100, False),
    "sepolia": (11155111, True),
    "base-sepolia": (84532, True),
    "arbitrum-sepolia": (421614, True),
    "amoy": (80002, True),
    "chiado": (10200, True),
}
ISSUED = {
    "EURC": {"ethereum", "base", "sepolia", "base-sepolia"},
    "USDC": set(CHAINS) - {"gnosis", "chiado"},
}
"""Where Circle's own pages have each currency."""

BASE = FOLDER / "base.toml"


def test_five_networks_and_their_test_networks_are_there() -> None:
    assert {each.id: (each.chain_id, each.is_test) for each in public_networks()} == CHAINS
    assert {each.id for each in read_networks()} == {*CHAINS, "local", "development"}


@pytest.mark.parametrize("network", read_networks(), ids=lambda each: each.id)
def test_addresses_have_their_checksum_and_their_source(network: Network) -> None:
    assert set(network.currencies) == {"EURC", "USDC"}
    for issued in network.currencies.values():
        assert issued.source
        if issued.address is None:
            assert issued.reason
        else:
            assert is_checksum_address(issued.address)
            assert issued.decimals == 6
            assert issued.source.startswith("https://developers.circle.com/")


@pytest.mark.parametrize("symbol", ISSUED)
def test_currencies_are_where_their_issuer_has_them(symbol: str) -> None:
    assert {each.id for each in public_networks() if each.currencies[symbol].address} == ISSUED[symbol]


def test_no_address_stands_for_two_currencies_or_two_networks() -> None:
    addresses = [issued.address for each in public_networks() for issued in each.currencies.values()]
    known = [address for address in addresses if address]
    assert len(set(known)) == len(known)


@pytest.mark.parametrize("network", public_networks(), ids=lambda each: each.id)
def test_each_has_a_finality_rule_a_node_and_an_explorer(network: Network) -> None:
    assert "`finalized`" in network.finality
    assert 0 < network.finality_seconds < 3_600
    assert network.finality_source.startswith("https://")
    assert network.node.startswith("https://")
    assert network.node_source
    assert network.page("0xA") == f"{network.explorer}/address/0xA"


def test_chain_is_found_by_its_id() -> None:
    assert getattr(network_of(8453), "id", None) == "base"
    assert network_of(4242) is None


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("0x60a3E3", "0x60A3E3", "0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42"),
        ("0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42", 40 * "1", "An address is 0x and 40"),
        ("chain_id = 8453", "", "lacks 'chain_id'"),
        ("[finality]", "[finalty]", "lacks 'finality'"),
        ("decimals = 6", "decimals = 'six'", "six"),
        ("test = false", "test = ", "Invalid value"),
    ],
)
def test_wrong_file_is_named_with_what_is_wrong(
    tmp_path: Path, before: str, after: str, complaint: str
) -> None:
    file = tmp_path / "base.toml"
    assert before in BASE.read_text()
    file.write_text(BASE.read_text().replace(before, after))
    with pytest.raises(NetworkUnreadable, match=complaint) as wrong:
        read_network(file)
    assert str(file) in str(wrong.value)


def test_address_without_checksum_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "base.toml"
    address = "0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42"
    file.write_text(BASE.read_text().replace(address, address.lower()))
    with pytest.raises(NetworkUnreadable, match=f"write {address}"):
        read_network(file)


def test_own_node_goes_before_the_public_one() -> None:
    assert node_variables({})["COPROD_RPC_BASE"] == "https://mainnet.base.org"
    mine = {"COPROD_RPC_URL": "http://a, http://c", "COPROD_RPC_BASE_SEPOLIA": "http://b"}
    assert node_variables(mine)["COPROD_RPC_BASE"] == "http://a"
    assert node_variables(mine)["COPROD_RPC_BASE_SEPOLIA"] == "http://b"


def test_brownie_knows_each_once_and_keeps_what_somebody_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brownie, "HOME", tmp_path)
    shipped = yaml.safe_load((brownie.site_packages("brownie") / "data" / "network-config.yaml").read_text())
    known = tmp_path / ".brownie" / "network-config.yaml"
    brownie.write_networks()
    first = yaml.safe_load(known.read_text())
    mine = {"id": "base", "name": "My node", "chainid": 8453, "host": "http://127.0.0.1:1"}
    first["live"].append({"name": "Mine", "networks": [mine]})
    known.write_text(yaml.safe_dump(first))
    brownie.write_networks()
    found = [each for group in yaml.safe_load(known.read_text())["live"] for each in group["networks"]]
    names = [each["id"] for each in found]
    assert len(set(names)) == len(names)
    assert [each for each in found if each["id"] == "base"] == [mine]
    sepolia = next(each for each in found if each["id"] == "sepolia")
    assert (sepolia["chainid"], sepolia["host"]) == (11155111, "$COPROD_RPC_SEPOLIA")
    theirs = {each["id"] for group in shipped["live"] for each in group["networks"]}
    assert theirs | set(CHAINS) | {"local"} == set(names)
