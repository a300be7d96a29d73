"""What became of what was sent, in words."""

from dataclasses import dataclass
from typing import Any

from scripts.language import say
from scripts.transactions.entries import Entry


@dataclass(frozen=True)
class Outcome:
    """words: what became of it; note: why it does not go on, and what to do; "" when there is nothing to."""

    entry: Entry
    words: str
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return self.entry.as_json() | {"words": self.words, "note": self.note}


def describe(entry: Entry) -> str:
    """One sentence about where it stands."""
    values = {"intent": entry.intent, "hash": entry.hash, "block": entry.block_number, "error": entry.error}
    match entry.status:
        case "mined" | "final" | "failed" if entry.error:
            return say("{intent} is in block {block} and had no effect ({hash}): {error}", **values)
        case "final":
            return say("{intent} is done and final, in block {block} ({hash})", **values)
        case "mined":
            return say("{intent} is done, in block {block} ({hash})", **values)
        case "dropped":
            return say("{intent} was not done: {error}", **values)
        case "abandoned" if entry.error:
            return say("{intent} was given up before it was sent: {error}", **values)
        case "abandoned":
            return say("{intent} was given up before it was sent", **values)
        case "due" if entry.asked and entry.by == "safe":
            return say("{intent} waits for the owners of the Safe", **values)
        case "due" if entry.asked:
            return say("{intent} is with the wallet", **values)
        case "due":
            return say("{intent} is recorded and not signed", **values)
        case _:
            return say("{intent} is sent and in no block yet ({hash})", **values)
