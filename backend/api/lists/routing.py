"""The routes of all lists, and what the OpenAPI document says of them."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from backend.addresses import parse_address
from backend.api.documentation import ADDRESSED, MIRRORED, Responses, problems
from backend.api.lists.answering import MEDIA_TYPES, answer
from backend.api.lists.asked import FORMATS, LIMIT, MOST, SURE, known_parameters
from backend.api.lists.cursors import CursorReorged, CursorUnreadable, Place, write_place
from backend.api.lists.flat import header_of
from backend.api.lists.kinds import ADDRESS, several
from backend.api.lists.listing import Listing, Scope
from backend.api.lists.reading import StreamsFull
from backend.api.lists.resources import LISTINGS
from backend.api.lists.statement import remember
from backend.api.moments import AT_BLOCK, AT_FINALITY, AT_TIME
from backend.api.problems import RequestInvalid
from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN, EXAMPLE_WALLET, AsOf
from backend.queries.project import ProjectUnknown

router = APIRouter()

EXAMPLE_CURSOR = write_place(Place(21_450_117, 7, ("21450101", "21450101", "3"), "contributions"))
_NUMBER = {"type": "integer"}
_SCOPES = {
    "campaign": (
        EXAMPLE_CAMPAIGN,
        "Address of the Campaign contract, in any case; mixed case must fit EIP-55.",
    ),
    "address": (EXAMPLE_WALLET, "Address of a wallet, in any case; mixed case must fit EIP-55."),
}
_REORGED = CursorReorged(21_450_098, EXAMPLE_CURSOR, True)


def _name(listing: Listing, scope: Scope) -> str:
    """listContributions of a project or wallet, listAllContributions of all."""
    is_one_of_two = not scope.name and len(listing.paths) > 1
    return f"list{'All' if is_one_of_two else ''}{listing.name.capitalize()}"


def _add(listing: Listing, scope: Scope) -> None:
    router.add_api_route(
        scope.path,
        _endpoint(listing, scope),
        methods=["GET"],
        operation_id=_name(listing, scope),
        summary=listing.summary
        + (", in all projects" if _name(listing, scope).startswith("listAll") else ""),
        description=listing.notes or None,
        tags=[listing.tag],
        response_model=_answers[listing.name],
        responses=_responses(listing, scope),
        openapi_extra={"parameters": _parameters(listing, scope)},
    )


def _endpoint(listing: Listing, scope: Scope) -> Callable[[Request], Awaitable[Response]]:
    async def read_list(request: Request) -> Response:
        scoped_to = parse_address(request.path_params[scope.name]) if scope.name else None
        return await answer(request, listing, scope, scoped_to)

    return read_list


def _model(listing: Listing) -> type[BaseModel]:
    fields: dict[str, Any] = {
        "as_of": (AsOf, ...),
        **listing.proof_fields,
        # With `fields` or `expand` an item has fewer or more.
        listing.name: (list[listing.item | dict[str, Any]], ...),  # type: ignore[name-defined]
        "next": (
            str | None,
            Field(
                description="`cursor` of the page that follows; null at the end.", examples=[EXAMPLE_CURSOR]
            ),
        ),
    }
    return create_model(f"{listing.name.capitalize()}Page", **fields)


def _responses(listing: Listing, scope: Scope) -> Responses:
    errors = [*MIRRORED, RequestInvalid("query.limit: It must be 1000 at most."), _REORGED]
    errors.append(StreamsFull())
    errors.append(CursorUnreadable("Take the cursor as it was given, whole: `next` of the page before."))
    if scope.name or any(each.kind is ADDRESS for each in listing.filters.values()):
        errors += ADDRESSED
    if scope.is_project:
        errors.append(ProjectUnknown(EXAMPLE_CAMPAIGN))
    names = ",".join(header_of(listing.item, None, False))
    texts = {"ndjson": "{…}\n{…}\n", "csv": f"{names}\r\n…\r\n"}
    content = {
        MEDIA_TYPES[each].partition(";")[0]: {"schema": {"type": "string"}, "example": text}
        for each, text in texts.items()
        if each in FORMATS
    }
    headers = {
        "ETag": "The same as long as the answer is the same.",
        "Link": "RFC 8288: `first`, and `next` unless this is the last page.",
        "Coprod-As-Of": "Of NDJSON and CSV: `as_of`, as JSON.",
    }
    told = {name: {"description": says, "schema": {"type": "string"}} for name, says in headers.items()}
    return {
        200: {"description": "A page of the list, or all of it.", "content": content, "headers": told}
    } | (problems(*errors))


def _parameters(listing: Listing, scope: Scope) -> list[dict[str, Any]]:
    found = []
    if scope.name:
        example, says = _SCOPES[scope.name]
        schema = {**ADDRESS.schema, "examples": [example]}
        found.append(
            {"name": scope.name, "in": "path", "required": True, "description": says, "schema": schema}
        )
    for name in known_parameters(listing, bool(scope.name)):
        says, schema = _describe(listing, name)
        found.append({"name": name, "in": "query", "required": False, "description": says, "schema": schema})
    return found


def _describe(listing: Listing, name: str) -> tuple[str, dict[str, Any]]:
    if name in listing.filters:
        each = listing.filters[name]
        if not each.many:
            return each.says, each.kind.schema
        return f"{each.says} Several: separated by commas.", several(each.kind.schema)
    sorts = [way + sort for sort in listing.sorts for way in ("", "-")]
    fields = list(listing.item.model_fields)
    described: dict[str, tuple[str, dict[str, Any]]] = {
        "at_block": (
            AT_BLOCK,
            {**_NUMBER, "minimum": 0, "exclusiveMaximum": 2**63, "examples": [21_450_117]},
        ),
        "at": (AT_TIME, {"type": "string", "format": "date-time", "examples": ["2026-11-23T01:38:09Z"]}),
        "finality": (
            AT_FINALITY,
            {"type": "string", "enum": list(SURE), "default": "seen", "examples": ["final"]},
        ),
        "sort": (
            "With a minus sign the greatest first.",
            {"type": "string", "enum": sorts, "default": listing.sort, "examples": [listing.sort]},
        ),
        "fields": (
            f"Only these fields of each, separated by commas: {', '.join(fields)}.",
            several({"enum": fields, "examples": [",".join(fields[:2])]}),
        ),
        "expand": (
            "With `project`: name, symbol, model and contracts of its project in each.",
            {"type": "string", "enum": ["project"], "examples": ["project"]},
        ),
        "limit": (
            f"Most of one page, {LIMIT} unless said; of NDJSON and CSV most of all, without a limit "
            f"unless said.",
            {**_NUMBER, "minimum": 1, "maximum": MOST, "examples": [LIMIT]},
        ),
        "cursor": (
            "`next` of the page before, with the same filters and order. It names the block that the "
            "first page was "
            "read at; `at_block`, `at` and `finality` no longer count.",
            {"type": "string", "examples": [EXAMPLE_CURSOR]},
        ),
        "format": (
            "json: a page. ndjson, csv: a stream of the whole list, with the same filters and order.",
            {"type": "string", "enum": list(FORMATS), "default": "json", "examples": ["json"]},
        ),
    }
    return described[name]


_answers = {listing.name: _model(listing) for listing in LISTINGS}
for _listing in LISTINGS:
    remember(_listing)
    for _scope in _listing.paths:
        _add(_listing, _scope)
