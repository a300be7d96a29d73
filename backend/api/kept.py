"""Answers that nothing but the chain decides, sent again from memory until it says more.

For what is kept the newest revision is asked for at every request (see `head`): no answer is sent that was
not true when it was asked for.
"""

from dataclasses import dataclass

import psycopg
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.head import Head
from backend.keeping import Kept, has_it
from backend.queries.status import Revision

OVERHEAD = 1_024
"""Bytes of an answer beside its body: headers, key, the objects themselves."""
MOST_BODY = 1_000_000
OF_BODY = (b"content-length", b"content-type")

Key = tuple[str, bytes]
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    etag: str
    headers: Headers
    body: bytes

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD

    async def send(self, send: Send, is_known: bool) -> None:
        """Without its body (304) to who has it. Others may add to the list of headers that they are given."""
        headers = [each for each in self.headers if not (is_known and each[0] in OF_BODY)]
        await send({"type": "http.response.start", "status": 304 if is_known else 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if is_known else self.body})


class KeptAnswers:
    """ASGI middleware around the API itself; headers that are for one reader are put on further out."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._kept: Kept[Key, Revision, Answer] = Kept(most_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/v1/"):
            await self._app(scope, receive, send)
            return
        key = (scope["path"], scope["query_string"])
        found = await self._find(key, scope)
        if found is None:
            await self._app(scope, receive, _Keeping(self._kept, key, scope, send))
            return
        asked = next((value for name, value in scope["headers"] if name == b"if-none-match"), b"")
        await found.send(send, is_known=asked != b"" and has_it(asked.decode("latin-1"), found.etag))

    async def _find(self, key: Key, scope: Scope) -> Answer | None:
        if key not in self._kept:
            return None
        head: Head = scope["app"].state.head
        try:
            revision = await head.read()
        except psycopg.Error:
            # The answer itself says what is wrong.
            return None
        return None if revision is None else self._kept.find(key, revision)


class _Keeping:
    """Sends an answer, and keeps it if it came in one piece and the chain alone decides it."""

    def __init__(self, kept: Kept[Key, Revision, Answer], key: Key, scope: Scope, send: Send) -> None:
        self._kept, self._key, self._send = kept, key, send
        self._state = scope.setdefault("state", {})
        self._headers: Headers = ()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            self._headers = tuple(message["headers"])
        elif message["type"] == "http.response.body" and not message.get("more_body"):
            self._keep(message.get("body", b""))
        await self._send(message)

    def _keep(self, body: bytes) -> None:
        etag, revision = self._state.get("etag"), self._state.get("revision")
        # The last part of a stream is not all of it.
        is_whole = (b"content-length", str(len(body)).encode()) in self._headers
        if etag and revision and is_whole and len(body) <= MOST_BODY:
            self._kept.keep(self._key, revision, Answer(etag, self._headers, body))
