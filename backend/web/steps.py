"""The checks of a statement as a page tells them: each value read, so that it is written by locale.

What a document says was written by a stranger: a value that is not what it should be stays the text it was.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from backend.queries.writing import show_hidden
from backend.royalties.statements.verification import Check, Fact, Facts, Kind

MOST_SHOWN = 20_000
"""Bytes of a document that its page shows; the download has them all."""

_DECIMAL = re.compile(r"-?[0-9]{1,100}(\.[0-9]{1,100})?")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,29}")


class Value(NamedTuple):
    """A fact, read: a day is a date, a second and a count an int, all others text. kind "raw": unreadable."""

    kind: Kind | Literal["raw"]
    name: str
    value: date | int | str


@dataclass(frozen=True)
class Step:
    """One check: what the document says, and what it has to be by the chain or by arithmetic."""

    name: str
    agrees: bool
    found: tuple[Value, ...]
    expected: tuple[Value, ...]


@dataclass(frozen=True)
class Excerpt:
    """The beginning of a document as text; `size` bytes in all."""

    text: str
    size: int
    is_whole: bool


def tell_steps(checks: Iterable[Check]) -> list[Step]:
    return [Step(each.name, each.agrees, _read_all(each.found), _read_all(each.expected)) for each in checks]


def take_excerpt(content: bytes) -> Excerpt:
    """What cannot be seen, or is no text, is marked as such."""
    shown = content[:MOST_SHOWN].decode(errors="replace")
    return Excerpt(show_hidden(shown), len(content), len(content) <= MOST_SHOWN)


def _read_all(facts: Facts) -> tuple[Value, ...]:
    return tuple(_read(each) for each in facts)


def _read(fact: Fact) -> Value:
    """No two texts of a kind are written alike: what is not in its one plain form is raw."""
    kind, name, text = fact
    if kind == "day":
        day = _read_day(text)
        return Value(kind, name, day) if day else Value("raw", name, text)
    if kind in ("count", "second"):
        return Value(kind, name, int(text)) if _WHOLE.fullmatch(text) else Value("raw", name, text)
    if kind in ("amount", "deduction", "rate") and not _DECIMAL.fullmatch(text):
        return Value("raw", name, text)
    return Value(kind, name, text)


def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
