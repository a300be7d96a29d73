"""Kinds of values that lists are filtered by: how they are written in a query, and in SQL."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from backend import eip55
from backend.addresses import PATTERN, parse_address
from backend.api.moments import read_time
from backend.api.schemas.amounts import EXAMPLE_HASH, EXAMPLE_WALLET

MOST_UNITS = 2**256
MOST_VALUES = 100
"""With commas between."""


@dataclass(frozen=True, slots=True)
class Kind:
    """sql: the type that values are cast to. read: a value from its text; raises ValueError with what it must
    be, or the errors of `addresses`. schema: of its text, for the documentation."""

    sql: str
    read: Callable[[str], Any]
    schema: dict[str, Any]


def _read_hash(text: str) -> bytes:
    if not re.fullmatch(r"0[xX][0-9a-fA-F]{64}", text):
        raise ValueError("It must be 0x and 64 hexadecimal digits.")
    return bytes.fromhex(text[2:])


def _read_whole(text: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,78}", text):
        raise ValueError("It must be a whole number in digits, such as 21450117.")
    if int(text) >= most:
        raise ValueError(f"It must be below {most}.")
    return int(text)


def _read_flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("It must be true or false.")
    return text == "true"


ADDRESS = Kind(
    "bytea",
    lambda text: eip55.to_bytes(parse_address(text)),
    {"type": "string", "pattern": PATTERN, "examples": [EXAMPLE_WALLET]},
)
HASH = Kind(
    "bytea", _read_hash, {"type": "string", "pattern": "^0[xX][0-9a-fA-F]{64}$", "examples": [EXAMPLE_HASH]}
)
WHOLE = Kind(
    "bigint",
    lambda text: _read_whole(text, 2**63),
    {"type": "integer", "minimum": 0, "exclusiveMaximum": 2**63, "examples": [10]},
)
UNITS = Kind(
    "numeric",
    lambda text: _read_whole(text, MOST_UNITS),
    {"type": "string", "pattern": "^[0-9]{1,78}$", "examples": ["1000000"]},
)
FLAG = Kind("boolean", _read_flag, {"type": "boolean", "examples": [True]})
TIME = Kind(
    "bigint",
    lambda text: read_time(text, "query.time"),
    {"type": "string", "format": "date-time", "examples": ["2026-11-23T01:38:09Z"]},
)


def one_of(*words: str) -> Kind:
    """One of these words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"It must be one of {', '.join(words)}.")
        return text

    return Kind("text", read, {"type": "string", "enum": list(words), "examples": [words[0]]})


def line(example: str) -> Kind:
    """A text on one line."""

    def read(text: str) -> str:
        if len(text) > 200 or "\0" in text:
            raise ValueError("It must have 200 characters at most, and no NUL.")
        return text

    return Kind("text", read, {"type": "string", "maxLength": 200, "examples": [example]})


def several(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of texts such as this one's, of an address or of some words, with commas between."""
    if "enum" in schema:
        one = "|".join(each.replace(".", "[.]") for each in schema["enum"])
    else:
        one = schema["pattern"].strip("^$")
    pattern = f"^({one})(,({one})){{0,{MOST_VALUES - 1}}}$"
    return {"type": "string", "pattern": pattern, "examples": schema["examples"][:1]}
