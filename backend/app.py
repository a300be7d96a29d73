"""The server: the API and the website on one database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.api import create_api
from backend.chain.client import ChainClient
from backend.db import open_database, open_engine
from backend.settings import Settings
from backend.web import create_site

API_PATHS = ("/v1", "/health", "/ready", "/metrics", "/openapi.json")


def create_app(settings: Settings) -> FastAPI:
    """The application to be served, for example by uvicorn; it opens its database when it starts."""

    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        with open_database(settings) as url:
            async with open_engine(url) as engine, ChainClient(settings.rpc_urls) as node:
                app.state.engine = engine
                app.state.settings = settings
                app.state.node = node
                app.state.site = create_site(engine, settings, node)
                yield

    app = create_api(run)
    app.add_middleware(WebsiteBeside)
    return app


class WebsiteBeside:
    """ASGI middleware: what is not a path of the API goes to the website, which has errors of its own."""

    def __init__(self, api: ASGIApp) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        of_api = scope["type"] != "http" or is_api_path(scope["path"])
        await (self._api if of_api else scope["app"].state.site)(scope, receive, send)


def is_api_path(path: str) -> bool:
    return any(path == each or path.startswith(each + "/") for each in API_PATHS)
