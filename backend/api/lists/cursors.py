"""Where a page ended: a cursor says at which block the list was read and after which row to go on.

A page is of the same state as the one before, whatever the chain says meanwhile. Only a reorg below that
block takes it away: then the cursor is refused, with one of the list as it is now (see CursorReorged).
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass

from backend.api.lists.listing import Listing
from backend.errors import CoprodError


class CursorUnreadable(CoprodError):
    """It was made by nobody here, or for another list, filter or order."""

    status = 422
    type = "cursor-unreadable"
    title = "This cursor does not fit"


class CursorReorged(CoprodError):
    """The block that the list was read at is no longer on the chain.

    cursor: of the first page of the list as it is now, or, of a list in the order of the chain, of what
    follows the newest block that both have, `fork`.
    """

    status = 409
    type = "cursor-reorged"
    title = "The chain took this page back"

    def __init__(self, fork: int, cursor: str, goes_on: bool) -> None:
        way = (
            f"forget what was in blocks after {fork}, and go on with the new cursor"
            if goes_on
            else "forget the pages before it, and begin again with the new cursor"
        )
        super().__init__(f"The chain has replaced its blocks after {fork}: {way}.")
        self.fork = fork
        self.cursor = cursor


@dataclass(frozen=True, slots=True)
class Place:
    """block: which the list was read at. reorg: the newest one known then. after: the sort's value and the
    key of the last row, as texts; None before the first row. digest: of listing, filters and order."""

    block: int
    reorg: int
    after: tuple[str, ...] | None
    digest: str


def write_place(place: Place) -> str:
    said = json.dumps(
        [1, place.block, place.reorg, place.after, _digest(place.digest)], separators=(",", ":")
    )
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_place(text: str, listing: Listing, digest: str) -> Place:
    """Raises CursorUnreadable."""
    try:
        if len(text) > 2_000:
            raise ValueError
        said = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        version, block, reorg, after, kept = said
        is_whole = all(type(each) is int and 0 <= each < 2**63 for each in (block, reorg))
        if version != 1 or not is_whole or not _is_after(after, len(listing.key) + 1):
            raise ValueError
    except (ValueError, TypeError, RecursionError):
        raise CursorUnreadable("Take the cursor as it was given, whole: `next` of the page before.") from None
    if kept != _digest(digest):
        raise CursorUnreadable(
            "This cursor belongs to another list, filter or order: keep the query of the first page, and "
            "change "
            "only the cursor."
        )
    return Place(block, reorg, None if after is None else tuple(after), digest)


def _is_after(after: object, length: int) -> bool:
    """Numbers and hexadecimal digits only: what is compared with in SQL."""
    if after is None:
        return True
    return (
        isinstance(after, list)
        and len(after) == length
        and all(
            isinstance(each, str) and re.fullmatch(r"-?[0-9]{1,80}|x[0-9a-f]{0,128}", each) for each in after
        )
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
