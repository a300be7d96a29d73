"""The pages of one wallet: what it has in all projects, and what it can have now."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend.addresses import ZERO_ADDRESS, AddressChecksumWrong, AddressUnreadable, parse_address
from backend.chain.errors import NodeUnreachable, RpcRefused, WrongChain
from backend.chain.names import (
    NameElsewhere,
    NameUnknown,
    NameUnreadable,
    NoRegistry,
    find_name,
    is_name,
    resolve_name,
)
from backend.errors import CoprodError
from backend.queries.dates import holding_dates
from backend.queries.portfolio import Portfolio, portfolio
from backend.queries.snapshot import open_snapshot
from backend.queries.spent import spent
from backend.queries.status import as_of
from backend.queries.terms import Currency
from backend.queries.years import wallet_project
from backend.settings import Settings
from backend.web.claims import MICRO, PATIENCE, add_up_claims, ask_fees, list_dues
from backend.web.pages import render
from backend.web.problems import PageNotFound
from backend.web.routes import Connection, Language
from backend.web.views import sum_up, years_of

router = APIRouter()

MISTYPED = (
    AddressUnreadable,
    AddressChecksumWrong,
    NameUnreadable,
    NameUnknown,
    NameElsewhere,
    NoRegistry,
    NodeUnreachable,
    RpcRefused,
    WrongChain,
)
"""What is told on the form, under what was typed, which stays there."""


@router.get("/{language}/portfolio")
async def ask_for_address(request: Request, language: Language, address: str | None = None) -> Response:
    """The form; with an address or a name, the way to its page."""
    problem: CoprodError | None = None
    if address is not None:
        try:
            return RedirectResponse(f"/{language}/portfolio/{await find_wallet(request, address)}", 303)
        except MISTYPED as reason:
            problem = reason
    # Opened only now: no connection to the database waits for a node.
    async with open_snapshot(request.app.state.engine) as connection:
        at = await as_of(connection)
    return render(
        request,
        "portfolio_form.html",
        status=problem.status if problem else 200,
        as_of=at,
        typed=address or "",
        problem=problem,
        names=bool(request.app.state.settings.ens_registry),
    )


@router.get("/{language}/portfolio/{address}")
async def show_portfolio(request: Request, language: Language, address: str) -> Response:
    if is_name(address):
        return RedirectResponse(f"/{language}/portfolio?{urlencode({'address': address})}", 303)
    wallet = parse_address(address)
    if wallet != address:
        return RedirectResponse(f"/{language}/portfolio/{wallet}", 308)
    async with open_snapshot(request.app.state.engine) as connection:
        found = await portfolio(connection, wallet)
        dates = await holding_dates(connection, found.as_of, found.holdings)
    actions = await plan_actions(request, found, None)
    response = render(
        request,
        "portfolio.html",
        as_of=found.as_of,
        portfolio=found,
        totals=sum_up(found),
        years=years_of(found),
        dates=dates,
        names=bool(request.app.state.settings.ens_registry),
        own_name=await call_by_name(request, wallet),
        **actions,
    )
    if not actions["fees_known"]:
        # What no node could tell just now is asked again by the next reader.
        response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/{language}/portfolio/{address}/actions")
async def show_actions(
    request: Request, language: Language, address: str, wallet: str | None = None
) -> HTMLResponse:
    """The part of the page that knows which wallet is connected."""
    async with open_snapshot(request.app.state.engine) as connection:
        found = await portfolio(connection, parse_address(address))
    connected = parse_address(wallet) if wallet else None
    return render(request, "portfolio/actions.html", **await plan_actions(request, found, connected))


@router.get("/{language}/portfolio/{address}/totals")
async def show_totals(
    request: Request, language: Language, address: str, connection: Connection
) -> HTMLResponse:
    """The part of the page that a payment changes first, and as of when the page is true."""
    found = await portfolio(connection, parse_address(address))
    return render(
        request, "portfolio/totals_anew.html", as_of=found.as_of, portfolio=found, totals=sum_up(found)
    )


@router.get("/{language}/portfolio/{address}/holdings")
async def show_holdings(
    request: Request, language: Language, address: str, connection: Connection
) -> HTMLResponse:
    """The part of the page that tells of each project, after a payment."""
    found = await portfolio(connection, parse_address(address))
    return render(request, "portfolio/holdings.html", as_of=found.as_of, portfolio=found)


@router.get("/{language}/portfolio/{address}/projects/{campaign}")
async def show_origin(
    request: Request, language: Language, address: str, campaign: str, connection: Connection
) -> HTMLResponse:
    """Each amount of a wallet in a project, down to statement and deposit (5.5)."""
    wallet = parse_address(address)
    at, found = await wallet_project(connection, wallet, parse_address(campaign))
    put_in = await spent(connection, at, wallet, found.campaign)
    if not (put_in or found.is_anything):
        raise PageNotFound()
    return render(request, "portfolio/origin.html", as_of=at, owner=wallet, project=found, spent=put_in)


async def find_wallet(request: Request, typed: str) -> str:
    """The address that was typed, or that the name stands for. Raises MISTYPED."""
    if not is_name(typed):
        return parse_address(typed)
    settings: Settings = request.app.state.settings
    if not settings.ens_registry:
        raise NoRegistry()
    return await resolve_name(request.app.state.node, settings.ens_registry, typed)


async def call_by_name(request: Request, wallet: str) -> str | None:
    """The name that the wallet gives itself and that leads back to it; None also while no node answers."""
    settings: Settings = request.app.state.settings
    if not settings.ens_registry:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            return await find_name(request.app.state.node, settings.ens_registry, wallet)
    except (TimeoutError, NodeUnreachable, RpcRefused, WrongChain):
        return None


async def plan_actions(request: Request, found: Portfolio, connected: str | None) -> dict[str, Any]:
    """What templates/portfolio/actions.html draws."""
    settings: Settings = request.app.state.settings
    fees = await ask_fees(request.app.state.node, found)
    dues = list_dues(found, fees or {}, settings.coin_prices)
    together = add_up_claims(dues)
    return {
        "fees_known": fees is not None,
        "owner": found.wallet,
        "connected": connected,
        "stranger": connected is not None and connected != found.wallet,
        "dues": dues,
        "all": together,
        "all_fee": -(-together.wei // MICRO) if together and together.wei is not None else None,
        "shares": {each.campaign: each.shares for each in found.holdings},
        "coin": Currency(ZERO_ADDRESS, settings.coin, 6),
        "prices": settings.coin_prices,
    }
