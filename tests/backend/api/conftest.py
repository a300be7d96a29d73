"""The whole server, API and website, on a database of the test's own."""

from collections.abc import AsyncIterator

import httpx
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
