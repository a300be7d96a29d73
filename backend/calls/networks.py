"""A chain as wallets want it described, so that they can add it (EIP-3085)."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.chain.deployment import DEVELOPMENT_CHAINS
from backend.settings import Settings

KNOWN: dict[int, tuple[str, str, str]] = {
    # Number: the chain's name, the name of its coin, its symbol.
    1: ("Ethereum", "Ether", "ETH"),
    10: ("OP Mainnet", "Ether", "ETH"),
    100: ("Gnosis", "xDAI", "xDAI"),
    137: ("Polygon", "POL", "POL"),
    8453: ("Base", "Ether", "ETH"),
    42161: ("Arbitrum One", "Ether", "ETH"),
    43114: ("Avalanche", "Avalanche", "AVAX"),
    59144: ("Linea", "Ether", "ETH"),
    11155111: ("Sepolia", "Ether", "ETH"),
    84532: ("Base Sepolia", "Ether", "ETH"),
    1337: ("Coprod development chain", "Ether", "ETH"),
    31337: ("Coprod development chain", "Ether", "ETH"),
}
DECIMALS = 18
"""Of every chain's coin."""


@dataclass(frozen=True, slots=True)
class Network:
    """rpc_urls: nodes that a wallet may use; empty when the installation names none.

    explorer_urls: sites about this chain.
    """

    chain_id: int
    name: str
    coin: str
    symbol: str
    rpc_urls: tuple[str, ...]
    explorer_urls: tuple[str, ...]


def describe_network(chain_id: int, settings: Settings) -> Network:
    """Of what the installation says, and of what everybody knows."""
    name, coin, symbol = KNOWN.get(chain_id, (f"Chain {chain_id}", "Ether", "ETH"))
    # Nodes of a development chain run on one machine, and may be told to everybody on it.
    urls = settings.public_rpc_urls or (settings.rpc_urls if chain_id in DEVELOPMENT_CHAINS else [])
    return Network(chain_id, name, coin, symbol, tuple(urls), _find_explorer(settings.explorer))


def _find_explorer(transactions: str) -> tuple[str, ...]:
    """The site that a template of addresses of transactions belongs to."""
    if not transactions:
        return ()
    before, slash, _ = transactions.partition("/tx/")
    parts = urlsplit(transactions)
    return (before if slash else f"{parts.scheme}://{parts.netloc}",)
