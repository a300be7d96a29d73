"""What wallets and programs find where their standards say."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import SecretStr

from backend.app import create_app
from backend.local.paths import NODE_MODULES, ROOT
from backend.settings import Settings
from tests.backend.api.server import serve
from tests.backend.conftest import Follow
from tests.backend.world import World

CHECK = Path(__file__).with_name("check_token_list.cjs")
PICTURE = "https://example.org/poster.png"


def carry(**document: Any) -> str:
    return "data:application/json," + quote(json.dumps(document))


def find_faults(token_list: str) -> list[Any]:
    """What the schema of the standard's own package has against it."""
    found = subprocess.run(
        [ROOT / ".venv" / "bin" / "node", CHECK],
        input=token_list.encode(),
        env={"NODE_PATH": str(NODE_MODULES)},
        capture_output=True,
        check=True,
    )
    faults: list[Any] = json.loads(found.stdout)
    return faults


async def test_the_token_list_is_one(world: World, client: httpx.AsyncClient, follow: Follow) -> None:
    """7.9: also with names and symbols that the standard has no place for."""
    plain = world.raise_funds(contractURI=carry(image=PICTURE))
    odd = world.raise_funds(
        name="Été " * 16, symbol="A B\tC‮D EFGHIJKLMNOPQRST", contractURI=carry(image="data:image/png,x")
    )
    world.propose(world.terms())
    await follow()
    answer = await client.get("/v1/token-list")
    assert answer.status_code == 200
    assert find_faults(answer.text) == []
    found = answer.json()
    assert found["version"] == {"major": 1, "minor": 2, "patch": 0}
    assert found["timestamp"] == found["as_of"]["time"]
    first, second = found["tokens"]
    assert first == {
        "chainId": found["as_of"]["chain_id"],
        "address": plain.share_token,
        "decimals": world.call("ShareToken", plain.share_token, "decimals")[0],
        "name": world.call("ShareToken", plain.share_token, "name")[0],
        "symbol": world.call("ShareToken", plain.share_token, "symbol")[0],
        "logoURI": PICTURE,
        "tags": ["share"],
        "extensions": {"campaign": plain.campaign},
    }
    assert second["address"] == odd.share_token
    assert second["name"] == ("Été " * 16)[:59] + "…"
    assert second["symbol"] == "ABC\ufffdDEFGHIJKLMNOPQR…"
    assert "logoURI" not in second


async def test_the_check_of_token_lists_finds_faults() -> None:
    """It is the standard's: another list would not pass."""
    assert [each["instancePath"] for each in find_faults('{"name": "x", "timestamp": "now"}')] != []


async def test_a_token_list_is_of_its_block(world: World, client: httpx.AsyncClient, follow: Follow) -> None:
    """7.4"""
    world.raise_funds()
    await follow()
    before = (await client.get("/v1/token-list")).json()["as_of"]["block"]
    world.raise_funds()
    await follow()
    now = await client.get("/v1/token-list")
    then = await client.get("/v1/token-list", params={"at_block": before})
    assert (len(now.json()["tokens"]), len(then.json()["tokens"])) == (2, 1)
    again = await client.get("/v1/token-list", headers={"If-None-Match": now.headers["ETag"]})
    assert again.status_code == 304


async def test_a_list_without_tokens_is_none(world: World, client: httpx.AsyncClient, follow: Follow) -> None:
    world.propose(world.terms())
    await follow()
    answer = await client.get("/v1/token-list")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/tokens-missing"


async def test_metadata_of_a_contract(world: World, client: httpx.AsyncClient, follow: Follow) -> None:
    """6.1 and 7.9"""
    uri = carry(name="Another", description_fr="Un film.", image=PICTURE, external_link="javascript:alert(1)")
    made = world.raise_funds(contractURI=uri)
    elsewhere = world.propose(world.terms(contractURI="ipfs://bafy/terms.json"))
    await follow()
    found = (await client.get(f"/v1/projects/{made.campaign}/contract-metadata")).json()
    del found["as_of"]
    assert found == {
        "contract_uri": world.call("ShareToken", made.share_token, "contractURI")[0],
        "name": world.call("ShareToken", made.share_token, "name")[0],
        "symbol": world.call("ShareToken", made.share_token, "symbol")[0],
        "description": "Un film.",
        "description_fr": "Un film.",
        "image": PICTURE,
    }
    found = (await client.get(f"/v1/projects/{elsewhere.campaign}/contract-metadata")).json()
    assert set(found) == {"as_of", "contract_uri", "name", "symbol"}
    assert found["contract_uri"] == "ipfs://bafy/terms.json"


async def test_programs_find_what_there_is(world: World, client: httpx.AsyncClient, follow: Follow) -> None:
    """7.9: every address that is told answers."""
    world.raise_funds()
    await follow()
    found = (await client.get("/.well-known/coprod.json")).json()
    assert found["factory"] == (await client.get("/v1/status")).json()["factory"]
    catalog = await client.get("/.well-known/api-catalog")
    assert catalog.headers["Content-Type"].startswith("application/linkset+json")
    (context,) = catalog.json()["linkset"]
    targets = [each["href"] for name in set(context) - {"anchor"} for each in context[name]]
    assert len(targets) == 4
    places = [
        each for name, each in found["places"].items() if name not in ("stream", "webhooks", "token_list")
    ]
    for each in (*targets, *places):
        assert (await client.get(each, follow_redirects=True)).status_code == 200, each
    assert (await client.get(found["places"]["webhooks"])).status_code == 401
    # Nothing is final yet on a chain this young.
    assert (await client.get(found["places"]["token_list"])).status_code in (200, 404, 409)
    asked = await client.head("/.well-known/api-catalog")
    assert asked.status_code == 200
    assert asked.headers["Link"] == f'<{client.base_url}/.well-known/api-catalog>; rel="api-catalog"'


@pytest.fixture
def named(database_url: str) -> Settings:
    return Settings(
        database_url=SecretStr(database_url),
        site_url="https://coprod.example/",
        security_contact="mailto:security@coprod.example",
    )


async def test_who_found_a_weakness_knows_whom_to_tell(named: Settings, client: httpx.AsyncClient) -> None:
    """7.9 (RFC 9116)"""
    assert (await client.get("/.well-known/security.txt")).status_code == 404
    async with serve(create_app(named)) as asked:
        answer = await asked.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    expires = datetime.fromisoformat(fields.pop("Expires"))
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)
    assert fields == {
        "Contact": "mailto:security@coprod.example",
        "Canonical": "https://coprod.example/.well-known/security.txt",
        "Preferred-Languages": "fr, en",
    }


async def test_what_is_not_well_known_is_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.get("/.well-known/nothing")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/path-unknown")
