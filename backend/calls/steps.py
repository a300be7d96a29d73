"""What an action comes down to: calls in order, and what is said of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a contract; it brings no coins. words: what it does, in the reader's language.

    action: what this call alone does: an action of REQUESTS, or "approve".
    """

    action: str
    to: str
    data: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A permit (ERC-2612) that can take the place of the first of two steps: one signature, no gas.

    typed_data: for eth_signTypedData_v4. deadline: seconds since 1970.
    """

    typed_data: Mapping[str, Any]
    deadline: int
    words: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An action, not tried yet.

    notes: what should be known before signing. balance, needed: units of the currency that the wallet has,
    and that the action takes from it.
    """

    summary: str
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()
    offer: Offer | None = None
    balance: int = 0
    needed: int = 0
