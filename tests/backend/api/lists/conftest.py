"""Projects with all that lists can tell, and a reader who follows their pages."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World

Told = dict[str, Any]


@pytest.fixture
async def lived(world: World, follow: Follow) -> Project:
    """Succeeded, with deposits, payouts, transfers, an announced release and an objection."""
    made = world.raise_funds()
    world.deposit(made, 1_100 * EURO)
    world.payout(made, world.fan)
    world.transfer(made, world.second_fan, world.stranger, 15)
    world.deposit(made, 500 * EURO, 2)
    world.announce(made, 0)
    world.object(made, world.stranger)
    await follow()
    return made


async def get(client: httpx.AsyncClient, path: str, **parameters: Any) -> Told:
    response = await client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    answer: Told = response.json()
    return answer


async def pages(client: httpx.AsyncClient, path: str, **parameters: Any) -> AsyncIterator[Told]:
    """One after the other, by the links."""
    response = await client.get(path, params=parameters)
    while True:
        assert response.status_code == 200, response.text
        yield response.json()
        if "next" not in response.links:
            assert response.json()["next"] is None
            return
        response = await client.get(response.links["next"]["url"])


async def read_all(client: httpx.AsyncClient, path: str, name: str, **parameters: Any) -> list[Told]:
    return [each async for page in pages(client, path, **parameters) for each in page[name]]


def unsure(told: Any) -> Any:
    """The same without `finality`, which grows while the chain goes on."""
    if isinstance(told, dict):
        return {name: unsure(value) for name, value in told.items() if name != "finality"}
    return [unsure(each) for each in told] if isinstance(told, list) else told
