"""Who brings a key: it is right, or nothing is answered."""

import time

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.accounts.keys import ApiKey, find_key, is_first_today, is_fit, note_use
from backend.api.problems import answer
from backend.db import UNREACHABLE
from backend.errors import CoprodError
from backend.guards.known import KnownKey, KnownKeys, read_bearer


class KeyWrong(CoprodError):
    """The key of `Authorization` never was one, has expired or was revoked: copy it whole or make another."""

    status = 401
    type = "key-wrong"
    title = "This key opens nothing"

    def __init__(self) -> None:
        super().__init__(
            "This key never was one, has expired or was revoked: copy it whole, or make another at /v1/keys."
        )


class Bearers:
    """ASGI middleware around the API: puts the key (ApiKey) into the request's state, or answers 401.

    It is looked up for each request, so that a key that was revoked opens nothing from then on. known: learns
    which keys are right.
    """

    def __init__(self, app: ASGIApp, known: KnownKeys) -> None:
        self._app = app
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        secret = read_bearer(scope) if scope["type"] == "http" else None
        if secret is None:
            await self._app(scope, receive, send)
            return
        try:
            scope.setdefault("state", {})["key"] = await self._find(scope, secret)
        except (KeyWrong, *UNREACHABLE) as error:
            response = await answer(Request(scope), error)
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _find(self, scope: Scope, secret: str) -> ApiKey:
        engine, now = scope["app"].state.engine, int(time.time())
        key = None
        if is_fit(secret):
            async with engine.connect() as connection:
                key = await find_key(connection, secret, now)
        if key is None:
            self._known.forget(secret)
            raise KeyWrong
        if is_first_today(key, now):
            async with engine.begin() as connection:
                await note_use(connection, key, now)
        self._known.note(secret, KnownKey(key.id, "read" in key.scopes))
        return key
