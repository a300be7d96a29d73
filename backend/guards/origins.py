"""What changes something comes from this site's own pages, and is no larger than it has to be."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.guards.rates import SAFE, Explain
from backend.guards.refusals import AnotherSite, BodyTooLarge, JsonWanted, LengthWanted, Refused

OWN = frozenset({"same-origin", "none"})
"""Sec-Fetch-Site of a page of this origin, and of what a person does in the browser itself."""


class Origins:
    """ASGI middleware: refuses unsafe requests that another site sent, that are no JSON where the API reads
    them, or that are too large. is_api, most_body: of a path.

    A cookie is sent by the browser whoever asks: with one the origin has to be told. Without a cookie the API
    answers anybody, for nobody is signed in; pages do not, or another site could sign somebody in here. JSON
    cannot be sent by another site's form, nor by its script without leave (CORS).
    """

    def __init__(
        self,
        app: ASGIApp,
        explain: Explain,
        is_api: Callable[[str], bool],
        most_body: Callable[[str], int],
    ) -> None:
        self._app = app
        self._explain = explain
        self._is_api = is_api
        self._most_body = most_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._find_fault(scope) if scope["type"] == "http" else None
        app = await self._explain(scope, refused) if refused else self._app
        await app(scope, receive, send)

    def _find_fault(self, scope: Scope) -> Refused | None:
        if scope["method"] in SAFE:
            return None
        headers, path = Headers(scope=scope), scope["path"]
        is_api = self._is_api(path)
        if not is_own(headers) and ("cookie" in headers or not is_api):
            return AnotherSite()
        if "transfer-encoding" in headers:
            return LengthWanted()
        length, most = headers.get("content-length", "0"), self._most_body(path)
        if not length.isdecimal() or int(length) > most:
            return BodyTooLarge(most)
        if is_api and int(length) and not _is_json(headers.get("content-type", "")):
            return JsonWanted()
        return None


def is_own(headers: Headers) -> bool:
    """Whether an unsafe request may be answered: by Sec-Fetch-Site where the browser tells it, or by Origin,
    whose host is the one that was asked."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in OWN
    if origin is not None:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
    return "cookie" not in headers


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"
