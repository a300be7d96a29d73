"""The pages."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.problems import list_kinds
from backend.queries.catalogue import projects
from backend.queries.holders import holders
from backend.queries.news import news
from backend.queries.payments import payments
from backend.queries.project import project
from backend.queries.scene import read_scene
from backend.queries.snapshot import open_snapshot
from backend.queries.statements import deposits, document
from backend.queries.status import chain_followed
from backend.royalties.standing import read_standing
from backend.web.assets import KEEP
from backend.web.carried import POSTER_HEADERS, Picture, read_poster, read_prospectus
from backend.web.documents import check_document, read_document
from backend.web.guilloche import draw_cover
from backend.web.language import choose_language
from backend.web.pages import render
from backend.web.problems import PageNotFound
from backend.web.scenes import describe_scene
from backend.web.spending import plan_spending
from backend.web.steps import take_excerpt, tell_steps
from backend.web.views import (
    SHELVES,
    chart_royalties,
    fill_financing,
    fill_gauge,
    list_years,
    plan_budget,
    read_evidence,
)

router = APIRouter()
Language = Literal["fr", "en"]

MOST_ROWS = 200
"""Of holders and payments on a page; the API has them all."""


async def open_connection(request: Request) -> AsyncIterator[AsyncConnection]:
    async with open_snapshot(request.app.state.engine) as connection:
        yield connection


Connection = Annotated[AsyncConnection, Depends(open_connection)]


@router.get("/")
@router.get("/about")
@router.get("/problems")
@router.get("/problems/{slug}")
@router.get("/portfolio")
@router.get("/portfolio/{address}")
@router.get("/projects/{address}")
@router.get("/projects/{address}/statements/{statement_id}")
async def redirect_to_language(request: Request) -> RedirectResponse:
    """An address without a language leads to the reader's own."""
    language = choose_language(request.headers.get("Accept-Language", ""))
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{language}{request.url.path}{query}", headers={"Vary": "Accept-Language"})


@router.get("/{language}")
async def complete_slash(language: Language) -> RedirectResponse:
    return RedirectResponse(f"/{language}/", 308)


@router.get("/{language}/")
async def show_catalogue(
    request: Request,
    language: Language,
    connection: Connection,
    show: Literal["", "open", "financed", "ended"] = "",
) -> HTMLResponse:
    catalogue = await projects(connection, approved_only=True)
    shown = [each for each in catalogue.projects if not show or each.status in SHELVES[show]]
    return render(
        request,
        "catalogue.html",
        block="projects",
        as_of=catalogue.as_of,
        shown=[(card, fill_gauge(card)) for card in shown],
        empty=not catalogue.projects,
        show=show,
    )


@router.get("/{language}/projects/{campaign}")
async def show_project(
    request: Request, language: Language, campaign: str, connection: Connection
) -> Response:
    address = parse_address(campaign)
    if address != campaign:
        return RedirectResponse(f"/{language}/projects/{address}", 308)
    scene = await read_scene(connection, address, None)
    found = scene.project
    reported = await deposits(connection, address)
    plan = plan_budget(found.card, scene.financing.lines)
    return render(
        request,
        "project.html",
        block="gauge",
        **describe_scene(scene),
        gauge=fill_gauge(found.card),
        spending=plan_spending(scene),
        news=await news(connection, address),
        plan=plan,
        financing=fill_financing(found.card.financing, plan),
        evidence=read_evidence(scene.production),
        standing=await read_standing(connection, address, found.supply, found.as_of.number),
        deposits=reported.deposits,
        series=reported.series,
        chart=chart_royalties(found, reported),
        years=list_years((each.time for each in reported.deposits), found.as_of.time),
        holders=await holders(connection, address, most=MOST_ROWS),
        payments=await payments(connection, address, most=MOST_ROWS),
        most=MOST_ROWS,
        prospectus=read_prospectus(found.terms.document_uri, found.terms.document_hash) is not None,
    )


@router.get("/{language}/projects/{campaign}/statements/{statement_id}")
async def show_statement(
    request: Request, language: Language, campaign: str, statement_id: str, connection: Connection
) -> HTMLResponse:
    found = await project(connection, parse_address(campaign))
    reported = await deposits(connection, found.card.campaign)
    deposit = next((each for each in reported.deposits if each.statement_id == statement_id), None)
    if deposit is None:
        raise PageNotFound()
    content = await document(connection, deposit.document_hash) if deposit.has_document else None
    checks = check_document(content, deposit, reported.currency) if content is not None else ()
    command = f"coprod verify {deposit.transaction_hash} --waterfall {found.waterfall}"
    if deposit.has_document and not deposit.uri:
        # Nothing on the chain says where the document is: the file that this page gives.
        command += f" --document {deposit.source}-{deposit.document_hash[2:10]}.json"
    return render(
        request,
        "document.html",
        as_of=found.as_of,
        project=found,
        currency=reported.currency,
        deposit=deposit,
        steps=tell_steps(checks),
        excerpt=take_excerpt(content) if content is not None else None,
        document=read_document(content, checks) if content is not None else None,
        command=command,
    )


@router.get("/{language}/about")
async def explain(request: Request, language: Language, connection: Connection) -> HTMLResponse:
    return render(request, "about.html", as_of=None, chain_id=await chain_followed(connection))


@router.get("/{language}/problems")
async def list_problems(request: Request, language: Language) -> HTMLResponse:
    """What `type` of the API's problems names (RFC 9457)."""
    return render(request, "problems.html", as_of=None, kinds=list_kinds().values())


@router.get("/{language}/problems/{slug}")
async def show_problem(request: Request, language: Language, slug: str) -> HTMLResponse:
    if slug not in (kinds := list_kinds()):
        raise PageNotFound
    return render(request, "problem_kind.html", as_of=None, kind=kinds[slug])


@router.get("/{language}/projects/{campaign}/prospectus")
async def show_prospectus(
    request: Request, language: Language, campaign: str, connection: Connection
) -> HTMLResponse:
    found = await project(connection, parse_address(campaign))
    prospectus = read_prospectus(found.terms.document_uri, found.terms.document_hash)
    if prospectus is None:
        raise PageNotFound()
    return render(request, "prospectus.html", as_of=found.as_of, project=found, prospectus=prospectus)


@router.get("/covers/{campaign}")
async def send_cover(campaign: str, connection: Connection) -> Response:
    """The producer's poster, or the project's own pattern; neither can ever change."""
    address = parse_address(campaign)
    poster = read_poster((await project(connection, address)).metadata.image)
    cover = poster or Picture("image/svg+xml", draw_cover(address).encode())
    return Response(cover.content, media_type=cover.media_type, headers=POSTER_HEADERS | KEEP)
