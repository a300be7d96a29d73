"""Calls come prepared for the wallet, with words, fees and a trial run (7.3)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from backend.app import create_app
from backend.settings import Settings
from tests.backend.api.server import serve
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World

Prepare = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def caller(world: World, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of a server whose node is the chain of the test."""
    settings = Settings(database_url=SecretStr(database_url), rpc_url=world.anvil.url)
    async with serve(create_app(settings)) as client:
        yield client


@pytest.fixture
def prepare(caller: httpx.AsyncClient) -> Prepare:
    async def post(action: str, status: int = 200, language: str = "en", **body: Any) -> dict[str, Any]:
        answer = await caller.post(f"/v1/calls/{action}", json=body, headers={"Accept-Language": language})
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    return post


@pytest.fixture
async def raising(world: World, follow: Follow) -> Project:
    """Open for contributions; nobody has any share."""
    made = world.propose()
    world.start(made)
    await follow()
    return made


def send(world: World, prepared: dict[str, Any]) -> None:
    """As the wallet would, one transaction after the other."""
    for each in prepared["calls"]:
        assert each["value"] == "0x0"
        world.send(prepared["wallet"], each["to"], bytes.fromhex(each["data"][2:]))


async def test_contribution_is_an_exact_approval_and_a_purchase(
    world: World, raising: Project, prepare: Prepare
) -> None:
    """3.1, 7.3: tried together, although the second would fail without the first."""
    said = await prepare("contribute", campaign=raising.campaign, wallet=world.fan, shares=10)
    assert said["summary"] == "Buy 10\u00a0shares of Premier album for 100.00\u00a0EURC"
    assert [each["to"] for each in said["calls"]] == [world.currency, raising.campaign]
    assert said["simulation"] == {
        "succeeds": True,
        "reason": None,
        "error": None,
        "block": world.head(),
    }
    send(world, said)
    assert world.call("ShareToken", raising.share_token, "balanceOf", world.fan) == (10,)
    left = world.call("IERC20Metadata", world.currency, "allowance", world.fan, raising.campaign)
    assert left == (0,)


async def test_contribution_by_permit_is_one_call(world: World, raising: Project, prepare: Prepare) -> None:
    """3.1: what the wallet signs is what the currency takes."""
    body = {"campaign": raising.campaign, "wallet": world.fan, "shares": 10, "tier": 1}
    offered = (await prepare("contribute", **body))["permit"]
    signature = world.request("eth_signTypedData_v4", world.fan, offered["typed_data"])
    permit = {"deadline": offered["deadline"], "signature": signature}
    said = await prepare("contribute", **body, permit=permit)
    assert [each["to"] for each in said["calls"]] == [raising.campaign]
    assert said["permit"] is None
    assert said["simulation"]["succeeds"], said
    send(world, said)
    assert world.call("ShareToken", raising.share_token, "balanceOf", world.fan) == (10,)


async def test_revocation_says_what_comes_back(
    world: World, raising: Project, prepare: Prepare, follow: Follow
) -> None:
    """3.2"""
    world.contribute(raising, world.fan, 12)
    await follow()
    said = await prepare("revoke", language="fr", campaign=raising.campaign, wallet=world.fan)
    assert said["summary"] == (
        "Reprendre 12\u00a0parts de «\u00a0Premier album\u00a0»\u00a0: 120,00\u00a0EURC sont rendus"
    )
    send(world, said)
    assert world.call("ShareToken", raising.share_token, "balanceOf", world.fan) == (0,)


async def test_claim_pays_what_was_earned(world: World, prepare: Prepare, follow: Follow) -> None:
    """5.4"""
    project = world.raise_funds()
    world.deposit(project, 1_000 * EURO)
    await follow()
    said = await prepare("claim", campaign=project.campaign, wallet=world.fan)
    assert said["summary"] == "Claim 399.00\u00a0EURC of royalties from Premier album"
    before = world.call("IERC20Metadata", world.currency, "balanceOf", world.fan)[0]
    send(world, said)
    assert world.call("IERC20Metadata", world.currency, "balanceOf", world.fan)[0] == before + 399 * EURO
