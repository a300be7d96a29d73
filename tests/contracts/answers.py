"""What the contracts answer: events when they agree, errors with values when they refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from brownie.exceptions import VirtualMachineError


@contextmanager
def refused(error: str, *values: Any) -> Iterator[None]:
    """The block must be refused with exactly this custom error and these values."""
    with pytest.raises(VirtualMachineError) as refusal:
        yield
    assert refusal.value.revert_msg == f"{error}: {', '.join(str(plain(value)) for value in values)}"


def happened(transaction: Any, name: str, contract: Any = None) -> list[dict[str, Any]]:
    """The content of every event of this name, from this contract if one is given, in their order."""
    if name not in transaction.events:
        return []
    told = transaction.events[name]
    return [dict(event) for event in told if contract is None or event.address == contract.address]


def plain(value: Any) -> Any:
    """Without Brownie's types: tuples all the way down, small letters in addresses, else what Python has."""
    if isinstance(value, tuple | list):
        return tuple(plain(each) for each in value)
    if isinstance(value, bytes):
        return bytes(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    text = str(getattr(value, "address", value))
    return text.lower() if text.startswith("0x") else text
