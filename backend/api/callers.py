"""Who calls: somebody who is signed in here, or a program that brings a key of its owner.

Webhooks = Annotated[Caller, Depends(caller_with("webhooks"))]
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from backend.accounts.cookies import read_token
from backend.accounts.keys import ApiKey, Scope
from backend.accounts.refusals import SiteUnnamed
from backend.accounts.sessions import find_session
from backend.api.session import NotSignedIn
from backend.errors import CoprodError


class ScopeMissing(CoprodError):
    """The key was not made for this: make one whose scopes name it, or sign in with the wallet itself."""

    status = 403
    type = "scope-missing"
    title = "This key is not for this"

    def __init__(self, scope: str) -> None:
        super().__init__(f"The key has not the scope {scope}: make one that has it at /v1/keys.")


@dataclass(frozen=True, slots=True)
class Caller:
    """address: the wallet that signed in, or made the key. key_id: None for who has signed in."""

    address: str
    key_id: int | None


SIGN_IN = "Sign in first (see /v1/session/challenge), or send a key: see /v1/keys."


def refusals(scope: Scope) -> tuple[CoprodError, ...]:
    """What an operation behind `caller_with` may answer with, for its documentation."""
    return (NotSignedIn(SIGN_IN), SiteUnnamed(), ScopeMissing(scope))


OPENED_BY: dict[str, Any] = {"security": [{"session": []}, {"key": []}]}
"""`openapi_extra` of such an operation."""
OPENED_BY_SESSION: dict[str, Any] = {"security": [{"session": []}]}


def caller_with(scope: Scope) -> Callable[[Request], Awaitable[Caller]]:
    """A dependency: who may do what this scope is for. A key goes before a cookie.

    Raises NotSignedIn, ScopeMissing, SiteUnnamed. A cookie that a page of another site sends along with a
    write was refused before (`guards.origins`); a key that is wrong, too (`api.bearers`).
    """

    async def find(request: Request) -> Caller:
        key: ApiKey | None = getattr(request.state, "key", None)
        if key is None:
            return await find_signed_in(request)
        if scope not in key.scopes:
            raise ScopeMissing(scope)
        return Caller(key.address, key.id)

    return find


async def find_signed_in(request: Request) -> Caller:
    """By the cookie alone: no key makes or revokes keys. Raises NotSignedIn, SiteUnnamed."""
    token = read_token(request)
    if token:
        async with request.app.state.engine.connect() as connection:
            session = await find_session(connection, token, int(time.time()))
        if session is not None:
            return Caller(session.address, None)
    raise NotSignedIn(SIGN_IN)


SignedIn = Annotated[Caller, Depends(find_signed_in)]
