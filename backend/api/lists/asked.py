"""What a reader asks of a list, read from the query of the request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fastapi.exceptions import RequestValidationError
from starlette.datastructures import QueryParams

from backend.addresses import AddressChecksumWrong, AddressUnreadable
from backend.api.lists.cursors import Place, read_place
from backend.api.lists.kinds import MOST_VALUES
from backend.api.lists.listing import Filter, Listing
from backend.api.moments import read_moment, refuse
from backend.queries.status import Finality, Moment

Format = Literal["json", "ndjson", "csv"]
FORMATS: tuple[Format, ...] = ("json", "ndjson", "csv")
LIMIT = 100
MOST = 1_000
COMMON = ("at_block", "at", "finality", "sort", "fields", "expand", "limit", "cursor", "format")
SURE: tuple[Finality, ...] = ("seen", "safe", "final")


@dataclass(frozen=True, slots=True)
class Asked:
    """filters: values by name. fields: None is all. limit: rows of a page; None of a stream is all of them.
    place: where the page before ended."""

    moment: Moment
    filters: Mapping[str, Any]
    sort: str
    descends: bool
    fields: frozenset[str] | None
    expands: bool
    limit: int | None
    place: Place | None
    format: Format


def read_asked(listing: Listing, query: QueryParams, scoped: bool) -> Asked:
    """Raises RequestValidationError, CursorUnreadable, and the errors of addresses."""
    _refuse_unknown(listing, query, scoped)
    format = _choose(query, "format", FORMATS, "json")
    finality = _choose(query, "finality", SURE, "seen")
    moment = read_moment(_read_number(query, "at_block", 0, 2**63 - 1), query.get("at"), finality)
    sort = query.get("sort", listing.sort)
    if sort.removeprefix("-") not in listing.sorts:
        known = ", ".join(listing.sorts)
        raise refuse("query.sort", f"It must be one of {known}, with a minus sign for the greatest first.")
    limit = _read_number(query, "limit", 1, MOST)
    filters = {
        name: _read_value(name, each, query[name])
        for name, each in listing.filters.items()
        if name in query and not (scoped and name == "campaign")
    }
    cursor = query.get("cursor")
    return Asked(
        moment=moment,
        filters=filters,
        sort=sort.removeprefix("-"),
        descends=sort.startswith("-"),
        fields=_read_fields(listing, query.get("fields")),
        expands=_read_expand(listing, query.get("expand")),
        limit=LIMIT if limit is None and format == "json" else limit,
        place=None if cursor is None else read_place(cursor, listing, digest_of(listing, query)),
        format=format,
    )


def digest_of(listing: Listing, query: QueryParams) -> str:
    """What has to stay the same from page to page."""
    kept = sorted((name, value) for name, value in query.items() if name in listing.filters or name == "sort")
    return repr((listing.name, kept))


def known_parameters(listing: Listing, scoped: bool) -> list[str]:
    filters = [name for name in listing.filters if not (scoped and name == "campaign")]
    return [*filters, *(each for each in COMMON if each != "expand" or listing.expands)]


def _refuse_unknown(listing: Listing, query: QueryParams, scoped: bool) -> None:
    known = known_parameters(listing, scoped)
    words = f"There is no such parameter here; there is {', '.join(known)}."
    wrong = [(name, words) for name in query if name not in known]
    twice = [name for name in set(query) if len(query.getlist(name)) > 1]
    wrong += [(name, "It may be given once; several values are separated by commas.") for name in twice]
    if wrong:
        raise RequestValidationError(
            [
                {
                    "type": "unknown" if words.startswith("There") else "value",
                    "loc": ("query", name),
                    "msg": words,
                }
                for name, words in wrong
            ]
        )


def _choose(query: QueryParams, name: str, choices: tuple[Any, ...], default: str) -> Any:
    chosen = query.get(name, default)
    if chosen not in choices:
        raise refuse(f"query.{name}", f"It must be one of {', '.join(choices)}.")
    return chosen


def _read_number(query: QueryParams, name: str, least: int, most: int) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"-?[0-9]{1,30}", text, re.ASCII):
        raise RequestValidationError([{"type": "int_parsing", "loc": ("query", name), "msg": ""}])
    number = int(text)
    if number < least:
        raise _limit("greater_than_equal", name, "ge", least)
    if number > most:
        raise _limit("less_than_equal", name, "le", most)
    return number


def _limit(kind: str, name: str, word: str, value: int) -> RequestValidationError:
    return RequestValidationError([{"type": kind, "loc": ("query", name), "msg": "", "ctx": {word: value}}])


def _read_value(name: str, each: Filter, text: str) -> Any:
    parts = text.split(",") if each.many else [text]
    if len(parts) > MOST_VALUES:
        raise refuse(f"query.{name}", f"It must be {MOST_VALUES} values at most.")
    try:
        values = [each.kind.read(part.strip()) for part in parts]
    except (AddressUnreadable, AddressChecksumWrong):
        raise
    except ValueError as error:
        raise refuse(f"query.{name}", str(error)) from None
    return values if each.many else values[0]


def _read_fields(listing: Listing, text: str | None) -> frozenset[str] | None:
    if text is None:
        return None
    known = listing.item.model_fields
    asked = frozenset(part.strip() for part in text.split(","))
    if asked - set(known):
        raise refuse("query.fields", f"It must be some of {', '.join(known)}, separated by commas.")
    return asked


def _read_expand(listing: Listing, text: str | None) -> bool:
    if text not in (None, "project"):
        raise refuse("query.expand", "It must be one of project.")
    return text is not None
