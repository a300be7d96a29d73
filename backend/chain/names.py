"""Names of the Ethereum Name Service for addresses, asked of a registry on the chain that is followed.

ERC-137 (registry, resolvers, namehash), ENSIP-1, ENSIP-3 (names of addresses), ENSIP-15 (how a name is
written). What a resolver keeps outside the chain (ERC-3668) is not fetched: it would ask a third party.
"""

from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from backend.addresses import ZERO_ADDRESS
from backend.chain import codec
from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown, RpcRefused
from backend.errors import CoprodError

LONGEST = 255
"""Characters of a name that is read, as many as DNS has: longer ones would cost us seconds to normalise."""
REVERTED = 3
"""What nodes call the error of a contract that reverts."""
_OFFCHAIN = keccak(text="OffchainLookup(address,string[],bytes,bytes4,bytes)")[:4]


class NameUnreadable(CoprodError):
    """No name of the service is written like this (ENSIP-15)."""

    status = 422
    type = "name-unreadable"
    title = "This is not a name"


class NameUnknown(CoprodError):
    """The registry knows no address for this name."""

    status = 404
    type = "name-unknown"
    title = "Nobody has this name"


class NameElsewhere(CoprodError):
    """The name's address is not kept on the chain, and this site asks no third party for it."""

    status = 404
    type = "name-elsewhere"
    title = "This name is kept outside the chain"


class NoRegistry(CoprodError):
    """This installation knows no registry of names."""

    status = 422
    type = "no-registry"
    title = "Names are not read here"

    def __init__(self) -> None:
        super().__init__("This site knows no registry of names (COPROD_ENS_REGISTRY): give the address.")


def is_name(text: str) -> bool:
    """Whether somebody who typed this meant a name rather than an address."""
    text = text.strip()
    return "." in text and not text.lower().startswith("0x")


def normalise(name: str) -> str:
    """The one spelling of a name that is hashed. Raises NameUnreadable."""
    if len(name) > LONGEST:
        raise NameUnreadable(f"A name has {LONGEST} characters at most.")
    # Here and not above: its tables take 80 MB, which who has no registry should not pay for.
    from ens_normalize import DisallowedSequence, ens_normalize

    try:
        found: str = ens_normalize(name.strip())
    except DisallowedSequence as reason:
        raise NameUnreadable(f"Names cannot be written like that: {reason}.") from None
    if not all(found.split(".")):
        raise NameUnreadable("A name is made of parts with a point between them, such as fan.eth.")
    return found


def namehash(name: str) -> bytes:
    """The 32 bytes under which the registry keeps a normalised name (ERC-137)."""
    node = bytes(32)
    for label in reversed(name.split(".")) if name else ():
        node = keccak(node + keccak(text=label))
    return node


async def resolve_name(client: ChainClient, registry: str, name: str) -> str:
    """The address that a name stands for.

    Raises NameUnreadable, NameUnknown, NameElsewhere, and what ChainClient raises.
    """
    written = normalise(name)
    node = namehash(written)
    found = await _ask_resolver(client, registry, node, "addr", "address")
    if found in (None, ZERO_ADDRESS):
        raise NameUnknown(f"No address is registered for {written}: check its spelling, or give the address.")
    return str(found)


async def find_name(client: ChainClient, registry: str, address: str) -> str | None:
    """The name that an address gives itself, if the name says the same of the address (ENSIP-3): anybody can
    give itself any name. None otherwise. Raises what ChainClient raises."""
    node = namehash(f"{address[2:].lower()}.addr.reverse")
    try:
        name = str(await _ask_resolver(client, registry, node, "name", "string") or "")
        if not name or normalise(name) != name:
            return None
        return name if await resolve_name(client, registry, name) == address else None
    except (NameUnreadable, NameUnknown, NameElsewhere):
        return None


async def _ask_resolver(
    client: ChainClient, registry: str, node: bytes, what: str, kind: str
) -> object | None:
    """What the node's resolver says; None without a resolver, or when it has nothing to say."""
    resolver = await _ask(client, registry, "resolver", node, "address")
    if resolver in (None, ZERO_ADDRESS):
        return None
    return await _ask(client, str(resolver), what, node, kind)


async def _ask(client: ChainClient, contract: str, function: str, node: bytes, kind: str) -> object | None:
    """The one value of `function(bytes32)`; None of what reverts, or is no such contract."""
    try:
        answer = await client.call(contract, keccak(text=f"{function}(bytes32)")[:4] + node)
        (value,) = codec.decode([{"type": kind}], answer)
    except BlockUnknown:
        raise
    except RpcRefused as refusal:
        if refusal.data and refusal.data[:4] == _OFFCHAIN:
            raise NameElsewhere(
                "This name’s address is not on the chain, and this site asks nobody else: give the address."
            ) from None
        if refusal.data is None and refusal.code != REVERTED:
            raise
        return None
    except DecodingError:
        return None
    return value if value else None
