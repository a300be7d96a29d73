"""Who signed something (EIP-712): an account with its key or, as a Safe does, a contract by ERC-1271."""

from collections.abc import Iterable

from backend.chain import secp256k1
from backend.chain.client import ChainClient
from backend.chain.signatures import is_signed_by
from backend.chain.typed_data import TypedData, hash_typed


async def find_signer(
    client: ChainClient | None, described: TypedData, signature: bytes, people: Iterable[str]
) -> str | None:
    """Who of the people signed this; None for nobody. Contracts among them are asked, where there is a node.

    What a contract answers is true of the newest block: it may take back what it signed.
    Raises NodeUnreachable, WrongChain.
    """
    among = list(people)
    signer = recover(described, signature)
    if signer in among:
        return signer
    if client is not None:
        for each in among:
            if await is_signed_by(client, each, hash_typed(described), signature):
                return each
    return None


def recover(described: TypedData, signature: bytes) -> str | None:
    """Whose key made it; None for bytes that are no key's signature."""
    return secp256k1.recover(hash_typed(described), signature)
