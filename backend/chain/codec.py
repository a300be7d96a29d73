"""Values by their ABI: structs are dicts, addresses EIP-55 strings, bytesN 0x-strings, integers int. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from eth_abi.codec import ABICodec
from eth_abi.decoding import StringDecoder
from eth_abi.encoding import TextStringEncoder
from eth_abi.exceptions import DecodingError
from eth_abi.registry import BaseEquals, registry

from backend import eip55

Parameter = Mapping[str, Any]


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
    types = [type_of(each) for each in parameters]
    return _CODEC.encode(types, [_arrange(*pair) for pair in zip(parameters, values, strict=True)])


def decode(parameters: Sequence[Parameter], data: bytes) -> tuple[Any, ...]:
    """The values, structs as dicts by field name. Raises eth_abi's DecodingError."""
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
