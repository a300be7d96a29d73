"""Every request has a name, which its answer, its problem and the log tell."""

import re
import uuid

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = b"x-request-id"
_FIT = re.compile(rb"[!-~]{1,128}")


class RequestIds:
    """ASGI middleware: X-Request-Id on each answer, the caller's own where it is 1 to 128 visible
    characters of ASCII, else a new one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == HEADER), b"")
        name = given if _FIT.fullmatch(given) else uuid.uuid4().hex.encode()
        scope.setdefault("state", {})["request_id"] = name.decode()

        async def send_with_name(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Not added to the list itself, which a cache may keep.
                message = {**message, "headers": [*message.get("headers", ()), (HEADER, name)]}
            await send(message)

        await self._app(scope, receive, send_with_name)


def name_request(scope: Scope) -> str | None:
    """As a URN, for `instance` of RFC 9457; None where no middleware named it."""
    name = scope.get("state", {}).get("request_id")
    return None if name is None else f"urn:request:{name}"
