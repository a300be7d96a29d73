"""Whether an account signed something: with its key, or as a contract does. Asks, and cannot sign.

A key is tried first, as rule 5.4 has it; so an account that delegates to a contract (EIP-7702) still signs
with its own key. Contracts are asked (ERC-1271) what is true of them in the newest block: they may take back
what they signed. One that is not on the chain yet brings the call that makes it (ERC-6492), and that call is
tried, with the question after it, in a program that a node runs and forgets.
"""

from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from backend import eip55
from backend.chain import codec
from backend.chain.client import ChainClient, RpcRefused
from backend.chain.secp256k1 import recover

_SELECTOR = keccak(text="isValidSignature(bytes32,bytes)")[:4]
"""Of ERC-1271's question, and with zeros after it the answer that means yes."""
_QUESTION = [{"type": "bytes32"}, {"type": "bytes"}]
_YES = _SELECTOR.ljust(32, b"\0")
_WRAPPED = b"\x64\x92" * 16
"""The end of a signature that brings the call which makes its contract."""
_WRAPPING = [{"type": "address"}, {"type": "bytes"}, {"type": "bytes"}]
_ASKER = "0x" + "c0" * 20
"""Who asks: not the zero address, for which some wallets' contracts make exceptions."""

_PROGRAM = bytes.fromhex(
    # n = codesize - 60, the length of this; codecopy(0, 60, n): what _make writes
    "603c 80 38 03 90 6000 39"
    # call(gas, mload(0), 0, 128, mload(32), 0, 0): the contract is made, unless it is there
    "6000 6000 6020 51 6080 6000 6000 51 5a f1 50"
    # ok = staticcall(gas, mload(64), 128 + mload(32), mload(96), 0, 0): it is asked
    "6000 6000 6060 51 6020 51 6080 01 6040 51 5a fa"
    # mstore(0, ok); returndatacopy(32, 0, returndatasize); return(0, 32 + returndatasize)
    "6000 52 3d 6000 6020 3e 3d 6020 01 6000 f3"
)


async def is_signed_by(client: ChainClient | None, account: str, digest: bytes, signature: bytes) -> bool:
    """Whether `account` signed the 32 bytes. Without a node only keys count.

    Raises NodeUnreachable, WrongChain.
    """
    if recover(digest, signature) == account:
        return True
    if client is None:
        return False
    wrapped = _unwrap(signature)
    if wrapped is None:
        return await _is_valid(client, account, digest, signature)
    factory, making, inner = wrapped
    return await _is_valid(client, account, digest, inner) or await _is_valid_once_made(
        client, account, factory, making, _ask(digest, inner)
    )


def _unwrap(signature: bytes) -> tuple[str, bytes, bytes] | None:
    """The factory, the call of it, and the signature of the contract that it makes; None for any other."""
    if not signature.endswith(_WRAPPED):
        return None
    try:
        factory, making, inner = codec.decode(_WRAPPING, signature[: -len(_WRAPPED)])
    except DecodingError:
        return None
    return factory, bytes.fromhex(making[2:]), bytes.fromhex(inner[2:])


def _ask(digest: bytes, signature: bytes) -> bytes:
    return _SELECTOR + codec.encode(_QUESTION, (digest, signature))


async def _is_valid(client: ChainClient, contract: str, digest: bytes, signature: bytes) -> bool:
    """An account without code answers nothing."""
    try:
        answer = await client.call(contract, _ask(digest, signature))
    except RpcRefused:
        return False
    return answer == _YES


async def _is_valid_once_made(
    client: ChainClient, contract: str, factory: str, making: bytes, question: bytes
) -> bool:
    program = _PROGRAM + _make(factory, making, contract, question)
    try:
        answer = await client.request("eth_call", {"from": _ASKER, "data": "0x" + program.hex()}, "latest")
    except RpcRefused:
        return False
    return isinstance(answer, str) and answer == "0x" + ((1).to_bytes(32, "big") + _YES).hex()


def _make(factory: str, making: bytes, contract: str, question: bytes) -> bytes:
    """Each address and each length in 32 bytes, then both calls."""
    numbers = (
        int.from_bytes(eip55.to_bytes(factory), "big"),
        len(making),
        int.from_bytes(eip55.to_bytes(contract), "big"),
        len(question),
    )
    return b"".join(each.to_bytes(32, "big") for each in numbers) + making + question
