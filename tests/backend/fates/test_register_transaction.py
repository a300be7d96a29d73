"""A transaction is registered before the wallet is asked; nobody can misuse that (7.3)."""

import asyncio
import socket
from typing import Any

import pytest
from pydantic import SecretStr

from backend.app import create_app
from backend.calls import REQUESTS
from backend.fates import registration
from backend.fates.actions import ACTIONS
from backend.settings import Settings
from tests.backend.api.server import serve
from tests.backend.fates.desk import Desk


async def test_where_it_began_is_kept(desk: Desk) -> None:
    """7.3: the block, the first free nonce; and the answer says as of which block it is."""
    answer = await desk.client.post(
        "/v1/transactions",
        json={
            "action": "revoke",
            "campaign": desk.project.campaign.lower(),
            "wallet": desk.world.fan.lower(),
        },
        headers={"Accept-Language": "fr"},
    )
    assert answer.status_code == 201
    found = answer.json()
    assert answer.headers["location"] == f"/v1/transactions/{found['id']}"
    assert found["url"] == f"/fr/transactions/{found['id']}"
    assert found["as_of"]["block"] == desk.world.head()
    assert (found["wallet"], found["campaign"]) == (desk.world.fan, desk.project.campaign)
    (row,) = await desk.rows()
    assert (row.asked_block, row.free_nonce) == (desk.world.head(), desk.nonce(desk.world.fan))
    assert len(row.id) >= 22


async def test_without_a_node_it_is_registered_all_the_same(desk: Desk, database_url: str) -> None:
    """7.3: nobody is kept from paying; it is found by its event, and not by an older one."""
    desk.contribute()
    desk.world.mine()
    await desk.work()
    settings = Settings(database_url=SecretStr(database_url), rpc_url="http://127.0.0.1:9")
    async with serve(create_app(settings)) as desk.client:
        fate = await desk.post()
        await desk.work()
        assert await desk.status(fate["id"]) == "asked"
        assert (await desk.put(fate["id"], hash=desk.contribute()))["status"] == "waiting"
        (row,) = await desk.rows()
        assert (row.free_nonce, row.asked_block) == (None, desk.world.head())
        desk.world.mine()
        await desk.work()
        assert await desk.status(fate["id"]) == "included"


async def test_what_was_sent_already_can_be_registered(desk: Desk) -> None:
    """7.3: and again: it is the same."""
    hash = desk.contribute()
    desk.world.mine()
    first = await desk.post(hash=hash)
    assert first["status"] == "waiting"
    await desk.work()
    again = await desk.post(hash=hash)
    assert (again["id"], again["status"]) == (first["id"], "included")
    assert len(await desk.rows()) == 1


async def test_a_lie_is_not_registered(desk: Desk) -> None:
    """7.3"""
    hash = desk.send(desk.world.second_fan, desk.project.campaign, desk.data("contribute", 10, 0))
    problem = await desk.post(422, hash=hash)
    assert problem["type"] == "/problems/transaction-of-another-wallet"
    assert await desk.rows() == []


@pytest.mark.parametrize(
    ("change", "type"),
    [
        ({"action": "steal"}, "action-unknown"),
        ({"action": "steal\0"}, "request-invalid"),
        ({"nonce": "7"}, "request-invalid"),
        ({"nonce": True}, "request-invalid"),
        ({"action": "revoke"}, "calls-unfit"),
        ({"campaign": None, "calls": []}, "calls-unfit"),
        ({"campaign": "0x" + "11" * 20}, "calls-unfit"),
        ({"campaign": "0x12"}, "address-unreadable"),
        ({"wallet": "me"}, "address-unreadable"),
        ({"wallet": None}, "request-invalid"),
        ({"calls": [{"to": "0x" + "11" * 20, "data": "0x"}]}, "calls-unfit"),
        ({"calls": [{"to": "0x" + "11" * 20, "data": "0x1"}]}, "request-invalid"),
        ({"calls": [{"to": "0x" + "11" * 20, "data": "0x"}] * 65}, "request-invalid"),
        ({"hash": "0x12"}, "request-invalid"),
        ({"nonce": -1}, "request-invalid"),
        ({"bundle": "x" * 9_000}, "request-invalid"),
        ({"key": "0x" + "11" * 32}, "request-invalid"),
    ],
)
async def test_what_makes_no_sense_is_refused(desk: Desk, change: dict[str, Any], type: str) -> None:
    """7.3: with what to do; nothing is written down."""
    problem = await desk.post(422, **change)
    assert problem["type"] == f"/problems/{type}"
    assert await desk.rows() == []


@pytest.mark.parametrize("action", ["approve", "release"])
async def test_what_prepares_an_action_is_followed_as_what_it_is(desk: Desk, action: str) -> None:
    """7.3: a wallet without batches sends it in a transaction of its own."""
    prepares = {
        "approve": {"to": desk.world.currency, "data": "0x095ea7b3" + "0" * 128},
        "release": {"to": desk.project.share_token, "data": "0x37bdc99b" + "0" * 64},
    }[action]
    assert (await desk.post(action="exit", calls=[prepares]))["action"] == action


def test_all_that_is_prepared_can_be_followed() -> None:
    """7.3"""
    assert set(REQUESTS) <= set(ACTIONS)
    for each in ACTIONS.values():
        assert each.selectors


async def test_the_mirror_can_be_asked_for_every_event(desk: Desk) -> None:
    """7.1: tables and columns are there."""
    for action in ACTIONS:
        await desk.post(action=action, calls=None)
    await desk.work()
    assert {row.status for row in await desk.rows()} == {"asked"}


async def test_calls_stay_among_the_project_s_contracts(desk: Desk) -> None:
    """7.3: a call of anything else is not asked of any wallet through here."""
    stranger = {"to": desk.world.stranger, "data": "0x"}
    assert "no contract" in (await desk.post(422, calls=[*desk.calls(), stranger]))["detail"]


async def test_a_body_has_its_limit(desk: Desk) -> None:
    """7.3"""
    much = desk.calls()[0] | {"data": "0x" + "00" * 600_000}
    answer = await desk.client.post("/v1/transactions", json={"action": "give", "calls": [much]})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("limit", ["MOST_OF_WALLET", "MOST"])
async def test_of_what_was_never_sent_the_oldest_gives_way(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """7.3: anybody can ask for anybody; what the chain has seen stays."""
    monkeypatch.setattr(registration, limit, 3)
    sent = await desk.post()
    await desk.put(sent["id"], hash=desk.contribute())
    asked = [(await desk.post())["id"] for _ in range(5)]
    kept = {row.id for row in await desk.rows()}
    assert sent["id"] in kept
    assert len(kept) == 4
    assert asked[-1] in kept


async def test_what_is_only_said_of_a_wallet_is_not_listed(desk: Desk) -> None:
    """7.3"""
    await desk.post()
    fate = await desk.post()
    await desk.put(fate["id"], bundle="0x1")
    assert await desk.listed(desk.world.fan) == []


async def test_one_transaction_is_followed_by_few(desk: Desk) -> None:
    """7.3: nobody fills the database with one transaction."""
    hash = desk.contribute()
    ids = [(await desk.post())["id"] for _ in range(6)]
    for each in ids[:5]:
        (row,) = [row for row in await desk.rows() if row.id == each]
        await desk.put(each, hash=hash)
        assert row.hash is None
    assert (await desk.put(ids[5], 409, hash=hash))["type"] == "/problems/follows-another-transaction"
    assert len(await desk.listed(desk.world.fan)) == 1


async def test_all_claims_at_once_concern_no_project_alone(desk: Desk) -> None:
    """7.3: the calls say which."""
    claim = {"to": desk.project.share_token, "data": "0x4e71d92d"}
    fate = await desk.post(action="claim_all", campaign=None, calls=[claim])
    assert (fate["campaign"], fate["status"]) == (None, "asked")


async def test_little_is_written_down_for_anybody_who_asks(desk: Desk) -> None:
    """7.3: a thousand made-up ones of a megabyte would fill the disk."""
    (call,) = desk.calls()
    longer = [call | {"data": call["data"] + "00" * 8_000}] * 3
    refused = await desk.post(422, calls=longer)
    assert "16384 bytes at most" in refused["detail"]
    assert await desk.rows() == []


@pytest.mark.parametrize("bundle", ["a\0", "\u202e", "\n"])
async def test_a_batch_has_a_name_that_can_be_kept(desk: Desk, bundle: str) -> None:
    assert (await desk.post(422, bundle=bundle))["type"] == "/problems/request-invalid"


async def test_an_id_that_no_database_can_hold_is_unknown(desk: Desk) -> None:
    for path in ("/v1/transactions/%00", "/en/transactions/a%00"):
        assert (await desk.client.get(path)).status_code == 404
    answer = await desk.client.put("/v1/transactions/%00", json={"outcome": "refused"})
    assert answer.status_code == 404


async def test_who_reads_an_id_in_the_list_changes_nothing(desk: Desk) -> None:
    """7.3: what the chain has shown is public, its id too."""
    hash = desk.contribute()
    desk.world.mine()
    fate = await desk.post(hash=hash)
    (listed,) = await desk.listed(desk.world.fan)
    for said in ({"bundle": "0x1234"}, {"outcome": "refused"}):
        assert await desk.put(listed["id"], **said) == fate


async def test_a_nonce_that_is_used_already_is_not_searched_for(desk: Desk) -> None:
    """7.3: a hundred questions to the node for each look at what somebody made up."""
    free = desk.nonce(desk.world.fan)
    assert free > 0
    for said, kept in ((0, free), (free + 3, free + 3)):
        fate = await desk.post(nonce=said)
        (row,) = [each for each in await desk.rows() if each.id == fate["id"]]
        assert row.free_nonce == kept


async def test_pages_do_not_wait_for_a_node_that_is_silent(desk: Desk, database_url: str) -> None:
    """7.3: as many at once as there are connections to the database, and more."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings = Settings(database_url=SecretStr(database_url), rpc_url=url)
        async with serve(create_app(settings)) as desk.client:
            asked = [asyncio.create_task(desk.post(hash=f"0x{each:064x}")) for each in range(20)]
            await asyncio.sleep(0.5)
            async with asyncio.timeout(2):
                assert await desk.listed(desk.world.fan) == []
            assert not any(each.done() for each in asked)
            assert {each["status"] for each in await asyncio.gather(*asked)} == {"waiting"}
