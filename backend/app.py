"""The server: the API and the website on one database."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.api import create_api
from backend.api.events import Streams
from backend.api.head import Head
from backend.api.lists.reading import Readers
from backend.api.problems import answer_refusal
from backend.chain.client import ChainClient
from backend.db import open_database, open_engine
from backend.guards.known import KnownKeys
from backend.guards.origins import Origins
from backend.guards.rates import Rates
from backend.guards.refusals import Refused
from backend.guards.requests import RequestIds
from backend.languages import choose_language
from backend.settings import Settings
from backend.web import create_site
from backend.web.headers import API_HEADERS, SecurityHeaders
from backend.web.newest import Newest
from backend.web.site import explain as explain_on_page

SIGN_INS = re.compile(r"/v1/session/.*|/(?:fr|en)/room(?:/sign-in)?")
"""Where somebody may try to be let in; each try asks the node."""
UPLOAD_ENDINGS = ("/receipts", "/evidence")
API_PATHS = ("/v1", "/health", "/ready", "/metrics", "/openapi.json", "/.well-known")


def create_app(settings: Settings) -> FastAPI:
    """The application to be served, for example by uvicorn; it opens its database when it starts."""

    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        with open_database(settings) as url:
            async with (
                open_engine(url) as engine,
                _open_replica(settings, engine) as replica,
                ChainClient(settings.rpc_urls) as node,
                Newest(engine) as newest,
                Readers(replica) as readers,
                Readers(engine) as primary,
                Head(replica) as head,
            ):
                app.state.engine, app.state.replica = engine, replica
                app.state.readers = readers
                # What the replica does not know yet is asked of it.
                app.state.primary = None if replica is engine else primary
                app.state.head = head
                app.state.streams = Streams()
                app.state.settings = settings
                app.state.node = node
                app.state.site = create_site(engine, settings, node, newest)
                yield
                app.state.streams.close()

    known = KnownKeys()
    app = create_api(run, settings.cache_bytes, known)
    app.add_middleware(SecurityHeaders, headers=API_HEADERS)
    app.add_middleware(WebsiteBeside)

    def most_body(path: str) -> int:
        return settings.most_upload if path.endswith(UPLOAD_ENDINGS) else settings.most_body

    # The last one added is asked first.
    app.add_middleware(Origins, explain=explain, is_api=is_api_path, most_body=most_body)
    app.add_middleware(
        Rates, settings=settings, explain=explain, signs_in=signs_in, is_kept=is_kept, known=known
    )
    app.add_middleware(RequestIds)
    return app


@asynccontextmanager
async def _open_replica(settings: Settings, primary: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """Where the API reads what the chain says: the primary itself, unless a replica is named."""
    if settings.database_read_url is None:
        yield primary
        return
    async with open_engine(settings.database_read_url.get_secret_value()) as replica:
        yield replica


class WebsiteBeside:
    """ASGI middleware: what is not a path of the API goes to the website, which has errors of its own."""

    def __init__(self, api: ASGIApp) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        of_api = scope["type"] != "http" or is_api_path(scope["path"])
        await (self._api if of_api else scope["app"].state.site)(scope, receive, send)


async def explain(scope: Scope, error: Refused) -> ASGIApp:
    """A refusal as the part that was asked would answer: a problem, or a page in the reader's language."""
    if is_api_path(scope["path"]):
        language = choose_language(Headers(scope=scope).get("accept-language", ""))
        return SecurityHeaders(answer_refusal(scope, error, language), API_HEADERS)
    return SecurityHeaders(await explain_on_page(Request(scope), error))


def signs_in(path: str) -> bool:
    return SIGN_INS.fullmatch(path) is not None


def is_kept(path: str) -> bool:
    return path.startswith("/assets/")


def is_api_path(path: str) -> bool:
    return any(path == each or path.startswith(each + "/") for each in API_PATHS)
