"""The website, an application of its own that backend.app mounts beside the API."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from backend.chain.client import ChainClient
from backend.errors import CoprodError
from backend.settings import Settings
from backend.web import actions, assets, portfolio, routes
from backend.web.headers import HeadAsGet, SecurityHeaders
from backend.web.pages import render
from backend.web.problems import DatabaseAway, MethodNotAllowed, PageBroken, PageNotFound


def create_site(engine: AsyncEngine, settings: Settings, node: ChainClient) -> ASGIApp:
    """All pages in French and English, for a database; the node is asked only before somebody signs.

    Raises PartMissing without `make setup`.
    """
    assets.check_assets()
    site = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    site.state.engine, site.state.settings, site.state.node = engine, settings, node
    site.include_router(assets.router)
    site.include_router(routes.router)
    site.include_router(actions.router)
    site.include_router(portfolio.router)
    site.add_middleware(GZipMiddleware, minimum_size=1_000)
    for error in (CoprodError, RequestValidationError, HTTPException, OperationalError, Exception):
        site.add_exception_handler(error, _explain)
    # Around the whole: what FastAPI answers to a fault does not pass through the middleware within it.
    return SecurityHeaders(HeadAsGet(site))


async def _explain(request: Request, error: Exception) -> HTMLResponse:
    """Every error is a page in the reader's language, with a sentence that says what to do."""
    problem = _name(error)
    response = render(request, "problem.html", status=problem.status, problem=problem, as_of=None)
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
    if isinstance(error, OperationalError):
        return DatabaseAway()
    return PageBroken()
