"""Calls come prepared for the wallet, with words, fees and a trial run (7.3)."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from backend.app import create_app
from backend.local import Anvil
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
    said = await prepare("contribute", campaign=raising.campaign.lower(), wallet=world.fan, shares="10")
    assert (said["action"], said["campaign"], said["wallet"]) == ("contribute", raising.campaign, world.fan)
    assert said["summary"] == "Buy 10\u00a0shares of Premier album for 100.00\u00a0EURC"
    assert [(each["action"], each["to"], each["value"]) for each in said["calls"]] == [
        ("approve", world.currency, "0x0"),
        ("contribute", raising.campaign, "0x0"),
    ]
    assert said["calls"][0]["words"] == (
        "Allow the campaign to take exactly 100.00\u00a0EURC from your wallet"
    )
    head = world.head()
    assert said["simulation"] == {"succeeds": True, "reason": None, "error": None, "block": head}
    send(world, said)
    assert world.call("ShareToken", raising.share_token, "balanceOf", world.fan) == (10,)


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


async def test_words_are_in_the_language_that_is_asked_for(
    world: World, raising: Project, prepare: Prepare
) -> None:
    """7.3: the refusal too, with its amounts."""
    body = {"campaign": raising.campaign, "wallet": world.fan, "shares": 1_200}
    said = await prepare("contribute", language="fr-CH, en;q=0.5", **body)
    assert said["language"] == "fr"
    assert said["summary"] == (
        "Acheter 1\u202f200\u00a0parts de «\u00a0Premier album\u00a0» pour 12\u202f000,00\u00a0EURC"
    )
    assert said["simulation"]["reason"] == "Il ne reste que 1\u202f000\u00a0parts\u00a0: demandez-en moins."
    assert said["simulation"]["error"] == "Campaign_NotEnoughLeft(shares=1200, left=1000)"
    assert said["fee"] is None


async def test_fee_is_of_the_chain_s_coin(world: World, raising: Project, prepare: Prepare) -> None:
    """7.3: exact, with the price that a transaction of EIP-1559 names."""
    said = await prepare("contribute", campaign=raising.campaign, wallet=world.fan, shares=10)
    fee = said["fee"]
    assert fee["cost"]["currency"] == "ETH"
    assert int(fee["cost"]["raw"]) <= fee["gas"] * int(fee["max_fee_per_gas"])
    base = int(world.block()["baseFeePerGas"], 16)
    assert int(fee["cost"]["raw"]) > fee["gas"] * base * 8 // 10
    assert 150_000 < fee["gas"] < 400_000


async def test_wallet_without_coins_is_told(world: World, raising: Project, prepare: Prepare) -> None:
    """7.3: before it signs what it cannot pay for."""
    poor = "0x" + 40 * "7"
    world.tell(world.currency, "mint(address,uint256)", poor, 100 * EURO)
    said = await prepare("contribute", campaign=raising.campaign, wallet=poor, shares=10)
    assert said["simulation"]["succeeds"]
    assert said["notes"][-1].startswith("This wallet cannot pay the network’s fee: it needs about 0.000")


async def test_chain_is_described_as_wallets_want_it(
    world: World, raising: Project, prepare: Prepare
) -> None:
    """EIP-3085: a chain of this machine tells its node, which is no secret there."""
    said = await prepare("revoke", campaign=raising.campaign, wallet=world.fan)
    assert said["chain"] == {
        "chainId": "0x7a69",
        "chainName": "Coprod development chain",
        "nativeCurrency": {"name": "Ether", "symbol": "ETH", "decimals": 18},
        "rpcUrls": [world.anvil.url],
        "blockExplorerUrls": [],
    }
    assert said["as_of"]["chain_id"] == 31337


async def test_all_projects_are_claimed_without_naming_one(
    world: World, raising: Project, prepare: Prepare
) -> None:
    """5.4"""
    said = await prepare("claim_all", wallet=world.fan)
    assert (said["campaign"], said["calls"]) == (None, [])
    assert said["simulation"]["reason"] == "No project owes you royalties at the moment"


@pytest.mark.parametrize(
    ("changes", "location"),
    [
        ({"shares": "ten"}, "body.shares"),
        ({"shares": 0}, "body.shares"),
        ({"shares": 2**48}, "body.shares"),
        ({"shares": 1.5}, "body.shares"),
        ({"tier": -1}, "body.tier"),
        ({"permit": {"deadline": 1, "signature": "nonsense"}}, "body.permit.signature"),
        ({"amount": "1"}, "body.amount"),
        ({"shares": None}, "body.shares"),
    ],
)
async def test_what_cannot_be_read_is_named(
    world: World, raising: Project, prepare: Prepare, changes: dict[str, Any], location: str
) -> None:
    body = {"campaign": raising.campaign, "wallet": world.fan, "shares": 1} | changes
    said = await prepare("contribute", 422, **body)
    assert (said["type"], said["errors"][0]["location"]) == ("/problems/request-invalid", location)


async def test_text_that_no_chain_can_hold_is_named(
    world: World, raising: Project, caller: httpx.AsyncClient
) -> None:
    """JSON can say half a character, and UTF-8 cannot."""
    body = {"campaign": raising.campaign, "wallet": world.producer, "milestone": 0}
    body |= {"evidence_hash": "0x" + 64 * "1", "uri": "\ud800"}
    headers = {"Content-Type": "application/json"}
    answer = await caller.post("/v1/calls/announce", content=json.dumps(body), headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["location"] == "body.uri"


async def test_faults_are_told_in_french(world: World, raising: Project, prepare: Prepare) -> None:
    """7.3: fans read them in the wallet's dialog."""
    body = {"campaign": raising.campaign, "wallet": world.fan}
    said = await prepare("contribute", 422, "fr", **body, shares="dix")
    assert said["detail"] == "body.shares\u00a0: Il faut un nombre entier, en chiffres."
    said = await prepare("give", 422, "fr", **body, amount="beaucoup")
    assert said["title"] == "Ce n’est pas un montant"
    said = await prepare("claim", 422, "fr", campaign=raising.campaign, wallet="0x12")
    assert said["title"] == "Ce n’est pas une adresse"
    said = await prepare("claim", 404, "fr", campaign="0x" + 40 * "1", wallet=world.fan)
    assert said["title"] == "Ce projet n’existe pas"


async def test_nothing_is_prepared_without_a_node(raising: Project, world: World, database_url: str) -> None:
    """7.3: nor guessed; and what does not need the node goes on."""
    settings = Settings(database_url=SecretStr(database_url), rpc_url="http://127.0.0.1:1")
    body = {"campaign": raising.campaign, "wallet": world.fan}
    async with serve(create_app(settings)) as client:
        answer = await client.post("/v1/calls/claim", json=body)
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/node-unreachable")
        assert answer.headers["retry-after"]
        assert (await client.get("/v1/projects")).status_code == 200


async def test_node_of_another_chain_is_not_asked(raising: Project, world: World, database_url: str) -> None:
    """7.3: a fan would sign for a project that is elsewhere."""
    with Anvil(chain_id=5) as other:
        settings = Settings(database_url=SecretStr(database_url), rpc_url=other.url)
        async with serve(create_app(settings)) as client:
            body = {"campaign": raising.campaign, "wallet": world.fan}
            answer = await client.post("/v1/calls/claim", json=body)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/wrong-chain")


async def test_other_sites_may_have_calls_prepared(caller: httpx.AsyncClient) -> None:
    """7.3: for integrators' pages; no cookie comes along."""
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = await caller.options("/v1/calls/claim", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
