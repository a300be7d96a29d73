"""Who enters the producer's room, and what a form of it must carry."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from backend.accounts.cookies import read_token
from backend.accounts.refusals import NotApprovedYet, NotLetIn, RoomClosed
from backend.accounts.sessions import Session, find_session, is_form_token
from backend.addresses import parse_address
from backend.queries.rooms import Key, keys
from backend.queries.snapshot import open_snapshot
from backend.royalties.statements.project import find_project
from backend.web.pages import read_language, render
from backend.web.room.forms import Form, read_form

NOBODY = Key(False, False, False, False)
PRIVATE = {"Cache-Control": "no-store", "Vary": "Cookie, HX-Request"}
"""What only who is signed in may read is kept nowhere, neither here nor in the browser."""


class NotSignedIn(NotLetIn):
    """Nobody is signed in, or not any more."""

    status = 401
    type = "not-signed-in"
    title = "Sign in first"

    def __init__(self) -> None:
        super().__init__(
            "This page is for the project's producer: sign in with its wallet.",
            "Cette page est réservée au producteur du projet\u00a0: connectez-vous avec son portefeuille.",
        )


class FormStale(NotLetIn):
    """The form is not one of this session's: it is old, or another site made it."""

    type = "form-stale"
    title = "This form is too old"

    def __init__(self) -> None:
        super().__init__(
            "Nothing was done: the form belongs to another session. Open the page again and repeat it.",
            "Rien n’a été fait\u00a0: le formulaire appartient à une autre session. Ouvrez la page à nouveau "
            "et recommencez.",
        )


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who entered, and what of the project's room is open to it."""

    session: Session
    campaign: str
    key: Key

    @property
    def wallet(self) -> str:
        return self.session.address


async def find_visitor(request: Request) -> Session | None:
    """Who is signed in; None for nobody."""
    token = read_token(request)
    if token is None:
        return None
    async with request.app.state.engine.connect() as connection:
        return await find_session(connection, token, int(time.time()))


async def require_session(request: Request) -> Session:
    """Raises NotSignedIn."""
    found = await find_visitor(request)
    if found is None:
        raise NotSignedIn()
    return found


async def enter(request: Request) -> Visitor:
    """The producer of the project in the address, as the mirror knows it now (rule 2.5).

    Raises NotSignedIn, RoomClosed and ProjectUnknown.
    """
    visitor = await enter_receipts(request)
    if not visitor.key.is_producer:
        raise RoomClosed(visitor.wallet)
    return visitor


async def enter_receipts(request: Request) -> Visitor:
    """The producer, or a collector whom the terms name as a reporter (rule 5.1). Raises as `enter`."""
    session = await require_session(request)
    campaign = parse_address(request.path_params["campaign"])
    async with open_snapshot(request.app.state.engine) as connection:
        _, found = await keys(connection, session.address)
        if campaign not in found:
            await find_project(connection, campaign)
    visitor = Visitor(session, campaign, found.get(campaign, NOBODY))
    if not visitor.key.opens:
        raise RoomClosed(visitor.wallet)
    return visitor


def require_approval(visitor: Visitor) -> None:
    """Before anything of a project is read or stored that has a size (rule 2.2). Raises NotApprovedYet."""
    if not visitor.key.was_approved:
        raise NotApprovedYet()


async def read_own_form(request: Request, session: Session) -> Form:
    """The body of a form that this session's page made. Raises FormStale, FormUnreadable, FileTooLarge."""
    form = await read_form(request)
    if not is_form_token(session, form.get("form")):
        raise FormStale()
    return form


def show(
    request: Request, template: str, session: Session | None, *, status: int = 200, **context: Any
) -> HTMLResponse:
    """A page of the room, which nobody keeps."""
    values: Mapping[str, Any] = {"as_of": None, "session": session, "problem": None} | context
    response = render(request, f"room/{template}", status=status, **values)
    response.headers.update(PRIVATE)
    return response


async def explain(request: Request, error: Exception) -> HTMLResponse:
    """Why somebody is not let in, on a page of its own, with the way in."""
    assert isinstance(error, NotLetIn), type(error)
    site_is_named = error.type != "site-unnamed"
    session = await find_visitor(request) if site_is_named else None
    language = read_language(request)
    campaign = request.path_params.get("campaign", "")
    return show(
        request,
        "closed.html",
        session,
        status=error.status,
        refusal=error,
        sentence=error.say(language),
        campaign=campaign,
    )
