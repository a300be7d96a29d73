"""Terms as the table keeps them: the contract's field names, integers as strings, enums by name."""

from collections.abc import Mapping
from typing import Any

from backend.chain.abi import find_entry

POSITION_KINDS = ("OffTheTop", "Recoup", "Percentage")
"""In the order of the contract's enum."""


def write_terms(terms: dict[str, Any]) -> dict[str, Any]:
    """From the event's struct. Pure."""
    written: dict[str, Any] = _write(terms)
    for position in written["waterfall"]["positions"]:
        position["kind"] = POSITION_KINDS[int(position["kind"])]
    return written


def read_terms(written: dict[str, Any]) -> dict[str, Any]:
    """The event's struct again. Pure. Raises LookupError or ValueError for what is not by write_terms."""
    positions = [
        each | {"kind": POSITION_KINDS.index(each["kind"])} for each in written["waterfall"]["positions"]
    ]
    terms = written | {"waterfall": written["waterfall"] | {"positions": positions}}
    inputs = find_entry("ProjectFactory", "event", "ProjectProposed")["inputs"]
    read: dict[str, Any] = _read(next(each for each in inputs if each["name"] == "terms"), terms)
    return read


def _read(parameter: Mapping[str, Any], value: Any) -> Any:
    """By its type in the ABI."""
    kind = parameter["type"]
    if kind.endswith("]"):
        element = {**parameter, "type": kind.rpartition("[")[0]}
        return [_read(element, each) for each in value]
    if kind == "tuple":
        return {field["name"]: _read(field, value[field["name"]]) for field in parameter["components"]}
    return int(value) if kind.startswith("uint") else value


def _write(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _write(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_write(each) for each in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
