"""The website, an application of its own that backend.app mounts beside the API."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from backend.accounts.refusals import NotLetIn
from backend.chain.client import ChainClient
from backend.db import UNREACHABLE
from backend.errors import CoprodError
from backend.guards.refusals import Refused
from backend.settings import Settings
from backend.web import actions, assets, portfolio, room, routes, signatures, subscriptions, transactions
from backend.web.cache import PageCache
from backend.web.headers import HeadAsGet, SecurityHeaders
from backend.web.kept import LEAST, LEVEL
from backend.web.newest import Newest
from backend.web.pages import render
from backend.web.problems import DatabaseAway, MethodNotAllowed, PageBroken, PageNotFound


def create_site(engine: AsyncEngine, settings: Settings, node: ChainClient, newest: Newest) -> ASGIApp:
    """All pages in French and English, for a database; the node is asked only before somebody signs.

    newest: tells when pages that are kept are no longer true.

    Raises PartMissing without `make setup`.
    """
    assets.check_assets()
    site = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    site.state.engine, site.state.settings, site.state.node = engine, settings, node
    site.include_router(assets.router)
    # Before the pages, which take /room for a language.
    site.include_router(room.router)
    site.include_router(routes.router)
    site.add_exception_handler(NotLetIn, room.explain)
    site.include_router(actions.router)
    site.include_router(signatures.router)
    site.include_router(portfolio.router)
    site.include_router(transactions.router)
    site.include_router(subscriptions.router)
    for error in (CoprodError, RequestValidationError, HTTPException, *UNREACHABLE, Exception):
        site.add_exception_handler(error, explain)
    # Around the whole: what FastAPI answers to a fault does not pass through the middleware within it.
    pages = SecurityHeaders(site)
    packed = GZipMiddleware(pages, minimum_size=LEAST, compresslevel=LEVEL)
    return HeadAsGet(PageCache(pages, packed, newest, settings.cache_bytes))


async def explain(request: Request, error: Exception) -> HTMLResponse:
    """Every error is a page in the reader's language, with a sentence that says what to do."""
    problem = _name(error)
    response = render(request, "problem.html", status=problem.status, problem=problem, as_of=None)
    if isinstance(problem, Refused):
        response.headers.update(problem.headers)
    if problem.status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _name(error: Exception) -> CoprodError:
    if isinstance(error, CoprodError):
        return error
    if isinstance(error, HTTPException) and error.status_code == 405:
        return MethodNotAllowed()
    if isinstance(error, RequestValidationError | HTTPException):
        return PageNotFound()
    if isinstance(error, UNREACHABLE):
        return DatabaseAway()
    return PageBroken()
