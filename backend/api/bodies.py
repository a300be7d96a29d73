"""Bodies of requests are read up to a limit, whatever their header says."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import Message

from backend.errors import CoprodError

MOST_BYTES = 128 * 1024


class BodyTooLarge(CoprodError):
    """More than anything asked for here takes."""

    status = 413
    type = "body-too-large"
    title = "The request is too large"


class BoundedRoute(APIRoute):
    """A route whose body has MOST_BYTES at most. Raises BodyTooLarge before more is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_bounded(request: Request) -> Response:
            body = bytearray()
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise BodyTooLarge(f"A request here has {MOST_BYTES:,} bytes at most.")

            async def receive() -> Message:
                return {"type": "http.request", "body": bytes(body), "more_body": False}

            return await handle(Request(request.scope, receive))

        return handle_bounded
