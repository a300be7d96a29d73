"""An answer: one page as JSON, or the whole list as a stream of lines."""

import csv
import hashlib
import io
from collections.abc import AsyncIterator, Iterable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import orjson
from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from backend.api.lists.asked import Asked, Format, digest_of, read_asked
from backend.api.lists.cursors import CursorReorged, Place, write_place
from backend.api.lists.flat import flatten, header_of
from backend.api.lists.listing import CHAIN_ORDER, Listing, Scope, Told
from backend.api.lists.reading import Readers
from backend.api.lists.statement import AT_COLUMNS, write_after, write_statement
from backend.api.lists.telling import project
from backend.api.tags import refuse_known, tag
from backend.queries.project import ProjectUnknown
from backend.queries.status import AsOf, Moment, read_at
from backend.queries.times import format_time

MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
}
LINES = 500
"""Lines of a stream that are sent together."""


async def answer(request: Request, listing: Listing, scope: Scope, scoped_to: str | None) -> Response:
    """See `asked`, `cursors` and `statement` for what it raises, and ProjectUnknown."""
    asked = read_asked(listing, request.query_params, scoped_to is not None)
    sql, values = write_statement(listing, scope, asked, scoped_to)
    readers: Readers = request.app.state.readers
    primary: Readers | None = request.app.state.primary
    if asked.format != "json":
        # Whole lists begin without a cursor; a cursor of elsewhere is of a state that the primary knows.
        source = readers if asked.place is None or primary is None else primary
        return await _stream(request, listing, scoped_to, asked, source.stream(sql, values))
    rows = await readers.read(sql, values)
    if primary is not None and asked.place is not None and not _knows(rows, asked.place):
        rows = await primary.read(sql, values)
    at = _pin(request, listing, asked, rows[0] if rows else None, scoped_to)
    headers = tag(request, at) if listing.is_of_chain else {}
    if headers:
        refuse_known(request, headers)
    return _page(request, listing, asked, at, rows, headers)


def _knows(rows: list[Any], place: Place) -> bool:
    """Whether what was asked has read all that the page before was read from."""
    return bool(rows) and rows[0].at_reorg >= place.reorg and rows[0].at_head >= place.block


def _pin(request: Request, listing: Listing, asked: Asked, row: Any, scoped_to: str | None) -> AsOf:
    """The block of the answer. Raises CursorReorged, ProjectUnknown, and what read_at raises."""
    place = asked.place
    if place is not None and row is not None and row.at_fork is not None and row.at_fork < place.block:
        raise _renew(listing, request, asked, row)
    pinned = row and SimpleNamespace(**{each: getattr(row, f"at_{each}") for each in AT_COLUMNS})
    at = read_at(pinned, asked.moment if place is None else Moment(place.block))
    if not row.is_known:
        assert scoped_to is not None
        raise ProjectUnknown(scoped_to)
    return at


def _renew(listing: Listing, request: Request, asked: Asked, row: Any) -> CursorReorged:
    """In the order of the chain, what was read up to the fork stands; else nothing that is known does."""
    assert asked.place is not None
    after = asked.place.after
    in_order = listing.is_of_events and listing.sorts[asked.sort] is CHAIN_ORDER and not asked.descends
    if in_order and after is not None and int(after[0]) > row.at_fork:
        after = (str(row.at_fork), str(row.at_fork), str(2**31 - 1))
    cursor = Place(
        row.at_head, row.at_reorg, after if in_order else None, digest_of(listing, request.query_params)
    )
    return CursorReorged(row.at_fork, write_place(cursor), in_order)


def _page(
    request: Request, listing: Listing, asked: Asked, at: AsOf, rows: list[Any], headers: dict[str, str]
) -> Response:
    assert asked.limit is not None
    found = rows if rows[0].s0 is not None else []
    told = [_tell(listing, asked, row, at) for row in found[: asked.limit]]
    cursor = None
    if len(found) > asked.limit:
        after = write_after(found[asked.limit - 1], len(listing.key) + 1)
        cursor = write_place(
            Place(at.number, rows[0].at_reorg, after, digest_of(listing, request.query_params))
        )
    body = orjson.dumps(
        {"as_of": tell_at(at), **listing.tell_proof(rows[0]), listing.name: told, "next": cursor}
    )
    if not headers:
        headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "Cache-Control": "no-cache"}
        refuse_known(request, headers)
    links = [_link(request, None, "first")] + ([_link(request, cursor, "next")] if cursor else [])
    return Response(body, media_type=MEDIA_TYPES["json"], headers=headers | {"Link": ", ".join(links)})


def _tell(listing: Listing, asked: Asked, row: Any, at: AsOf) -> Told:
    told = listing.tell(row, at)
    if asked.fields is not None:
        told = {name: value for name, value in told.items() if name in asked.fields}
    if asked.expands:
        told["project"] = project(row)
    return told


def tell_at(at: AsOf) -> Told:
    """The fields of schemas.amounts.AsOf."""
    return {
        "block": at.number,
        "hash": at.hash,
        "time": format_time(at.time),
        "finality": at.finality,
        "chain_id": at.chain_id,
    }


def _link(request: Request, cursor: str | None, relation: str) -> str:
    """RFC 8288, relative to the address that was asked."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    if cursor is not None:
        # The cursor says at which block.
        kept = [each for each in kept if each[0] not in ("at_block", "at", "finality")] + [("cursor", cursor)]
    query = urlencode(kept)
    return f'<{request.url.path}{"?" + query if query else ""}>; rel="{relation}"'


async def _stream(
    request: Request, listing: Listing, scoped_to: str | None, asked: Asked, rows: Any
) -> Response:
    """All rows, or as many as `limit`. What ends before its end has no end of its last chunk: no reader takes
    it for the whole list."""
    opened = await rows.__aenter__()
    try:
        first = await anext(opened, None)
        at = _pin(request, listing, asked, first, scoped_to)
    except BaseException as error:
        await rows.__aexit__(type(error), error, error.__traceback__)
        raise
    headers = {
        "Cache-Control": "no-cache",
        "Coprod-As-Of": orjson.dumps(tell_at(at)).decode(),
        "Content-Disposition": f'attachment; filename="{listing.name}-{at.number}.{asked.format}"',
    }

    async def lines() -> AsyncIterator[bytes]:
        try:
            if asked.format == "csv":
                yield _write_csv([_names(listing, asked)])
            kept: list[Told] = []
            number = 0
            async for row in _from(first, opened):
                if row.s0 is None or (asked.limit is not None and number == asked.limit):
                    break
                number += 1
                kept.append(_tell(listing, asked, row, at))
                if len(kept) == LINES:
                    yield _write_lines(listing, asked, kept)
                    kept = []
            if kept:
                yield _write_lines(listing, asked, kept)
        finally:
            await rows.__aexit__(None, None, None)

    return StreamingResponse(lines(), media_type=MEDIA_TYPES[asked.format], headers=headers)


async def _from(first: Any, rest: AsyncIterator[Any]) -> AsyncIterator[Any]:
    yield first
    async for row in rest:
        yield row


def _names(listing: Listing, asked: Asked) -> list[str]:
    return header_of(listing.item, asked.fields, asked.expands)


def _write_lines(listing: Listing, asked: Asked, told: Iterable[Told]) -> bytes:
    if asked.format == "ndjson":
        return b"".join(orjson.dumps(each) + b"\n" for each in told)
    names = _names(listing, asked)
    return _write_csv([flatten(each, names) for each in told])


def _write_csv(rows: Iterable[list[str]]) -> bytes:
    """RFC 4180."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()
