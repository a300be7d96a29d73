"""Which state a reader asks for: `at_block`, `at` and `finality`, on every read."""

from datetime import UTC, datetime

from fastapi.exceptions import RequestValidationError

from backend.queries.status import Finality, Moment

AT_BLOCK = (
    "The answer as it was at this block. `as_of` then names the newest block with an event at or before "
    "it, or "
    "the block itself."
)
AT_TIME = "The answer as it was at this time (RFC 3339): that of the newest block that is not later."
AT_FINALITY = (
    "The newest state that is as sure as this: `seen` (the default) may still be undone by a reorg, "
    "`final` cannot. "
    "With `at_block` or `at`: refuse unless that block is."
)


def read_moment(at_block: int | None, at: str | None, finality: Finality) -> Moment:
    """Raises RequestValidationError."""
    if at_block is not None and at is not None:
        raise refuse("query.at", "Give at_block or at, not both.")
    return Moment(at_block, None if at is None else read_time(at, "query.at"), finality)


def read_time(text: str, location: str) -> int:
    """Seconds since 1970, rounded down, of an RFC 3339 time with its offset. Raises
    RequestValidationError."""
    try:
        # A plus sign that was not escaped arrives as a space.
        time = datetime.fromisoformat(text.replace(" ", "+") if text[-6:-5] == " " else text)
        if time.tzinfo is None or "T" not in text.upper():
            raise ValueError
        return int((time.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() // 1)
    except (ValueError, OverflowError):
        raise refuse(
            location,
            "It must be a time with its offset, as RFC 3339 writes it, such as 2026-11-23T01:38:09Z.",
        ) from None


def refuse(location: str, words: str) -> RequestValidationError:
    """The error for one parameter."""
    return RequestValidationError([{"type": "value", "loc": tuple(location.split(".")), "msg": words}])
