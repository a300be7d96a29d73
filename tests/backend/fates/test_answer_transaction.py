"""What the page says of the wallet's answer is believed as far as the chain agrees (7.3)."""

import pytest

from tests.backend.fates.desk import Desk

UNKNOWN = "0x" + "ab" * 32


async def test_no_is_no(desk: Desk) -> None:
    """7.3: 4001 is "you cancelled", and no error."""
    fate = await desk.post()
    for _ in range(2):
        found = await desk.put(fate["id"], outcome="refused")
        assert (found["status"], found["settled"], found["reason"]) == ("refused", True, None)
    await desk.work()
    assert await desk.path(fate["id"]) == ["asked", "refused"]


async def test_yes_after_no_is_yes(desk: Desk) -> None:
    """7.3: the fan confirms after all in the wallet's own list."""
    fate = await desk.post()
    await desk.put(fate["id"], outcome="refused")
    await desk.put(fate["id"], hash=desk.contribute())
    desk.world.mine()
    await desk.work()
    assert await desk.path(fate["id"]) == ["asked", "refused", "waiting", "included"]


async def test_no_does_not_undo_what_the_chain_knows(desk: Desk) -> None:
    """7.3"""
    fate = await desk.post()
    await desk.put(fate["id"], hash=desk.contribute())
    assert (await desk.put(fate["id"], outcome="refused"))["status"] == "waiting"


async def test_the_same_answer_again_changes_nothing(desk: Desk) -> None:
    """7.3: a page that lost the answer asks again."""
    fate = await desk.post()
    hash = desk.contribute()
    first = await desk.put(fate["id"], hash=hash)
    assert await desk.put(fate["id"], hash=hash) == first


async def test_somebody_else_s_transaction_is_refused(desk: Desk) -> None:
    """7.3: it does the very same, but is another wallet's."""
    fate = await desk.post()
    hash = desk.send(desk.world.second_fan, desk.project.campaign, desk.data("contribute", 10, 0))
    problem = await desk.put(fate["id"], 422, hash=hash)
    assert problem["type"] == "/problems/transaction-of-another-wallet"
    assert await desk.path(fate["id"]) == ["asked"]


@pytest.mark.parametrize("shares", [11, 0])
async def test_what_does_something_else_is_refused(desk: Desk, shares: int) -> None:
    """7.3: more shares than were asked for, or none."""
    fate = await desk.post()
    fan = desk.world.fan
    hash = desk.contribute(shares) if shares else desk.send(fan, fan, gas=30_000)
    problem = await desk.put(fate["id"], 422, hash=hash)
    assert problem["type"] == "/problems/transaction-does-something-else"
    assert (await desk.get(fate["id"]))["hash"] is None


async def test_what_was_sent_before_is_refused(desk: Desk) -> None:
    """7.3: the same, but yesterday's."""
    old = desk.contribute()
    desk.world.mine()
    await desk.work()
    fate = await desk.post()
    problem = await desk.put(fate["id"], 422, hash=old)
    assert "before" in problem["detail"]
    await desk.work()
    assert await desk.path(fate["id"]) == ["asked"]


async def test_a_hash_that_no_node_knows_waits_and_is_given_up_when_it_lied(desk: Desk) -> None:
    """7.3: a node may learn of it later: then it is looked at."""
    fate = await desk.post()
    assert (await desk.put(fate["id"], hash=UNKNOWN))["status"] == "waiting"
    await desk.work()
    assert await desk.status(fate["id"]) == "waiting"
    assert await desk.listed(desk.world.fan) == []
    desk.contribute()
    desk.world.mine()
    await desk.work()
    assert await desk.status(fate["id"]) == "included"


async def test_a_hash_of_another_that_appears_later_is_dropped(desk: Desk) -> None:
    """7.3: nobody knew it when it was given."""
    second, project = desk.world.second_fan, desk.project
    hash = desk.send(second, project.campaign, desk.data("contribute", 10, 0))
    raw = desk.world.signed({"transactionHash": hash})
    desk.world.request("anvil_dropTransaction", hash)
    fate = await desk.post()
    assert (await desk.put(fate["id"], hash=hash))["status"] == "waiting"
    desk.world.request("eth_sendRawTransaction", raw)
    await desk.work()
    found = await desk.get(fate["id"])
    assert (found["status"], found["hash"]) == ("asked", None)
    assert await desk.path(fate["id"]) == ["asked", "waiting", "asked"]


async def test_another_hash_does_not_take_the_place_of_a_known_one(desk: Desk) -> None:
    """7.3"""
    fate = await desk.post()
    await desk.put(fate["id"], hash=desk.contribute())
    other = desk.contribute(gwei=12)
    problem = await desk.put(fate["id"], 409, hash=other)
    assert problem["type"] == "/problems/follows-another-transaction"
    assert (await desk.put(fate["id"], 409, hash=UNKNOWN))["status"] == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"hash": "0x12"},
        {"hash": UNKNOWN, "outcome": "refused"},
        {"outcome": "done"},
        {"bundle": ""},
        {"x": 1},
    ],
)
async def test_an_answer_is_one_of_three(desk: Desk, body: dict[str, object]) -> None:
    """7.3"""
    fate = await desk.post()
    problem = await desk.put(fate["id"], 422, **body)
    assert problem["type"] == "/problems/request-invalid"


async def test_nobody_s_id_is_not_found(desk: Desk) -> None:
    """7.3"""
    assert (await desk.put("nothing", 404, outcome="refused"))["type"] == "/problems/transaction-unknown"
