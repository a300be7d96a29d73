"""What a reader of the log has seen, as text that it keeps and gives back."""

import base64
import json
from dataclasses import dataclass

from backend.errors import CoprodError


class PositionUnreadable(CoprodError):
    """It was made by nobody here, or was cut."""

    status = 422
    type = "cursor-unreadable"
    title = "This cursor does not fit"

    def __init__(self) -> None:
        super().__init__("Take the cursor as it was given, whole: `next`, or the `id` of the stream.")


class PositionAhead(Exception):
    """Of a reorg that is not known here yet, and where it was read is."""


Place = tuple[int, int, str]
"""Block, index of the log, table: where a row stands in the order of the chain."""

LAST_INDEX = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Position:
    """seen: the last row that was told. reorg: the newest whose retractions were told, or that took
    nothing back of what was. undone: of the next one, the last retraction that was told."""

    reorg: int
    seen: Place
    undone: Place | None = None


BEGINNING = Position(0, (-1, 0, ""))


def write_position(position: Position) -> str:
    said = json.dumps([1, position.reorg, position.seen, position.undone], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_position(text: str) -> Position:
    """Raises PositionUnreadable."""
    try:
        if len(text) > 400:
            raise ValueError
        said = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        version, reorg, seen, undone = said
        if version != 1 or type(reorg) is not int or not 0 <= reorg < 2**63:
            raise ValueError
        return Position(reorg, _read_place(seen), None if undone is None else _read_place(undone))
    except (ValueError, TypeError, RecursionError):
        raise PositionUnreadable from None


def _read_place(said: object) -> Place:
    match said:
        case [int(block), int(index), str(table)]:
            is_fit = type(block) is int and type(index) is int and table.replace("_", "").isalpha()
            if -1 <= block < 2**63 and 0 <= index <= LAST_INDEX and (is_fit or not table):
                return block, index, table
    raise ValueError
