"""The whole server, API and website, on a database of the test's own."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import psycopg
import pytest
from pydantic import SecretStr

from backend.app import create_app
from backend.settings import Settings
from tests.backend.api.server import serve


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of the server that reads database_url."""
    async with serve(create_app(Settings(database_url=SecretStr(database_url)))) as client:
        yield client


@pytest.fixture
def statements_sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """SQL that the server sends, by SQLAlchemy or by the driver itself."""
    sent: list[str] = []
    execute = psycopg.AsyncCursor.execute

    async def note(self: Any, query: Any, *rest: Any, **more: Any) -> Any:
        # Not the question whether the connection still lives.
        if query != ";":
            sent.append(str(query))
        return await execute(self, query, *rest, **more)

    monkeypatch.setattr(psycopg.AsyncCursor, "execute", note)
    return sent
