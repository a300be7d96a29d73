"""ETag of what is read from the chain: made of its block and of the question, before it is answered."""

import hashlib
from importlib.metadata import version

from fastapi import Request
from fastapi.responses import Response

from backend.keeping import has_it
from backend.queries.status import AsOf

_VERSION = version("coprod")
MONTH = "public, max-age=2592000"
"""Of an answer that nothing can change: a later version of this program may tell it better."""


class NotModified(Exception):
    """The reader has the answer: 304 with these headers."""

    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = headers


def check_tag(request: Request, at: AsOf) -> dict[str, str]:
    """ETag and Cache-Control of the answer. Raises NotModified."""
    headers = tag(request, at)
    refuse_known(request, headers)
    return headers


def refuse_known(request: Request, headers: dict[str, str]) -> None:
    """Raises NotModified for who has the answer with this tag."""
    if request.method in ("GET", "HEAD") and has_it(
        request.headers.get("If-None-Match", ""), headers["ETag"]
    ):
        raise NotModified(headers)


def tag(request: Request, at: AsOf) -> dict[str, str]:
    """The same question about the same block has the same answer; as long as the block is not final, also
    what is known to be safe and final belongs to it."""
    known = "" if at.finality == "final" else f"{at.safe_number} {at.final_number}"
    asked = f"{_VERSION} {at.chain_id} {at.hash} {known} {request.url.path}?{request.url.query}"
    digest = hashlib.sha256(asked.encode()).hexdigest()[:32]
    is_for_good = at.finality == "final" and _names_block(request)
    etag = f'"{digest}"'
    # For `kept`: the chain alone decides the answer.
    request.state.etag, request.state.revision = etag, at.revision
    return {"ETag": etag, "Cache-Control": MONTH if is_for_good else "no-cache"}


def _names_block(request: Request) -> bool:
    return any(name in request.query_params for name in ("at_block", "at", "cursor"))


async def answer_not_modified(_request: Request, error: Exception) -> Response:
    """The handler of NotModified."""
    assert isinstance(error, NotModified)
    return Response(status_code=304, headers=error.headers)
