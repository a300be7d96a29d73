"""Keys of the API that were found right in this process: whoever has one is counted by it."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from starlette.types import Scope

MOST_KEYS = 50_000
"""About 10 MB; beyond it, those found right longest ago are counted by their address until their next use."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """reads_more: whether it has the larger quota of reads."""

    id: int
    reads_more: bool


class KnownKeys:
    """By sha256 of the key. Only what was found right is counted by itself: else whoever makes keys up would
    have a new quota with each, and could ask the database as often as he likes."""

    def __init__(self, most: int = MOST_KEYS) -> None:
        self._most = most
        self._known: OrderedDict[bytes, KnownKey] = OrderedDict()

    def find(self, scope: Scope) -> KnownKey | None:
        secret = read_bearer(scope)
        return self._known.get(_hash(secret)) if secret is not None else None

    def note(self, secret: str, key: KnownKey) -> None:
        hashed = _hash(secret)
        self._known[hashed] = key
        self._known.move_to_end(hashed)
        if len(self._known) > self._most:
            self._known.popitem(last=False)

    def forget(self, secret: str) -> None:
        self._known.pop(_hash(secret), None)


def read_bearer(scope: Scope) -> str | None:
    """What follows Bearer in Authorization (RFC 6750); other schemes are a proxy's, and none of ours."""
    given = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    scheme, _, secret = given.decode("latin-1").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
