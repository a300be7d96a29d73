"""How a project is doing: what is raised, who brought it, what holders say, what can be done next."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend.addresses import parse_address
from backend.queries.backers import backers
from backend.queries.holders import holders
from backend.queries.news import news
from backend.queries.scene import read_scene
from backend.queries.snapshot import open_snapshot
from backend.queries.statements import deposits
from backend.royalties.standing import read_standing
from backend.web.room.backers_csv import write_backers
from backend.web.room.entry import PRIVATE, enter, enter_receipts, show
from backend.web.routes import Language
from backend.web.scenes import describe_scene
from backend.web.views import fill_gauge

router = APIRouter()

ACTIONS = ("finalize", "read", "release", "cancel")
"""Of a producer, beside announcing, which has a form of its own."""


@router.get("/{language}/room/{campaign}")
async def show_progress(request: Request, language: Language, campaign: str) -> Response:
    address = parse_address(campaign)
    if address != campaign:
        return RedirectResponse(f"/{language}/room/{address}", 308)
    visitor = await enter_receipts(request)
    if not visitor.key.is_producer:
        return RedirectResponse(f"/{language}/room/{address}/receipts", 303)
    async with open_snapshot(request.app.state.engine) as connection:
        scene = await read_scene(connection, address, visitor.wallet)
        found = scene.project
        context = describe_scene(scene) | {
            "visitor": visitor,
            "gauge": fill_gauge(found.card),
            "news": await news(connection, address),
            "deposits": (await deposits(connection, address)).deposits,
            "standing": await read_standing(connection, address, found.supply, found.as_of.number),
            "holders": await holders(connection, address),
            "offered": ACTIONS,
        }
    return show(request, "project.html", visitor.session, **context)


@router.get("/{language}/room/{campaign}/backers")
async def show_backers(request: Request, language: Language, campaign: str) -> HTMLResponse:
    visitor = await enter(request)
    async with open_snapshot(request.app.state.engine) as connection:
        found = await backers(connection, visitor.campaign)
    return show(
        request,
        "backers.html",
        visitor.session,
        as_of=found.project.as_of,
        visitor=visitor,
        card=found.project.card,
        currency=found.project.card.currency,
        tiers=found.project.terms.tiers,
        backers=found.backers,
    )


@router.get("/{language}/room/{campaign}/backers.csv")
async def send_backers(request: Request, language: Language, campaign: str) -> Response:
    visitor = await enter(request)
    async with open_snapshot(request.app.state.engine) as connection:
        found = await backers(connection, visitor.campaign)
    name = f"backers-{visitor.campaign[2:10].lower()}-{found.project.as_of.number}.csv"
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write_backers(found, language), media_type="text/csv; charset=utf-8", headers=headers)
