"""Who signed something (EIP-712): an account with its key or, as a Safe does, a contract by ERC-1271."""

from collections.abc import Iterable
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_keys.exceptions import BadSignature
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from backend.chain import codec
from backend.chain.client import ChainClient, RpcRefused
from backend.royalties.sender.keys import Key

TypedData = dict[str, Any]

_SELECTOR = keccak(text="isValidSignature(bytes32,bytes)")[:4]
"""Of ERC-1271's question, and with zeros after it the answer that means yes."""
_INPUTS = [{"type": "bytes32"}, {"type": "bytes"}]


def sign(key: Key, described: TypedData) -> bytes:
    """65 bytes, as wallets sign it."""
    return bytes(Account.sign_message(encode_typed_data(full_message=described), key.secret).signature)


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
            if await _is_valid(client, described, signature, each):
                return each
    return None


def recover(described: TypedData, signature: bytes) -> str | None:
    """Whose key made it; None for bytes that are no key's signature."""
    if len(signature) != 65:
        return None
    try:
        signer: str = Account.recover_message(encode_typed_data(full_message=described), signature=signature)
    except (ValueError, BadSignature, ValidationError):
        return None
    return signer


async def _is_valid(client: ChainClient, described: TypedData, signature: bytes, contract: str) -> bool:
    """Rule 5.4's order: a key is tried first. An account without code answers nothing."""
    said = encode_typed_data(full_message=described)
    digest = keccak(b"\x19" + said.version + said.header + said.body)
    try:
        answer = await client.call(contract, _SELECTOR + codec.encode(_INPUTS, (digest, signature)))
    except RpcRefused:
        return False
    return answer == _SELECTOR.ljust(32, b"\0")
