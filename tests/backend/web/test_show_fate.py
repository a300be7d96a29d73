"""The page of a transaction: what became of it, in words, until nothing can change it (7.3)."""

import httpx
import pytest

from tests.backend.fates.conftest import client, desk, node
from tests.backend.fates.desk import Desk
from tests.backend.web.markup import Page

__all__ = ["client", "desk", "node"]

ASKED_BY_HTMX = {"HX-Request": "true"}


async def read(desk: Desk, path: str, status: int = 200) -> Page:
    response = await desk.client.get(path)
    assert response.status_code == status, response.text
    assert response.headers["cache-control"] == "no-store"
    return Page(response.text)


async def fragment(desk: Desk, path: str) -> httpx.Response:
    return await desk.client.get(path, headers=ASKED_BY_HTMX)


async def test_it_is_told_from_asked_to_final(desk: Desk) -> None:
    """7.3: whole without JavaScript, with the block that it is true of."""
    fate = await desk.post()
    page = await read(desk, fate["url"])
    assert "Your wallet has it before it" in page.text
    assert desk.world.fan in page.text
    await desk.put(fate["id"], hash=desk.contribute())
    assert "waits for a block" in (await read(desk, fate["url"])).text
    desk.world.mine()
    await desk.work()
    page = await read(desk, fate["url"])
    assert "It is done, in block" in page.text
    assert f"/en/projects/{desk.project.campaign}" in page.values("href")
    desk.world.mine(70)
    await desk.work()
    page = await read(desk, f"/fr/transactions/{fate['id']}")
    assert "C’est fait pour de bon" in page.text
    assert [each for each in page.values("hx-get") if fate["id"] in each] == []


async def test_htmx_asks_until_something_changes(desk: Desk) -> None:
    """7.3: nothing is put in place of what is the same, so that nobody hears it twice."""
    fate = await desk.post()
    page = await read(desk, fate["url"])
    (again,) = [each for each in page.values("hx-get") if fate["id"] in each]
    unchanged = await fragment(desk, again)
    assert (unchanged.status_code, unchanged.text) == (204, "")
    await desk.put(fate["id"], outcome="refused")
    changed = await fragment(desk, again)
    assert changed.status_code == 200
    assert changed.text.strip().startswith('<div class="fate"')
    assert "You said no in your wallet" in changed.text
    assert "hx-get" not in changed.text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "no money of it moved"), ("fr", "rien de cet argent n’a bougé")],
)
async def test_why_it_failed_is_said_in_words(desk: Desk, language: str, words: str) -> None:
    """7.3: and in the contract's own, for who knows the contract."""
    call = [{"to": desk.project.campaign, "data": "0x" + desk.data("contribute", 10**6, 0).hex()}]
    fate = await desk.post(calls=call)
    await desk.put(fate["id"], hash=desk.contribute(10**6))
    desk.world.mine()
    await desk.work()
    page = await read(desk, f"/{language}/transactions/{fate['id']}")
    assert "Campaign_" in page.text
    assert words in page.text
    reason = (await desk.get(fate["id"], **{"Accept-Language": language}))["reason"]
    assert " ".join(reason.split()) in page.text


async def test_a_wallet_s_transactions_are_listed(desk: Desk) -> None:
    """7.3: those that the chain has shown; what somebody only says is not there."""
    path = f"/en/portfolio/{desk.world.fan}/transactions"
    await desk.post()
    assert "Nothing that this wallet sent" in (await read(desk, path)).text
    fate = await desk.post()
    await desk.put(fate["id"], hash=desk.contribute())
    page = await read(desk, path)
    assert "Buy shares" in page.text
    assert f"/en/transactions/{fate['id']}" in page.values("href")
    block = await fragment(desk, path)
    assert block.text.strip().startswith('<ul class="fates">')
    lower = await desk.client.get(path.replace(desk.world.fan, desk.world.fan.lower()))
    assert lower.status_code == 308


async def test_an_address_without_a_language_leads_to_the_reader_s(desk: Desk) -> None:
    """7.3"""
    fate = await desk.post()
    answer = await desk.client.get(f"/transactions/{fate['id']}", headers={"Accept-Language": "fr"})
    assert (answer.status_code, answer.headers["location"]) == (307, f"/fr/transactions/{fate['id']}")


async def test_what_is_not_followed_is_not_found(desk: Desk) -> None:
    """7.3"""
    response = await desk.client.get("/en/transactions/nothing")
    assert response.status_code == 404
    assert "This transaction is not known here" in Page(response.text).text
