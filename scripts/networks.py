"""What is known of the chain that Brownie is connected to, and whether its currencies are what they say."""

from collections.abc import Mapping
from typing import Any

from backend.local.networks import Issued, Network, network_of
from scripts import chain
from scripts.currencies import describe
from scripts.language import say
from scripts.refusal import Refused


def current_network() -> Network | None:
    """None on a chain that no file of scripts/networks describes."""
    return network_of(chain.chain_id())


def issued_here() -> dict[str, str]:
    """Addresses of the currencies that their issuer has on this chain, by symbol."""
    network = current_network()
    known = network.currencies.values() if network else ()
    return {each.symbol: each.address for each in known if each.address}


def check_currencies(currencies: Mapping[str, Mapping[str, Any]]) -> None:
    """Asks each currency's contract, now, for its symbol and decimals. Sends nothing.

    currencies: {"address", "decimals"} by symbol, as a record of the factory has them.
    Raises Refused when the chain says something else, and, where money is real, when an address is not its
    issuer's own.
    """
    for symbol, recorded in currencies.items():
        refuse_impostor(symbol, recorded["address"])
        found = describe(symbol, recorded["address"])["decimals"]
        if found != recorded["decimals"]:
            raise Refused(
                say(
                    "{symbol} at {address} says now that it has {found} decimals; {recorded} are recorded: "
                    "every amount would be wrong by that, so nothing is sent; ask its issuer what changed",
                    symbol=symbol,
                    address=recorded["address"],
                    found=found,
                    recorded=recorded["decimals"],
                )
            )


def refuse_impostor(symbol: str, address: str) -> None:
    """Anybody can deploy a token called EURC. Test networks are for such, others are not. Raises Refused."""
    network = current_network()
    if network is None or network.is_test:
        return
    issued = network.currencies.get(symbol)
    if issued and address != issued.address:
        raise Refused(why_not(network, issued, address))


def why_not(network: Network, issued: Issued, address: str) -> str:
    if issued.address is None:
        return say(
            "{address} is not {symbol}: its issuer has none on {network} (scripts/networks/{file}.toml says "
            "where that is from); leave it out, or choose a network that has it",
            address=address,
            symbol=issued.symbol,
            network=network.name,
            file=network.id,
        )
    return say(
        "{address} is not {symbol}: on {network} its issuer's own is {right} (scripts/networks/{file}.toml "
        "says where that is from); write that one",
        address=address,
        symbol=issued.symbol,
        network=network.name,
        right=issued.address,
        file=network.id,
    )


def final_in_words() -> str:
    """When a block of this chain counts as final; nothing on a chain that is not known here."""
    network = current_network()
    return say(network.finality) if network else ""
