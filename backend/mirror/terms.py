"""Terms as the table keeps them: the contract's field names, integers as strings, enums by name."""

from typing import Any

POSITION_KINDS = ("OffTheTop", "Recoup", "Percentage")
"""In the order of the contract's enum."""


def write_terms(terms: dict[str, Any]) -> dict[str, Any]:
    """From the event's struct. Pure."""
    written: dict[str, Any] = _write(terms)
    for position in written["waterfall"]["positions"]:
        position["kind"] = POSITION_KINDS[int(position["kind"])]
    return written


def _write(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _write(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_write(each) for each in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
