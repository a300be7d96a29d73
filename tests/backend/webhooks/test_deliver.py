"""What the chain said reaches every receiver, signed, in order, and nothing is lost (7.6)."""

import asyncio
import socket
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.tables import webhooks
from backend.webhooks import receivers
from backend.webhooks.delivery import RETRIES
from backend.webhooks.receivers import ReceiverRefused, check_url, find_address, is_open
from tests.backend.conftest import Follow
from tests.backend.royalties.process import Workers
from tests.backend.terms import EURO
from tests.backend.web.room.conftest import SITE
from tests.backend.webhooks.conftest import Desk
from tests.backend.world import Project, World


async def log_of(desk: Desk, **parameters: Any) -> list[dict[str, Any]]:
    response = await desk.client.get("/v1/events", params={"limit": 1_000, **parameters})
    told: list[dict[str, Any]] = response.json()["events"]
    return told


@pytest.fixture
async def made(world: World, follow: Follow) -> Project:
    made = world.raise_funds()
    world.deposit(made, 1_100 * EURO)
    await follow()
    return made


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(10_000):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not come")


async def make_due(engine: AsyncEngine) -> None:
    """As time would."""
    async with engine.begin() as connection:
        await connection.execute(update(webhooks).values(next_at=0))


@pytest.mark.parametrize("algorithm", ["hmac", "ed25519"])
async def test_the_log_arrives_in_order_and_signed(desk: Desk, made: Project, algorithm: str) -> None:
    told = await desk.subscribe(algorithm=algorithm)
    assert told["key"].startswith("whsec_" if algorithm == "hmac" else "whpk_")
    await desk.deliver()
    log = await log_of(desk)
    assert desk.receiver.events() == log
    assert [each["type"] for each in desk.receiver.taken] == [each["type"] for each in log]
    assert [each["webhook-id"] for each in desk.receiver.taken] == [f"{each['id']}-r1" for each in log]
    shown = (await desk.get("/deliveries"))["deliveries"]
    assert {each["status"] for each in shown} == {204}
    assert "key" not in await desk.get()
    listed = (await desk.client.get("/v1/webhooks")).text
    assert told["key"] not in listed


async def test_only_what_is_wanted_is_told(world: World, desk: Desk, made: Project, follow: Follow) -> None:
    other = world.raise_funds()
    await follow()
    await desk.subscribe(types=["contribution.made"], campaigns=[other.campaign.lower()])
    await desk.deliver()
    expected = await log_of(desk, type="contribution.made", campaign=other.campaign)
    assert desk.receiver.events() == expected != []


async def test_one_that_wants_what_no_project_says_holds_up_nobody(desk: Desk, made: Project) -> None:
    await desk.subscribe(types=["platform.currency"], campaigns=[made.campaign])
    await desk.subscribe()
    await desk.deliver()
    assert desk.receiver.events() == await log_of(desk)


async def test_what_a_reorg_takes_back_is_told(
    world: World, desk: Desk, made: Project, follow: Follow
) -> None:
    await desk.subscribe(after="now")
    world.deposit(made, 7 * EURO, 50)
    await follow()
    await make_due(desk.engine)
    await desk.deliver()
    first = desk.receiver.events()
    world.reorg(1)
    await follow()
    await make_due(desk.engine)
    await desk.deliver()
    undone = desk.receiver.events()[len(first) :]
    assert [each["id"] for each in undone] == [each["id"] for each in reversed(first)] != []
    assert {(each["retracted"], each["revision"]) for each in undone} == {(True, 2)}
    assert {each["webhook-id"][-3:] for each in desk.receiver.taken[len(first) :]} == {"-r2"}


async def test_what_is_not_taken_is_tried_again_and_the_rest_waits(desk: Desk, made: Project) -> None:
    await desk.subscribe()
    desk.receiver.answers = [204, 500, 302]
    await desk.deliver()
    assert len(desk.receiver.heard) == 2
    told = await desk.get()
    assert (told["failures"], told["state"]) == (1, "active")
    assert told["next_at"] is not None
    await desk.deliver()
    assert len(desk.receiver.heard) == 2
    await make_due(desk.engine)
    await desk.deliver()
    assert [each["webhook-id"] for each in desk.receiver.heard[1:]] == [
        desk.receiver.heard[1]["webhook-id"]
    ] * 2
    assert (await desk.get())["failures"] == 2
    await make_due(desk.engine)
    await desk.deliver()
    assert desk.receiver.events() == await log_of(desk)
    assert (await desk.get())["failures"] == 0


async def test_it_is_given_up_after_days_and_can_be_taken_up_again(desk: Desk, made: Project) -> None:
    await desk.subscribe()
    desk.receiver.answers = [503] * (len(RETRIES) + 1)
    for _ in range(len(RETRIES) + 1):
        assert (await desk.get())["state"] == "active"
        await make_due(desk.engine)
        await desk.deliver(1)
    told = await desk.get()
    assert told["state"] == "disabled"
    assert "503" in told["reason"]
    assert sum(RETRIES) > 3 * 86_400
    await desk.post(f"/{desk.id}/resume")
    await desk.deliver()
    assert desk.receiver.events() == await log_of(desk)


async def test_who_answers_410_is_told_no_more(desk: Desk, made: Project) -> None:
    await desk.subscribe()
    desk.receiver.answers = [410]
    await desk.deliver()
    told = await desk.get()
    assert (told["state"], len(desk.receiver.heard)) == ("disabled", 1)
    assert "410" in told["reason"]
    await make_due(desk.engine)
    await desk.deliver()
    assert len(desk.receiver.heard) == 1


async def test_a_rotated_secret_signs_beside_the_new_one_for_a_day(desk: Desk, made: Project) -> None:
    old = (await desk.subscribe())["key"]
    new = (await desk.post(f"/{desk.id}/rotate"))["key"]
    assert new != old
    # With the old one, as a receiver that has not heard of the new one.
    await desk.deliver(1)
    assert desk.receiver.taken
    assert {len(each.split()) for each in desk.receiver.signatures} == {2}
    desk.receiver.key = new
    async with desk.engine.begin() as connection:
        await connection.execute(text("update webhooks set old_until = 0"))
    desk.receiver.signatures.clear()
    await desk.post(f"/{desk.id}/test")
    await desk.deliver(1)
    assert {len(each.split()) for each in desk.receiver.signatures} == {1}


async def test_a_test_comes_before_all_else(desk: Desk, made: Project) -> None:
    await desk.subscribe()
    await desk.post(f"/{desk.id}/test")
    await desk.deliver()
    assert desk.receiver.taken[0]["type"] == "webhook.test"
    assert [each["data"] for each in desk.receiver.taken[1:]] == await log_of(desk)


async def test_blocks_are_delivered_once_more(
    world: World, desk: Desk, made: Project, follow: Follow
) -> None:
    await desk.subscribe()
    await desk.deliver()
    log = await log_of(desk)
    first, last = log[2]["block_number"], log[-4]["block_number"]
    heard = len(desk.receiver.taken)
    await desk.post(f"/{desk.id}/redeliver", first=first, last=last)
    world.deposit(made, 7 * EURO, 50)
    await follow()
    await desk.deliver()
    await make_due(desk.engine)
    await desk.deliver()
    again = desk.receiver.events()[heard:]
    expected = [each for each in log if first <= each["block_number"] <= last]
    assert again[: len(expected)] == expected
    assert again[len(expected) :] == (await log_of(desk))[len(log) :] != []


async def test_while_it_is_paused_nothing_comes_and_nothing_is_lost(desk: Desk, made: Project) -> None:
    await desk.subscribe()
    await desk.post(f"/{desk.id}/pause")
    await desk.deliver()
    assert desk.receiver.heard == []
    await desk.post(f"/{desk.id}/resume")
    await desk.deliver()
    assert desk.receiver.events() == await log_of(desk)


async def test_several_workers_deliver_each_event_once(desk: Desk, made: Project) -> None:
    await desk.subscribe()
    await asyncio.gather(*(desk.deliver(10) for _ in range(5)))
    assert desk.receiver.events() == await log_of(desk)


async def test_killed_workers_lose_nothing_and_repeat_one_at_most(
    world: World, desk: Desk, made: Project, workers: Workers
) -> None:
    """kill -9 in the middle, again and again; the one that was under way comes again under the same id."""
    await desk.subscribe()
    desk.receiver.seconds = 0.05
    log = await log_of(desk)
    for least in (2, 6, 10):
        workers.start(WEBHOOKS_PRIVATE="true")
        await until(lambda least=least: len(desk.receiver.taken) >= least)  # type: ignore[misc]
        workers.kill()
        assert len(desk.receiver.taken) < len(log)
        async with desk.engine.begin() as connection:
            # As a minute would.
            await connection.execute(text("update webhooks set leased_until = 0"))
    workers.start(WEBHOOKS_PRIVATE="true")
    await until(lambda: desk.receiver.events()[-1:] == log[-1:])
    ids = [each["webhook-id"] for each in desk.receiver.taken]
    assert list(dict.fromkeys(ids)) == [f"{each['id']}-r1" for each in log]
    assert len(ids) - len(set(ids)) <= 3


async def test_webhooks_are_their_owners(desk: Desk, made: Project) -> None:
    await desk.subscribe()
    await desk.client.post("/v1/session/sign-out", json={}, headers={"Origin": SITE})
    for path in ("", f"/{desk.id}", f"/{desk.id}/deliveries"):
        assert (await desk.client.get(f"/v1/webhooks{path}")).status_code == 401


@pytest.mark.parametrize("id", ["%00", "wh_%00", "%ED%A0%80", 65 * "a"])
@pytest.mark.parametrize("path", ["", "/deliveries"])
async def test_what_is_no_name_of_one_is_refused(desk: Desk, id: str, path: str) -> None:
    response = await desk.client.get(f"/v1/webhooks/{id}{path}")
    assert (response.status_code, response.json()["type"]) == (422, "/problems/request-invalid")


async def test_one_is_deleted_with_its_deliveries(desk: Desk, made: Project) -> None:
    await desk.subscribe()
    await desk.deliver()
    gone = await desk.client.delete(f"/v1/webhooks/{desk.id}", headers={"Origin": SITE})
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await desk.client.get(f"/v1/webhooks/{desk.id}")).json()["type"] == "/problems/webhook-unknown"


async def test_a_subscription_that_is_repeated_is_made_once(desk: Desk, made: Project) -> None:
    headers = {"Origin": SITE, "Idempotency-Key": str(uuid.uuid4())}
    body = {"url": desk.receiver.url}
    answers = [await desk.client.post("/v1/webhooks", json=body, headers=headers) for _ in range(3)]
    assert len({each.json()["id"] for each in answers}) == 1
    assert len((await desk.client.get("/v1/webhooks")).json()["webhooks"]) == 1
    await desk.client.delete(f"/v1/webhooks/{answers[0].json()['id']}", headers={"Origin": SITE})
    late = await desk.client.post("/v1/webhooks", json=body, headers=headers)
    assert (late.status_code, late.json()["type"]) == (404, "/problems/webhook-unknown")


@pytest.mark.parametrize("wrong", [True, "7", None, 7.5, -1, 2**63])
async def test_blocks_are_numbers(desk: Desk, made: Project, wrong: Any) -> None:
    await desk.subscribe()
    await desk.post(f"/{desk.id}/redeliver", 422, first=wrong, last=2**62)


async def test_a_wallet_has_not_any_number_of_them(desk: Desk, made: Project) -> None:
    for _ in range(20):
        await desk.subscribe()
    response = await desk.client.post(
        "/v1/webhooks", json={"url": desk.receiver.url}, headers={"Origin": SITE}
    )
    assert (response.status_code, response.json()["type"]) == (409, "/problems/too-many-webhooks")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "2001:db8::1",
    ],
)
def test_addresses_that_not_everybody_reaches_are_closed(address: str) -> None:
    assert not is_open(receivers.ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34"])
def test_the_open_internet_is_open(address: str) -> None:
    assert is_open(receivers.ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://user:secret@example.org/",
        "https:///path",
        "https://example.org/#part",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://[::1",
        "https://example.org/" + "x" * 2_000,
    ],
)
def test_what_is_no_receiver_is_refused(url: str) -> None:
    with pytest.raises(ReceiverRefused):
        check_url(url, allows_private=False)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:7f00:1]"]
)
async def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(ReceiverRefused):
        await find_address(f"https://{host}/", allows_private=False)


async def test_a_name_that_moves_inside_is_refused_at_the_delivery(desk: Desk, made: Project) -> None:
    """DNS rebinding: it was open when it was subscribed."""
    await desk.subscribe()
    async with desk.engine.begin() as connection:
        url = f"https://localhost:{desk.receiver.url.split(':')[2].partition('/')[0]}/hooks"
        await connection.execute(update(webhooks).values(url=url))
    await desk.deliver(1, allows_private=False)
    assert desk.receiver.heard == []
    (attempt,) = (await desk.get("/deliveries"))["deliveries"]
    assert attempt["status"] is None
    assert "open internet" in attempt["error"]


async def test_a_subscription_inside_is_refused(desk: Desk, made: Project) -> None:
    desk.client._transport.app.state.settings.webhooks_private = False  # type: ignore[attr-defined]
    for url in ("https://127.0.0.1/", "https://localhost/", "http://example.org/"):
        response = await desk.client.post("/v1/webhooks", json={"url": url}, headers={"Origin": SITE})
        assert (response.status_code, response.json()["type"]) == (422, "/problems/receiver-refused"), url


async def test_a_receiver_that_is_not_there_is_a_failure(desk: Desk, made: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    await desk.subscribe(url=f"http://127.0.0.1:{port}/")
    await desk.deliver(1)
    (attempt,) = (await desk.get("/deliveries"))["deliveries"]
    assert attempt["status"] is None
    assert "Connect" in attempt["error"]
