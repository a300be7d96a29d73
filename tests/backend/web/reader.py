"""A site with settings of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from pydantic import SecretStr

from backend.app import create_app
from backend.settings import Settings
from tests.backend.api.server import serve
from tests.backend.web.markup import Page

NOWHERE = "http://127.0.0.1:1"
"""Where no node answers."""


class Reader:
    """Opens pages of a site with these settings; without `rpc_url` no node answers it."""

    def __init__(self, database_url: str, **settings: str) -> None:
        self._settings = Settings.model_validate(
            {"database_url": SecretStr(database_url), "rpc_url": NOWHERE} | settings
        )

    @asynccontextmanager
    async def browse(self) -> AsyncIterator[httpx.AsyncClient]:
        async with serve(create_app(self._settings)) as client:
            yield client

    async def open(self, path: str, status: int = 200) -> Page:
        """A page, or a part of one as if it were whole."""
        async with self.browse() as client:
            response = await client.get(path)
        assert response.status_code == status, response.text
        text = response.text
        return Page(text if text.startswith("<!doctype html>") else f"<!doctype html><main>{text}</main>")
