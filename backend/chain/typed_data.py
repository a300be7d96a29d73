"""What a wallet signs: the 32 bytes of a text (EIP-191) and of typed data (EIP-712). Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from eth_utils.crypto import keccak

from backend.chain import codec

TypedData = dict[str, Any]
"""types, primaryType, domain and message, as eth_signTypedData_v4 takes them."""

Types = Mapping[str, Sequence[Mapping[str, str]]]

_ARRAY = re.compile(r"(.+)\[[0-9]*\]")


def hash_text(text: str) -> bytes:
    """What personal_sign signs of a text."""
    said = text.encode()
    return keccak(b"\x19Ethereum Signed Message:\n" + str(len(said)).encode() + said)


def hash_typed(described: TypedData) -> bytes:
    """What eth_signTypedData_v4 signs. Raises KeyError and EncodingError for values that are not as typed."""
    types, name = described["types"], described["primaryType"]
    domain = _hash_struct(types, "EIP712Domain", described["domain"])
    return keccak(b"\x19\x01" + domain + _hash_struct(types, name, described["message"]))


def _hash_struct(types: Types, name: str, values: Mapping[str, Any]) -> bytes:
    fields = (_word(types, each["type"], values[each["name"]]) for each in types[name])
    return keccak(keccak(text=_write_type(types, name)) + b"".join(fields))


def _write_type(types: Types, name: str) -> str:
    """The struct, and after it those within it by name."""
    others = sorted(_within(types, name, set()) - {name})
    return "".join(f"{each}({_write_fields(types[each])})" for each in (name, *others))


def _write_fields(fields: Sequence[Mapping[str, str]]) -> str:
    return ",".join(f"{each['type']} {each['name']}" for each in fields)


def _within(types: Types, name: str, found: set[str]) -> set[str]:
    if name in types and name not in found:
        found.add(name)
        for field in types[name]:
            _within(types, field["type"].partition("[")[0], found)
    return found


def _word(types: Types, kind: str, value: Any) -> bytes:
    """32 bytes of a value."""
    array = _ARRAY.fullmatch(kind)
    if array:
        return keccak(b"".join(_word(types, array[1], each) for each in value))
    if kind in types:
        return _hash_struct(types, kind, value)
    if kind == "string":
        return keccak(text=value)
    if isinstance(value, str) and kind.startswith("bytes"):
        value = bytes.fromhex(value.removeprefix("0x"))
    return keccak(value) if kind == "bytes" else codec.encode([{"type": kind}], [value])
