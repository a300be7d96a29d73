"""What the API says of a project that lived a whole life on a real chain."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from eth_utils.crypto import keccak
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.backend.conftest import Follow
from tests.backend.statements import keep_document
from tests.backend.terms import EURO
from tests.backend.world import Project, World

DOCUMENT = '{"schema":"coprod/statement/1","title":"Été"}'.encode()
DOCUMENT_HASH = "0x" + keccak(DOCUMENT).hex()


@pytest.fixture
async def project(world: World, engine: AsyncEngine, follow: Follow) -> Project:
    """Succeeded, with royalties deposited, paid to the fan and sold on by the second fan."""
    made = world.raise_funds()
    deductions = [{"category": b"commission", "amount": 100 * EURO}]
    world.deposit(made, 1_100 * EURO, documentHash=DOCUMENT_HASH, deductions=deductions, net=1_000 * EURO)
    world.payout(made, world.fan)
    world.transfer(made, world.second_fan, world.stranger, 15)
    await keep_document(engine, world, made, DOCUMENT, DOCUMENT_HASH)
    await follow()
    return made


async def get(client: httpx.AsyncClient, path: str, **parameters: Any) -> dict[str, Any]:
    response = await client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def euros(value: str) -> dict[str, Any]:
    raw = str(int(value.replace(".", "")))
    return {"raw": raw, "decimals": 6, "value": value, "currency": "EURC"}


def reads(made: Project, world: World) -> list[str]:
    path = f"/v1/projects/{made.campaign}"
    parts = [f"{path}/{part}" for part in ("holders", "deposits", "statements", "payments")]
    return ["/v1/projects", path, *parts, f"/v1/wallets/{world.fan}"]


async def test_every_answer_says_as_of_which_block(
    world: World, client: httpx.AsyncClient, project: Project
) -> None:
    """7.1"""
    block = world.block()
    as_of = {
        "block": int(block["number"], 16),
        "hash": block["hash"],
        "time": datetime.fromtimestamp(int(block["timestamp"], 16), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "finality": "seen",
        "chain_id": 31337,
    }
    for path in [*reads(project, world), "/v1/status", "/v1/reorgs", "/v1/retracted"]:
        assert (await get(client, path))["as_of"] == as_of, path


async def test_every_read_goes_back_to_an_earlier_block(
    world: World, client: httpx.AsyncClient, project: Project, follow: Follow
) -> None:
    """7.1: and says what it said then, to the letter."""
    then = {path: await get(client, path) for path in reads(project, world)}
    world.payout(project, world.second_fan, world.stranger)
    world.deposit(project, 5 * EURO, 2)
    world.propose()
    await follow()
    for path, answer in then.items():
        assert await get(client, path) != answer, path
        assert await get(client, path, at_block=answer["as_of"]["block"]) == answer, path


async def test_every_read_takes_at_most_two_statements(
    world: World, client: httpx.AsyncClient, project: Project, statements_sent: list[str]
) -> None:
    watched = ["/v1/status", "/v1/reorgs", "/v1/retracted", "/ready", "/metrics"]
    # A new connection asks what it is connected to.
    await client.get("/v1/status")
    await client.get("/v1/projects")
    for path in [*reads(project, world), *watched, f"/v1/statements/{DOCUMENT_HASH}"]:
        statements_sent.clear()
        assert (await client.get(path)).status_code in (200, 503)
        assert 1 <= len(statements_sent) <= 2, f"{path}: {statements_sent}"


async def test_holders_prove_themselves(world: World, client: httpx.AsyncClient, project: Project) -> None:
    """6.1, 5.3"""
    answer = await get(client, f"/v1/projects/{project.campaign}/holders")
    assert answer["campaign"] == project.campaign
    assert answer["supply"] == answer["sum"] == sum(each["shares"] for each in answer["holders"]) == 100
    assert [(each["holder"], each["shares"], each["percent"]) for each in answer["holders"]] == [
        (world.fan, 60, "60.0000"),
        (world.second_fan, 25, "25.0000"),
        (world.stranger, 15, "15.0000"),
    ]
    fan, second_fan, stranger = answer["holders"]
    assert (fan["earned"], fan["paid"], fan["claimable"]) == (
        euros("396.900000"),
        euros("396.900000"),
        euros("0.000000"),
    )
    assert (second_fan["claimable"], second_fan["owed"]) == (euros("264.600000"), euros("264.600000"))
    assert stranger["earned"] == euros("0.000000")


async def test_a_project_tells_its_money(client: httpx.AsyncClient, project: Project) -> None:
    answer = await get(client, f"/v1/projects/{project.campaign}")
    listed = (await get(client, "/v1/projects"))["projects"]
    assert listed == [{key: answer[key] for key in listed[0]}]
    assert (answer["status"], answer["percent"], answer["backers"]) == ("succeeded", 100, 2)
    assert answer["raised"] == euros("1000.000000")
    assert answer["success"]["fee"] == euros("50.000000")
    assert answer["receipts"]["gross"] == euros("1100.000000")
    assert answer["receipts"]["deductions"] == euros("100.000000")
    assert answer["royalties"] == answer["receipts"]["holders"] == euros("661.500000")
    assert answer["receipts"]["paid"] == euros("396.900000")
    assert [each["received"] for each in answer["positions"]] == [
        euros("55.000000"),
        euros("283.500000"),
        euros("661.500000"),
    ]


async def test_a_deposit_tells_its_parts(client: httpx.AsyncClient, project: Project) -> None:
    """5.1"""
    answer = await get(client, f"/v1/projects/{project.campaign}/deposits")
    (deposit,) = answer["deposits"]
    assert deposit["period"] == {"start": "2026-01-01T00:00:00Z", "end": "2026-02-01T00:00:00Z"}
    assert deposit["deductions"] == [{"category": "commission", "amount": euros("100.000000")}]
    assert sum(int(part["amount"]["raw"]) for part in deposit["parts"]) == int(deposit["net"]["raw"])


async def test_a_statement_leads_to_its_document(client: httpx.AsyncClient, project: Project) -> None:
    """5.1: byte for byte, so that anyone can hash it."""
    (statement,) = (await get(client, f"/v1/projects/{project.campaign}/statements"))["statements"]
    assert statement["document_hash"] == DOCUMENT_HASH
    response = await client.get(statement["document"])
    assert response.headers["content-type"] == "application/json"
    assert "0x" + keccak(response.content).hex() == DOCUMENT_HASH
    assert json.loads(response.content)["title"] == "Été"
    upper = await client.get("/v1/statements/0x" + DOCUMENT_HASH[2:].upper())
    assert upper.content == response.content


async def test_payments_tell_why(client: httpx.AsyncClient, project: Project) -> None:
    """5.4"""
    answer = await get(client, f"/v1/projects/{project.campaign}/payments")
    assert [each["purpose"] for each in answer["payments"]] == [
        "royalty",
        "position",
        "position",
        "fee",
    ]
    assert answer["payments"][0]["amount"] == euros("396.900000")


@pytest.mark.parametrize("spell", [str, str.lower, lambda text: "0x" + text[2:].upper()])
async def test_addresses_are_read_in_any_case(
    world: World, client: httpx.AsyncClient, project: Project, spell: Any
) -> None:
    wallet = await get(client, f"/v1/wallets/{spell(world.fan)}")
    assert wallet["wallet"] == world.fan
    assert [each["campaign"] for each in wallet["holdings"]] == [project.campaign]
    assert (await get(client, f"/v1/projects/{spell(project.campaign)}"))["campaign"] == project.campaign


async def test_an_unknown_wallet_has_nothing(
    world: World, client: httpx.AsyncClient, project: Project
) -> None:
    assert (await get(client, f"/v1/wallets/{world.payer}"))["holdings"] == []


async def test_an_unknown_project_is_not_found(
    world: World, client: httpx.AsyncClient, project: Project
) -> None:
    for part in ("", "/holders", "/deposits", "/statements", "/payments"):
        response = await client.get(f"/v1/projects/{world.payer}{part}")
        assert response.status_code == 404
        assert response.json()["type"] == "/problems/project-unknown"
        assert world.payer in response.json()["detail"]


async def test_times_that_rfc_3339_cannot_write_are_still_answered(
    world: World, client: httpx.AsyncClient, follow: Follow
) -> None:
    """5.1: statements may end after the year 9999."""
    made = world.raise_funds()
    world.deposit(made, 1, periodEnd=2**64 - 1)
    await follow()
    (deposit,) = (await get(client, f"/v1/projects/{made.campaign}/deposits"))["deposits"]
    assert deposit["period"]["end"] == "9999-12-31T23:59:59Z"
    for page in ("/en/", f"/en/projects/{made.campaign}", f"/fr/projects/{made.campaign}"):
        assert (await client.get(page)).status_code == 200, page
