"""Keys for the programs of whoever is signed in: made, listed, revoked."""

import time
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from backend.accounts.keys import KeyUnknown, TooManyKeys, list_keys, make_key, revoke_key
from backend.accounts.refusals import SiteUnnamed
from backend.api.callers import OPENED_BY_SESSION, SIGN_IN, SignedIn
from backend.api.documentation import problems
from backend.api.problems import RequestInvalid
from backend.api.schemas.keys import Key, KeyList, KeyToMake, MadeKey, RevokedKey
from backend.api.session import NotSignedIn

router = APIRouter(tags=["session"])

_CLOSED = (NotSignedIn(SIGN_IN), SiteUnnamed())
_NO_STORE = {"Cache-Control": "no-store"}


@router.post(
    "/v1/keys",
    operation_id="makeKey",
    summary="Make a key for a program",
    status_code=201,
    responses=problems(*_CLOSED, RequestInvalid("body.name: Field required"), TooManyKeys()),
    openapi_extra=OPENED_BY_SESSION,
)
async def make(body: KeyToMake, request: Request, response: Response, caller: SignedIn) -> MadeKey:
    """It is shown in this answer and never again. Who loses the answer revokes the key and makes another: no
    Idempotency-Key is read here, for what is not kept cannot be answered twice."""
    response.headers.update(_NO_STORE)
    now = int(time.time())
    expires_at = None if body.expires_in is None else now + body.expires_in
    async with request.app.state.engine.begin() as connection:
        made, secret = await make_key(connection, caller.address, body.name, body.scopes, expires_at, now)
    return MadeKey.shown(made, secret)


@router.get(
    "/v1/keys",
    operation_id="listKeys",
    summary="The keys of whoever is signed in",
    responses=problems(*_CLOSED),
    openapi_extra=OPENED_BY_SESSION,
)
async def list_all(request: Request, response: Response, caller: SignedIn) -> KeyList:
    """Those that hold."""
    response.headers.update(_NO_STORE)
    async with request.app.state.engine.connect() as connection:
        found = await list_keys(connection, caller.address, int(time.time()))
    return KeyList(keys=[Key.of(each) for each in found])


@router.delete(
    "/v1/keys/{id}",
    operation_id="revokeKey",
    summary="Revoke a key",
    responses=problems(*_CLOSED, KeyUnknown(7), RequestInvalid("path.id: It must be 0 at least.")),
    openapi_extra=OPENED_BY_SESSION,
)
async def revoke(
    id: Annotated[int, Path(ge=0, lt=2**63, description="As /v1/keys lists it.", examples=[7])],
    request: Request,
    caller: SignedIn,
) -> RevokedKey:
    """From the next request on it opens nothing."""
    async with request.app.state.engine.begin() as connection:
        await revoke_key(connection, caller.address, id)
    return RevokedKey(id=id)
