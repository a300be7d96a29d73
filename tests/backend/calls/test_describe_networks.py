"""A chain as wallets want it described (EIP-3085)."""

import pytest

from backend.calls.networks import describe_network
from backend.settings import Settings

NODES = "https://first.example/key, https://second.example/key"


@pytest.mark.parametrize(
    ("chain_id", "name", "symbol"),
    [(1, "Ethereum", "ETH"), (137, "Polygon", "POL"), (424242, "Chain 424242", "ETH")],
)
def test_known_chains_have_their_names(chain_id: int, name: str, symbol: str) -> None:
    network = describe_network(chain_id, Settings())
    assert (network.name, network.symbol) == (name, symbol)


def test_our_own_nodes_are_told_to_nobody() -> None:
    """Their addresses may hold a key: only those that are meant for wallets are given to them."""
    assert describe_network(1, Settings(rpc_url=NODES)).rpc_urls == ()
    public = Settings(rpc_url=NODES, public_rpc_url="https://public.example")
    assert describe_network(1, public).rpc_urls == ("https://public.example",)


def test_node_of_a_developer_is_told() -> None:
    local = Settings(rpc_url="http://127.0.0.1:8545")
    assert describe_network(31337, local).rpc_urls == ("http://127.0.0.1:8545",)


@pytest.mark.parametrize(
    ("template", "site"),
    [
        ("", ()),
        ("https://etherscan.io/tx/{hash}", ("https://etherscan.io",)),
        ("https://example.org/chain/5/tx/{hash}", ("https://example.org/chain/5",)),
        ("https://example.org/look?transaction={hash}", ("https://example.org",)),
    ],
)
def test_explorer_is_the_site_of_its_transactions(template: str, site: tuple[str, ...]) -> None:
    assert describe_network(1, Settings(explorer=template)).explorer_urls == site
