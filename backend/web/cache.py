"""Pages that are true of a block are made once for each block, and sent again from memory until the next one.

Every process keeps its own, and asks the database at every request whether anything has changed: no page is
sent that was not true when it was asked for.
"""

import asyncio
import re
from typing import cast

import psycopg
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.keeping import Kept, has_it
from backend.queries.revision import About, Revision
from backend.web.kept import Answer, Key
from backend.web.newest import Newest
from backend.web.pages import wants_block

_ADDRESS = "0x[0-9a-fA-F]{40}"
KEPT = re.compile(
    r"/(?:fr|en)/(?:about|"
    rf"portfolio/(?P<wallet>{_ADDRESS})|"
    rf"projects/(?P<campaign>{_ADDRESS})(?:/actions|/prospectus|/statements/0x[0-9a-f]{{64}})?)?"
)
"""Pages that show nothing but what Revision tells of. Others are made for each reader."""
KEPT_FOR_GOOD = re.compile(rf"/covers/{_ADDRESS}|/assets/[0-9a-f]{{12}}/[a-z0-9./_-]+", re.ASCII)
"""What never changes at its address: kept if the answer says so."""
FOR_GOOD = Revision(b"", ())
QUERIES = re.compile(rb"(?:show=(?:open|financed|ended))?")
"""What may follow them, and nothing that anybody makes up, or the same page would be kept under any number of
addresses. Who asks for a wallet's sight of a page gets it made for them."""


class PageCache:
    """ASGI middleware: keeps what `pages` answers to GET for those addresses; `packed`, which compresses,
    answers the rest.

    Who sends a cookie may see something else than others do, and is never given a page that is kept; nor one
    that is compressed, for its length could tell a secret of the page beside words of a stranger (BREACH).
    """

    def __init__(self, pages: ASGIApp, packed: ASGIApp, newest: Newest, most_bytes: int) -> None:
        self._pages = pages
        self._packed = packed
        self._newest = newest
        self._kept: Kept[Key, Revision, Answer] = Kept(most_bytes)
        self._making: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        revision = await self._find_revision(scope, headers)
        if revision is None:
            await (self._pages if _is_known(headers) else self._packed)(scope, receive, send)
            return
        key = Key(scope["scheme"], scope["path"], scope["query_string"], wants_block(headers))
        answer = self._kept.find(key, revision) or await self._wait(key, revision)
        if answer is not None:
            await _send(answer, headers, send)
            return
        await self._make(key, revision, scope, receive, send)

    async def _find_revision(self, scope: Scope, headers: Headers) -> Revision | None:
        """Of what is asked for; None where nothing is to be kept."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        if KEPT_FOR_GOOD.fullmatch(scope["path"]) and not scope["query_string"]:
            # The same for everybody, and no secret: compressed for who is signed in too.
            return FOR_GOOD
        if _is_known(headers) or not QUERIES.fullmatch(scope["query_string"]):
            return None
        place = KEPT.fullmatch(scope["path"])
        if place is None:
            return None
        # The name of the group is what the address is of.
        about = cast(About | None, place.lastgroup)
        try:
            return await self._newest.read(about, bytes.fromhex(place[about][2:]) if about else None)
        except psycopg.Error:
            # The page itself says what is wrong.
            return None

    async def _wait(self, key: Key, revision: Revision) -> Answer | None:
        """Somebody else has just asked for the same: its answer, if it can be kept."""
        making = self._making.get(key)
        if making is None:
            return None
        await making.wait()
        return self._kept.find(key, revision)

    async def _make(self, key: Key, revision: Revision, scope: Scope, receive: Receive, send: Send) -> None:
        made = self._making.setdefault(key, asyncio.Event())
        try:
            await self._pages(scope, receive, _Keeping(self._kept, key, revision, scope, send))
        finally:
            self._making.pop(key, None)
            made.set()


class _Keeping:
    """Sends an answer once it is whole, and keeps it if it is a page."""

    def __init__(
        self, kept: Kept[Key, Revision, Answer], key: Key, revision: Revision, scope: Scope, send: Send
    ) -> None:
        self._kept, self._key, self._revision = kept, key, revision
        self._asked = Headers(scope=scope)
        self._send = send
        self._start: Message = {}
        self._body: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body.append(message.get("body", b""))
        if message.get("more_body"):
            return
        body = b"".join(self._body)
        if not _may_keep(self._start, self._revision):
            await self._send(self._start)
            await self._send({"type": "http.response.body", "body": body})
            return
        answer = Answer(self._start["headers"], body)
        self._kept.keep(self._key, self._revision, answer)
        await _send(answer, self._asked, self._send)


def _is_known(headers: Headers) -> bool:
    return "cookie" in headers or "authorization" in headers


def _may_keep(start: Message, revision: Revision) -> bool:
    headers = Headers(raw=start["headers"])
    control = headers.get("cache-control", "")
    is_meant = "immutable" in control if revision is FOR_GOOD else control == "no-cache"
    return start["status"] == 200 and is_meant and "set-cookie" not in headers


async def _send(answer: Answer, asked: Headers, send: Send) -> None:
    if has_it(asked.get("if-none-match", ""), answer.etag):
        await send({"type": "http.response.start", "status": 304, "headers": answer.short})
        await send({"type": "http.response.body", "body": b""})
        return
    unpacks = _unpacks(asked.get("accept-encoding", ""))
    headers = answer.headers if unpacks else answer.plain
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body if unpacks else answer.read()})


def _unpacks(accept_encoding: str) -> bool:
    """Whether gzip is named, and not with a quality of 0."""
    for part in accept_encoding.split(","):
        name, _, quality = part.partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return quality.replace(" ", "").rstrip("0") not in ("q=", "q=0.")
    return False
