"""Every error as application/problem+json (RFC 9457)."""

import http
import logging
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from backend.accounts.refusals import NotLetIn
from backend.addresses import AddressChecksumWrong
from backend.api import french
from backend.api.lists.cursors import CursorReorged
from backend.db import UNREACHABLE
from backend.errors import CoprodError
from backend.guards.refusals import Refused
from backend.guards.requests import name_request
from backend.languages import Language, choose_language
from backend.problems import FRENCH

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"
CHALLENGE = 'Bearer realm="coprod"'
"""How somebody may say who he is (RFC 9110, 15.5.2)."""
NO_JSON = "It is no JSON that can be read, in UTF-8."
LOG = logging.getLogger(__name__)
EXPOSED = [
    "ETag",
    "Idempotent-Replayed",
    "Link",
    "X-Request-Id",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "WWW-Authenticate",
]
"""Headers that a page of another site may read."""


class InvalidParameter(BaseModel):
    """One thing in the request that cannot be read."""

    location: str = Field(description="Where it is.", examples=["query.at_block"])
    message: str = Field(examples=["It must be 0 at least."])


class Problem(BaseModel):
    """What went wrong, after RFC 9457."""

    type: str = Field(
        description="Names the kind of problem, for good.", examples=["/problems/project-unknown"]
    )
    title: str = Field(description="The kind of problem, in words.", examples=["There is no such project"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(
        description="This case of it, and what to do.",
        examples=["No project has the campaign address 0x…: see the list of projects."],
    )
    instance: str | None = Field(
        None,
        description="The request, as `X-Request-Id` names it: tell it to the operator.",
        examples=["urn:request:5f0c7c1d9a2e4b6f8d3a1c5e7b9f2d4a"],
    )
    errors: list[InvalidParameter] | None = Field(None, description="What of the request is wrong.")
    expected: str | None = Field(None, description="What would have been right, where that is known.")
    cursor: str | None = Field(
        None, description="The cursor to go on with, in place of the one that is no more."
    )
    fork: int | None = Field(
        None, description="The newest block that the chain has kept of those that the cursor knew."
    )


class RequestInvalid(CoprodError):
    """A parameter is missing or is not what it must be."""

    status = 422
    type = "request-invalid"
    title = "The request cannot be read"


class PathUnknown(CoprodError):
    """Nothing has this path."""

    status = 404
    type = "path-unknown"
    title = "There is nothing at this path"


class MethodNotAllowed(CoprodError):
    """The path exists, but not with this method."""

    status = 405
    type = "method-not-allowed"
    title = "This method is not allowed here"


class DatabaseUnreachable(CoprodError):
    """The database does not answer."""

    status = 503
    type = "database-unreachable"
    title = "The database does not answer"


class Internal(CoprodError):
    """A fault of ours."""


def describe(error: CoprodError) -> Problem:
    """The problem that a caller sees."""
    return Problem(
        type=f"/problems/{error.type}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        expected=error.expected if isinstance(error, AddressChecksumWrong) else None,
        cursor=error.cursor if isinstance(error, CursorReorged) else None,
        fork=error.fork if isinstance(error, CursorReorged) else None,
    )


def answer_refusal(scope: Scope, refused: Refused, language: str) -> JSONResponse:
    """What was turned away before the API read it, in "fr" or "en"."""
    title, detail = refused.words(language)
    problem = describe(refused).model_copy(update={"title": title, "detail": detail})
    problem = problem.model_copy(update={"instance": name_request(scope)})
    # Turned away before the middleware that lets any page read answers.
    headers = refused.headers | {"Content-Language": language, "Access-Control-Allow-Origin": "*"}
    headers |= {"Vary": "Accept-Language", "Access-Control-Expose-Headers": ", ".join(EXPOSED)}
    content = problem.model_dump(exclude_none=True)
    return JSONResponse(content, problem.status, headers=headers, media_type=MEDIA_TYPE)


async def answer(request: Request, error: Exception) -> JSONResponse:
    """The one exception handler of the API."""
    headers: dict[str, str] = {}
    if isinstance(error, HTTPException):
        headers.update(error.headers or {})
        if error.status_code == 400:
            # Only a body that is no text, or too deep to be read.
            error = RequestValidationError([{"type": "json_invalid", "loc": ("body",), "msg": NO_JSON}])
        elif error.status_code == 405:
            headers["Allow"] = _allow(request)
    language = choose_language(request.headers.get("Accept-Language", ""))
    problem = _read(request, error, language).model_copy(update={"instance": name_request(request.scope)})
    if problem.status == 500:
        LOG.error("request %s failed", problem.instance, exc_info=error)
    headers |= {"Content-Language": language, "Vary": "Accept-Language"}
    if problem.status == 401:
        headers["WWW-Authenticate"] = CHALLENGE
    if problem.status == 503:
        headers["Retry-After"] = RETRY_SECONDS
    return JSONResponse(
        problem.model_dump(exclude_none=True), problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def _allow(request: Request) -> str:
    """All methods of the path: each of them has a route of its own, and the error names those of one."""
    found: set[str] = set()
    for context in iter_route_contexts(request.app.routes):
        route = context.original_route
        if route.matches(request.scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return ", ".join(sorted(found))


def _read(request: Request, error: Exception, language: Language) -> Problem:
    if isinstance(error, RequestValidationError):
        return _read_invalid(error, language)
    problem = _read_english(request, error)
    if language != "fr":
        return problem
    if isinstance(error, NotLetIn):
        return problem.model_copy(update={"title": error.french_title, "detail": error.french})
    # What has no French keeps its English: operators meet it, and fans do not.
    title, detail = FRENCH.get(problem.type.rpartition("/")[2], (problem.title, problem.detail))
    return problem.model_copy(update={"title": title, "detail": detail})


def _read_invalid(error: RequestValidationError, language: Language) -> Problem:
    explain, colon = (french.explain_invalid, "\u00a0: ") if language == "fr" else (_explain, ": ")
    invalid = [
        InvalidParameter(location=".".join(str(part) for part in each["loc"]), message=explain(each))
        for each in error.errors()
    ]
    problem = describe(RequestInvalid("; ".join(f"{each.location}{colon}{each.message}" for each in invalid)))
    title = french.INVALID if language == "fr" else problem.title
    return problem.model_copy(update={"errors": invalid, "title": title})


def _read_english(request: Request, error: Exception) -> Problem:
    if isinstance(error, HTTPException):
        return _read_http(request, error)
    if isinstance(error, UNREACHABLE):
        return describe(DatabaseUnreachable("The database does not answer: try again in a moment."))
    if isinstance(error, CoprodError):
        return describe(error)
    return describe(Internal("A fault of ours; it has been recorded. Try again in a moment."))


def _read_http(request: Request, error: HTTPException) -> Problem:
    if error.status_code == 404:
        return describe(
            PathUnknown(f"Nothing is at {request.url.path}: see /openapi.json for what there is.")
        )
    if error.status_code == 405:
        return describe(MethodNotAllowed(f"{request.method} is not allowed at {request.url.path}."))
    phrase = http.HTTPStatus(error.status_code).phrase
    return Problem(type="about:blank", title=phrase, status=error.status_code, detail=str(error.detail))


def _explain(error: Mapping[str, Any]) -> str:
    """In our own words, where a caller is likely to meet it."""
    limits = error.get("ctx", {})
    match error["type"]:
        case "int_parsing" | "int_from_float" | "int_type" | "int_parsing_size":
            return "It must be a whole number in digits, such as 21450117."
        case "greater_than_equal":
            return f"It must be {limits['ge']} at least."
        case "less_than_equal":
            return f"It must be {limits['le']} at most."
        case "less_than":
            return f"It must be below {limits['lt']}."
        case _:
            return str(error["msg"])
