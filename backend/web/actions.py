"""What somebody can do with a project: on a page of its own, and in the project’s page for one wallet."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend.addresses import parse_address
from backend.queries.price import price
from backend.queries.scene import read_scene
from backend.web.pages import render
from backend.web.routes import Connection, Language
from backend.web.scenes import describe_scene

router = APIRouter()


@router.get("/{language}/projects/{campaign}/actions")
async def show_actions(
    request: Request, language: Language, campaign: str, connection: Connection, wallet: str = ""
) -> Response:
    """For anybody without `wallet`. htmx gets the part alone, as it stands in the project's page."""
    address = parse_address(campaign)
    if address != campaign:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{language}/projects/{address}/actions{query}", 308)
    scene = await read_scene(connection, address, parse_address(wallet) if wallet else None)
    return render(request, "actions.html", block="actions", **describe_scene(scene))


@router.get("/{language}/projects/{campaign}/total")
async def show_total(
    request: Request, language: Language, campaign: str, connection: Connection, shares: str = ""
) -> HTMLResponse:
    """What so many shares cost, in words; why not, for more than a fan can have and for no number."""
    cost = await price(connection, parse_address(campaign))
    wanted = int(shares) if re.fullmatch("[0-9]{1,15}", shares) else 0
    too_many = wanted > cost.most
    return render(
        request,
        "project/total.html",
        shares=0 if too_many else wanted,
        most=cost.most if too_many else 0,
        price=cost.per_share,
        currency=cost.currency,
    )
