"""A server that really listens, for streams that do not end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import SecretStr

from backend.app import create_app
from backend.cli import listening as places
from backend.cli.server import Server
from backend.settings import Settings


@asynccontextmanager
async def listen(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(database_url=SecretStr(database_url))
    server = Server(create_app(settings))
    with places.listen("127.0.0.1", 0) as listening:
        task = asyncio.create_task(server.serve([listening.socket]))
        while not server.started:
            assert not task.done(), task.exception()
            await asyncio.sleep(0)
        try:
            async with httpx.AsyncClient(base_url=listening.url, timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            await asyncio.wait_for(task, 20)


@pytest.fixture
async def listener(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with listen(database_url) as client:
        yield client
