"""Calls to our contracts, and what they answer: names in, bytes out, and back. Pure; holds no address.

Names are those of the contracts' interfaces; a `contract` is one of `abi.CONTRACTS`.
"""

from functools import cache
from typing import Any

from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from backend.chain import codec
from backend.chain.abi import CONTRACTS, Entry, find_entry, read_abi

_BUILT_IN = {
    "Error": {"type": "error", "name": "Error", "inputs": [{"name": "reason", "type": "string"}]},
    "Panic": {"type": "error", "name": "Panic", "inputs": [{"name": "code", "type": "uint256"}]},
}


def encode_call(contract: str, function: str, *arguments: Any) -> bytes:
    """The data of a transaction or eth_call. Raises KeyError (no such name) or EncodingError."""
    entry, selected = _function(contract, function)
    return selected + codec.encode(entry["inputs"], arguments)


def decode_result(contract: str, function: str, data: bytes) -> tuple[Any, ...]:
    """What the function returned, one value per output. Raises DecodingError."""
    return codec.decode(_function(contract, function)[0]["outputs"], data)


def decode_call(contract: str, data: bytes) -> tuple[str, tuple[Any, ...]]:
    """Name and arguments of a call. Raises KeyError for a function that the contract has not."""
    entry = _functions(contract)[data[:4]]
    return entry["name"], codec.decode(entry["inputs"], data[4:])


def decode_error(data: bytes) -> tuple[str, dict[str, Any]] | None:
    """Name and values of a revert; None when it is none of our errors, nor one that Solidity has built in."""
    entry = _errors().get(data[:4])
    if entry is None:
        return None
    try:
        values = codec.decode(entry["inputs"], data[4:])
    except DecodingError:
        # Any contract may revert with any bytes: the name of an error, and nonsense after it.
        return None
    return entry["name"], dict(zip((each["name"] for each in entry["inputs"]), values, strict=True))


def describe_error(data: bytes) -> str:
    """What a revert says, as `Name(field=value, …)`; the plain bytes when it is none of our errors."""
    found = decode_error(data)
    if found is None:
        return "0x" + data.hex() if data else "reverted without a reason"
    name, values = found
    return f"{name}({', '.join(f'{field}={value}' for field, value in values.items())})"


def selector(entry: Entry) -> bytes:
    """The first four bytes of a call or of a revert."""
    return keccak(text=codec.signature(entry))[:4]


@cache
def _function(contract: str, name: str) -> tuple[Entry, bytes]:
    entry = find_entry(contract, "function", name)
    return entry, selector(entry)


@cache
def _functions(contract: str) -> dict[bytes, Entry]:
    return {selector(entry): entry for entry in read_abi(contract) if entry["type"] == "function"}


@cache
def _errors() -> dict[bytes, Entry]:
    ours = (entry for contract in CONTRACTS for entry in read_abi(contract) if entry["type"] == "error")
    return {selector(entry): entry for entry in (*_BUILT_IN.values(), *ours)}
