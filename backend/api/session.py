"""Sign in and out by JSON (EIP-4361); the session is a cookie that no script can read."""

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from backend.accounts.cookies import forget_token, read_token, set_token, site_of
from backend.accounts.refusals import MessageInvalid, SignatureWrong, SignInRefused, SiteUnnamed
from backend.accounts.sessions import (
    SESSION_SECONDS,
    close_session,
    find_session,
    open_session,
)
from backend.accounts.sign_in import challenge, check_signature, read_asked, use
from backend.addresses import parse_address
from backend.api.documentation import ADDRESSED, MIRRORED, problems
from backend.api.problems import RequestInvalid
from backend.api.schemas.session import Challenge, Session, SignedMessage, SignedOut, WalletToSignIn
from backend.errors import CoprodError
from backend.languages import Language, choose_language
from backend.queries.snapshot import open_snapshot
from backend.queries.status import as_of
from backend.queries.times import format_time


class NotSignedIn(CoprodError):
    """Nobody is signed in, or not any more."""

    status = 401
    type = "not-signed-in"
    title = "Nobody is signed in"


router = APIRouter(tags=["session"])

_BODY = (RequestInvalid("body.wallet: Field required"),)
_REFUSED = (
    MessageInvalid("Nonce: “abc” is not what EIP-4361 allows here.", ""),
    SignInRefused("The message has expired: ask for a new one.", ""),
    SignatureWrong("The account did not sign this message: sign it again.", ""),
    SiteUnnamed(),
)


def _choose(request: Request) -> Language:
    return choose_language(request.headers.get("Accept-Language", ""))


Chosen = Annotated[Language, Depends(_choose)]


@router.post(
    "/v1/session/challenge",
    operation_id="askToSignIn",
    summary="What a wallet signs to sign in",
    responses=problems(*MIRRORED[:1], *_BODY, *ADDRESSED, SiteUnnamed()),
)
async def ask_to_sign_in(body: WalletToSignIn, request: Request) -> Challenge:
    """A message for one wallet, good once and for ten minutes. Nobody is signed in by it yet."""
    wallet, site, engine = parse_address(body.wallet), site_of(request), request.app.state.engine
    async with open_snapshot(engine) as connection:
        chain_id = (await as_of(connection)).chain_id
    async with engine.begin() as connection:
        return Challenge.of(await challenge(connection, site, chain_id, wallet, int(time.time())))


@router.post(
    "/v1/session/sign-in",
    operation_id="signIn",
    summary="Sign in with what the wallet signed",
    responses=problems(*MIRRORED[:1], *_BODY, *_REFUSED),
)
async def sign_in(body: SignedMessage, request: Request, response: Response, language: Chosen) -> Session:
    """An account with a key, a contract (ERC-1271), one that is still to be made (ERC-6492), or an account
    that delegates to one (EIP-7702). The session is in a cookie, for twelve hours."""
    site, engine, node = site_of(request), request.app.state.engine, request.app.state.node
    now, signature = int(time.time()), bytes.fromhex(body.signature[2:])
    async with open_snapshot(engine) as connection:
        chain_id = (await as_of(connection)).chain_id
        message = await read_asked(connection, site, chain_id, body.message, now)
    # The node may take its time: meanwhile the connection serves others.
    await check_signature(node, message, body.message, signature)
    async with engine.begin() as connection:
        await use(connection, message, now)
        token = await open_session(connection, message.address, now)
    set_token(response, site, token)
    response.headers["Cache-Control"] = "no-store"
    return Session(
        wallet=message.address, expires_at=format_time(now + SESSION_SECONDS), url=f"/{language}/room"
    )


@router.get(
    "/v1/session",
    operation_id="showSession",
    summary="Who is signed in",
    responses=problems(NotSignedIn("Nobody is signed in: see /v1/session/challenge."), SiteUnnamed()),
)
async def show_session(request: Request, response: Response, language: Chosen) -> Session:
    """By the cookie of the request."""
    response.headers["Cache-Control"] = "no-store"
    token = read_token(request)
    async with request.app.state.engine.connect() as connection:
        found = await find_session(connection, token, int(time.time())) if token else None
    if found is None:
        raise NotSignedIn("Nobody is signed in: see /v1/session/challenge.")
    return Session(wallet=found.address, expires_at=format_time(found.expires_at), url=f"/{language}/room")


@router.post(
    "/v1/session/sign-out",
    operation_id="signOut",
    summary="Sign out",
    responses=problems(SiteUnnamed()),
)
async def sign_out(request: Request, response: Response, language: Chosen) -> SignedOut:
    """The session of the request's cookie ends here, and not only in the browser."""
    token = read_token(request)
    if token:
        async with request.app.state.engine.begin() as connection:
            await close_session(connection, token)
        forget_token(response, site_of(request))
    return SignedOut(url=f"/{language}/")
