"""Values by their ABI: structs are dicts, addresses EIP-55 strings, bytesN 0x-strings, integers int. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from eth_abi.codec import ABICodec
from eth_abi.decoding import StringDecoder
from eth_abi.encoding import TextStringEncoder
from eth_abi.exceptions import DecodingError
from eth_abi.registry import BaseEquals, registry

from backend import eip55

Parameter = Mapping[str, Any]

WORD = 32
"""Bytes of which everything is a multiple."""
_BITS = {f"uint{bits}": bits for bits in range(8, 257, 8)}
_WIDTHS = _BITS | {"address": 160, "bool": 1}
_WORDS = {"bytes32", *_WIDTHS}
_ADDRESS = re.compile("0x[0-9a-fA-F]{40}")


def _make_codec() -> ABICodec:
    """Anybody may put bytes that are no text into a string of a contract: reading it must not fail."""
    types = registry.copy()  # type: ignore[no-untyped-call]
    types.unregister("string")
    lenient = StringDecoder("backslashreplace")  # type: ignore[no-untyped-call]
    is_string = BaseEquals("string", with_sub=False)  # type: ignore[no-untyped-call]
    types.register(is_string, TextStringEncoder, lenient)
    return ABICodec(types)


_CODEC = _make_codec()


def signature(entry: Parameter) -> str:
    """`name(type,…)` of a function, event or error, which its selector or topic is the hash of."""
    return f"{entry['name']}({','.join(type_of(each) for each in entry['inputs'])})"


def type_of(parameter: Parameter) -> str:
    """The canonical type: a struct is `(type,…)`."""
    kind = str(parameter["type"])
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(type_of(each) for each in parameter['components'])}){kind.removeprefix('tuple')}"


def encode(parameters: Sequence[Parameter], values: Sequence[Any]) -> bytes:
    """ABI encoding. A struct is a mapping by field name, or a sequence. Raises eth_abi's EncodingError."""
    plain = _encode_words([str(each["type"]) for each in parameters], values)
    if plain is not None:
        return plain
    types = [type_of(each) for each in parameters]
    return _CODEC.encode(types, [_arrange(*pair) for pair in zip(parameters, values, strict=True)])


def decode(parameters: Sequence[Parameter], data: bytes) -> tuple[Any, ...]:
    """The values, structs as dicts by field name. Raises eth_abi's DecodingError."""
    kinds = [str(each["type"]) for each in parameters]
    if len(data) == WORD * len(kinds) and _WORDS.issuperset(kinds):
        return tuple([
            _read_word(kind, data[WORD * at : WORD * at + WORD]) for at, kind in enumerate(kinds)
        ])  # fmt: skip
    try:
        values = _CODEC.decode([type_of(each) for each in parameters], data)
    except OverflowError as failure:
        # eth_abi believes a length before it looks whether there is so much.
        raise DecodingError(f"a length is beyond all data: {failure}") from None
    return tuple(_name(*pair) for pair in zip(parameters, values, strict=True))


def text_of(word: str) -> str:
    """ASCII text out of a right-padded 0x-string; what is no printable text stays hexadecimal."""
    text = bytes.fromhex(word[2:]).rstrip(b"\0")
    return text.decode() if text.isascii() and text.decode().isprintable() else word


def word_of(text: str) -> str:
    """The 32 bytes, as a 0x-string, that text_of made this of. Raises ValueError when there are none."""
    if len(text) == 66 and text.startswith("0x"):
        return "0x" + bytes.fromhex(text[2:]).hex()
    raw = text.encode("ascii").ljust(32, b"\0")
    if len(raw) != 32:
        raise ValueError(f"{text!r} is longer than 32 bytes")
    return "0x" + raw.hex()


def _encode_words(kinds: list[str], values: Sequence[Any]) -> bytes | None:
    """Addresses and numbers, several times faster than by a general encoder; None for all else, which it has
    to refuse or to encode."""
    if len(values) != len(kinds):
        return None
    words = []
    for kind, value in zip(kinds, values, strict=True):
        if kind == "address" and isinstance(value, str) and _ADDRESS.fullmatch(value):
            words.append(bytes(12) + bytes.fromhex(value[2:]))
        elif kind in _BITS and type(value) is int and 0 <= value < 1 << _BITS[kind]:
            words.append(value.to_bytes(WORD, "big"))
        else:
            return None
    return b"".join(words)


def _read_word(kind: str, word: bytes) -> Any:
    """Raises DecodingError when it is more than the type holds."""
    if kind == "bytes32":
        return "0x" + word.hex()
    number = int.from_bytes(word, "big")
    if number >> _WIDTHS[kind]:
        raise DecodingError(f"0x{word.hex()} is no {kind}")
    if kind == "address":
        return eip55.to_text(word[12:])
    return number != 0 if kind == "bool" else number


def _arrange(parameter: Parameter, value: Any) -> Any:
    kind = parameter["type"]
    if kind.endswith("]"):
        return [_arrange(_element(parameter), each) for each in value]
    if kind == "tuple":
        fields = parameter["components"]
        if isinstance(value, Mapping):
            value = [value[field["name"]] for field in fields]
        return tuple(_arrange(*pair) for pair in zip(fields, value, strict=True))
    if kind.startswith("bytes") and isinstance(value, str):
        return bytes.fromhex(value.removeprefix("0x"))
    return value


def _name(parameter: Parameter, value: Any) -> Any:
    kind = parameter["type"]
    if kind.endswith("]"):
        return [_name(_element(parameter), each) for each in value]
    if kind == "tuple":
        pairs = zip(parameter["components"], value, strict=True)
        return {field["name"]: _name(field, each) for field, each in pairs}
    if kind == "address":
        return eip55.to_text(bytes.fromhex(value[2:]))
    if kind.startswith("bytes"):
        return "0x" + value.hex()
    if kind == "string":
        # The one character that PostgreSQL keeps in no text.
        return value.replace("\0", "\\x00")
    return value


def _element(parameter: Parameter) -> Parameter:
    return {**parameter, "type": parameter["type"].rpartition("[")[0]}
