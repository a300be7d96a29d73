"""A reader of the website, with and without a project that lived a whole life on a real chain."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from pydantic import SecretStr

from backend.app import create_app
from backend.settings import Settings
from tests.backend.api.server import serve
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.web.markup import Page
from tests.backend.world import Project, World

Read = Callable[..., Awaitable[Page]]


@pytest.fixture
async def browser(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(create_app(Settings(database_url=SecretStr(database_url)))) as client:
        yield client


@pytest.fixture
def read(browser: httpx.AsyncClient) -> Read:
    """Opens an address and gives the page, which must be well-formed and have the status expected."""

    async def open_page(path: str, status: int = 200, **headers: str) -> Page:
        response = await browser.get(path, headers=headers)
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        return Page(response.text)

    return open_page


@pytest.fixture
async def project(world: World, follow: Follow) -> Project:
    """Succeeded with 60 and 40 shares; 1,100 EURC gross less 100 of commission came in; the fan was paid.

    Off the top 5 % of 1,100 = 55. Of the 945 left, 30 % = 283.50 to the producer and 661.50 to the holders:
    6.615 for each of the 100 shares.
    """
    made = world.raise_funds()
    deductions = [{"category": b"commission", "amount": 100 * EURO}]
    world.deposit(made, 1_100 * EURO, deductions=deductions, net=1_000 * EURO)
    world.payout(made, world.fan)
    await follow()
    return made
