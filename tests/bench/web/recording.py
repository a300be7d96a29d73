"""What a page sends to the database and to the reader, taken down once to be given again by a bare route."""

import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import event

from backend.app import create_app
from backend.settings import Settings

BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en"}
UNLIMITED = 10**9
"""Requests in a minute: they are counted, and never too many."""


@dataclass(frozen=True)
class Recorded:
    """statements: with their parameters, in the driver's own form; body: compressed, as it was sent."""

    path: str
    statements: list[tuple[str, Any]]
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Recording:
    database_url: str
    pages: dict[str, Recorded]

    def save(self, file: Path) -> None:
        file.write_bytes(pickle.dumps(self))

    @classmethod
    def load(cls, file: str) -> Self:
        recording = pickle.loads(Path(file).read_bytes())
        assert isinstance(recording, cls)
        return recording


def make_site(database_url: str, cache_bytes: int) -> FastAPI:
    """The whole application as it is served, without the memory of pages for cache_bytes=0."""
    return create_app(
        Settings(database_url=SecretStr(database_url), rate_reads=UNLIMITED, cache_bytes=cache_bytes)
    )


async def record(database_url: str, paths: dict[str, str]) -> Recording:
    """By a name for each page."""
    pages = {}
    async with _open(make_site(database_url, cache_bytes=0)) as (app, client):
        for name, path in paths.items():
            statements: list[tuple[str, Any]] = []

            def note(
                connection: Any, cursor: Any, statement: str, given: Any, *_: Any, into: Any = statements
            ) -> None:
                into.append((statement, given))

            # The first request prepares templates and the driver's own questions.
            await client.get(path)
            event.listen(app.state.engine.sync_engine, "before_cursor_execute", note)
            async with client.stream("GET", path) as response:
                body = b"".join([part async for part in response.aiter_raw()])
            event.remove(app.state.engine.sync_engine, "before_cursor_execute", note)
            assert response.status_code == 200, f"{path}: {response.status_code}"
            assert statements, f"{path} asked nothing"
            pages[name] = Recorded(path, statements, response.headers.multi_items(), body)
    return Recording(database_url, pages)


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=BROWSER) as client,
    ):
        yield app, client
