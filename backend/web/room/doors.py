"""The way in and out: sign in with a wallet, see one's projects, sign out.

With the wallet's script the page asks /v1/session/challenge, has the message signed and sends it to
/v1/session/sign-in. Without a script the same is done by two forms, and the message is signed elsewhere.
"""

import time
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend.accounts.cookies import forget_token, read_token, set_token, site_of
from backend.accounts.refusals import NotLetIn, SignInRefused
from backend.accounts.sessions import close_all, close_session, list_sessions, open_session
from backend.accounts.sign_in import Challenge, challenge, check_signature, read_asked, use
from backend.addresses import AddressChecksumWrong, AddressUnreadable, parse_address
from backend.chain.errors import NodeUnreachable, WrongChain
from backend.errors import CoprodError
from backend.languages import choose_language
from backend.queries.rooms import rooms
from backend.queries.snapshot import open_snapshot
from backend.queries.status import as_of
from backend.web.room.entry import find_visitor, read_own_form, require_session, show
from backend.web.room.forms import read_form
from backend.web.routes import Language

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed into the forms for a wallet elsewhere, and what was wrong with it."""

    address: str = ""
    message: str = ""
    problem: CoprodError | None = None


@router.get("/room")
async def redirect_to_language(request: Request) -> RedirectResponse:
    language = choose_language(request.headers.get("Accept-Language", ""))
    return RedirectResponse(f"/{language}/room", headers={"Vary": "Accept-Language"})


@router.get("/{language}/room")
async def show_room(request: Request, language: Language) -> HTMLResponse:
    """The projects of who is signed in; the way in for everybody else."""
    session = await find_visitor(request)
    async with open_snapshot(request.app.state.engine) as connection:
        if session is None:
            return show(request, "sign_in.html", None, as_of=await as_of(connection), attempt=Attempt())
        at, found = await rooms(connection, session.address)
        opened = await list_sessions(connection, session.address, int(time.time()))
    return show(request, "projects.html", session, as_of=at, rooms=found, sessions=opened)


@router.post("/{language}/room")
async def write_challenge(request: Request, language: Language) -> HTMLResponse:
    """For a wallet that is not in this browser: the message, and where to bring its signature."""
    typed = (await read_form(request)).get("address").strip()
    async with open_snapshot(request.app.state.engine) as connection:
        at = await as_of(connection)
    try:
        address, site = parse_address(typed), site_of(request)
        async with request.app.state.engine.begin() as connection:
            asked: Challenge = await challenge(connection, site, at.chain_id, address, int(time.time()))
    except (AddressUnreadable, AddressChecksumWrong) as problem:
        attempt = Attempt(typed, problem=problem)
        return show(request, "sign_in.html", None, status=problem.status, as_of=at, attempt=attempt)
    return show(request, "sign_in.html", None, as_of=at, attempt=Attempt(address, asked.message))


@router.post("/{language}/room/sign-in")
async def sign_in(request: Request, language: Language) -> Response:
    """With a signature made elsewhere; what is wrong with it is said beside it."""
    form = await read_form(request)
    message, site, now = form.get("message").strip("\n"), site_of(request), int(time.time())
    async with open_snapshot(request.app.state.engine) as connection:
        at = await as_of(connection)
    try:
        signature = _read_signature(form.get("signature"))
        async with request.app.state.engine.connect() as connection:
            signed = await read_asked(connection, site, at.chain_id, message, now)
        await check_signature(request.app.state.node, signed, message, signature)
    except (NotLetIn, NodeUnreachable, WrongChain) as problem:
        attempt = Attempt(form.get("address"), message, problem)
        return show(request, "sign_in.html", None, status=problem.status, as_of=at, attempt=attempt)
    async with request.app.state.engine.begin() as connection:
        await use(connection, signed, now)
        token = await open_session(connection, signed.address, now)
    response = RedirectResponse(f"/{language}/room", 303)
    set_token(response, site, token)
    return response


@router.post("/{language}/room/sign-out")
async def sign_out(request: Request, language: Language) -> RedirectResponse:
    """Here, or with `everywhere` in every browser that this wallet signed in with."""
    session = await require_session(request)
    form, token = await read_own_form(request, session), read_token(request)
    async with request.app.state.engine.begin() as connection:
        if form.get("everywhere"):
            await close_all(connection, session.address)
        elif token:
            await close_session(connection, token)
    response = RedirectResponse(f"/{language}/room", 303)
    forget_token(response, site_of(request))
    return response


def _read_signature(typed: str) -> bytes:
    try:
        return bytes.fromhex("".join(typed.split()).removeprefix("0x"))
    except ValueError:
        raise SignInRefused(
            "A signature is 0x and hexadecimal digits: copy it whole.",
            "Une signature, c’est 0x et des chiffres hexadécimaux\u00a0: copiez-la en entier.",
        ) from None
