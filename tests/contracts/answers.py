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
    assert refusal.value.revert_msg == f"{error}: {', '.join(map(_as_brownie_writes, values))}"


def happened(transaction: Any, name: str, contract: Any = None) -> list[dict[str, Any]]:
    """The content of every event of this name, from this contract if one is given, in their order."""
    events = transaction.events[name] if name in transaction.events else []
    return [dict(event) for event in events if contract is None or event.address == contract.address]


def _as_brownie_writes(value: Any) -> str:
    text = str(getattr(value, "address", value))
    return text.lower() if text.startswith("0x") else text
