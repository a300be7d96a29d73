"""Pages of what wallets were asked to send, and what became of it: never kept, they change between blocks."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.fates.fate import MOST_LISTED, Fate, find_fate, list_fates
from backend.fates.words import Subject, explain, find_subject, name_error
from backend.languages import Language
from backend.queries.status import as_of
from backend.web.language import choose_language
from backend.web.pages import render, wants_block
from backend.web.routes import Connection

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Told:
    """A fate with what is said of it. reason, error: why it failed, in words and in the contract's own."""

    fate: Fate
    subject: Subject | None
    reason: str | None
    error: str | None


async def tell(connection: AsyncConnection, fate: Fate, language: Language) -> Told:
    """For the macro `draw` of fate.html."""
    subject = await find_subject(connection, fate)
    return Told(fate, subject, explain(fate, subject, language), name_error(fate))


@router.get("/transactions/{id}")
async def redirect_to_language(request: Request, id: str) -> RedirectResponse:
    language = choose_language(request.headers.get("Accept-Language", ""))
    return RedirectResponse(f"/{language}/transactions/{id}", headers={"Vary": "Accept-Language"})


@router.get("/{language}/transactions/{id}")
async def show_transaction(
    request: Request, language: Language, id: str, connection: Connection, since: int | None = None
) -> Response:
    """since: steps that are shown already; htmx is told that there is no other, and goes on asking."""
    at = await as_of(connection)
    fate = await find_fate(connection, id)
    if since == len(fate.history) and not fate.settled and wants_block(request.headers):
        return Response(status_code=204, headers={"Vary": "HX-Request", "Cache-Control": "no-store"})
    told = await tell(connection, fate, language)
    return _keep_nothing(render(request, "transaction.html", block="fate", as_of=at, told=told))


@router.get("/{language}/portfolio/{address}/transactions")
async def show_transactions(
    request: Request, language: Language, address: str, connection: Connection
) -> Response:
    wallet = parse_address(address)
    if wallet != address:
        return RedirectResponse(f"/{language}/portfolio/{wallet}/transactions", 308)
    at = await as_of(connection)
    found = [await tell(connection, each, language) for each in await list_fates(connection, wallet)]
    page = render(
        request,
        "transactions.html",
        block="transactions",
        as_of=at,
        owner=wallet,
        transactions=found,
        most=MOST_LISTED,
    )
    return _keep_nothing(page)


def _keep_nothing(page: HTMLResponse) -> HTMLResponse:
    page.headers["Cache-Control"] = "no-store"
    return page
