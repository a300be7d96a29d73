"""Answers in the memory of this process, each true of one revision, and no more bytes of them than is
said."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    @property
    def size(self) -> int:
        """Bytes, with all that belongs to it."""
        ...


Key = TypeVar("Key", bound=Hashable)
Revision = TypeVar("Revision")
Answer = TypeVar("Answer", bound=Sized)


class Kept(Generic[Key, Revision, Answer]):
    """Answers by key; those that nobody asked for longest go first."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Key, tuple[Revision, Answer]] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._answers)

    def __contains__(self, key: Key) -> bool:
        return key in self._answers

    def find(self, key: Key, revision: Revision) -> Answer | None:
        found = self._answers.get(key)
        if found is None or found[0] != revision:
            return None
        self._answers.move_to_end(key)
        return found[1]

    def keep(self, key: Key, revision: Revision, answer: Answer) -> None:
        self._drop(key)
        self._answers[key] = revision, answer
        self.size += answer.size
        while self.size > self._most_bytes:
            self._drop(next(iter(self._answers)))

    def _drop(self, key: Key) -> None:
        if dropped := self._answers.pop(key, None):
            self.size -= dropped[1].size


def has_it(if_none_match: str, etag: str) -> bool:
    """Whether one of the tags is the answer's, compared weakly (RFC 9110, 8.8.3.2)."""
    opaque = etag.removeprefix("W/")
    return any(each.strip().removeprefix("W/") in (opaque, "*") for each in if_none_match.split(","))
