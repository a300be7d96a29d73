"""Only the producer of now enters its room, for receipts also a reporter (2.5, 5.1); others are told."""

import httpx
import pytest
from pydantic import SecretStr

from backend.app import create_app
from backend.settings import Settings
from tests.backend.accounts.wallets import deploy
from tests.backend.api.server import serve
from tests.backend.conftest import Follow
from tests.backend.royalties.conftest import key_of
from tests.backend.web.room.conftest import Browser, Enter, find_token, sign_text
from tests.backend.world import Project, World


def pages(project: Project) -> list[str]:
    base = f"/en/room/{project.campaign}"
    return [base, f"{base}/backers", f"{base}/backers.csv", f"{base}/news", f"{base}/announce"]


async def test_the_producer_enters_and_reads_all_pages_in_both_languages(
    project: Project, enter: Enter
) -> None:
    browser = await enter("producer")
    listed = await browser.read("/en/room")
    assert f"/en/room/{project.campaign}" in listed.values("href")
    for path in (*pages(project), f"/en/room/{project.campaign}/receipts"):
        for language in ("/en/", "/fr/"):
            answer = await browser.client.get(path.replace("/en/", language))
            assert answer.status_code == 200, path
            assert answer.headers["cache-control"] == "no-store"
    page = await browser.read(f"/en/room/{project.campaign}")
    assert "1,000.00 EURC of a goal of" in page.text
    assert "The holders are asked nothing" in page.text


async def test_nobody_enters_without_signing_in(project: Project, browser: Browser) -> None:
    for path in (*pages(project), f"/en/room/{project.campaign}/receipts"):
        page = await browser.read(path, 401)
        assert "sign in with its wallet" in page.text
        assert "/en/room" in page.values("href")
    french = await browser.read(f"/fr/room/{project.campaign}", 401)
    assert "connectez-vous avec son portefeuille" in french.text


async def test_a_stranger_who_is_signed_in_is_told_whose_room_it_is(
    project: Project, world: World, enter: Enter
) -> None:
    browser = await enter("stranger")
    for path in (*pages(project), f"/en/room/{project.campaign}/receipts"):
        page = await browser.read(path, 403)
        assert f"signed in as {world.stranger}, which is not the producer" in page.text
    assert "leads no project" in (await browser.read("/en/room")).text


async def test_a_collector_enters_the_receipts_alone(project: Project, enter: Enter) -> None:
    """5.1: the terms name who reports beside the producer."""
    browser = await enter("collector")
    receipts = f"/en/room/{project.campaign}/receipts"
    await browser.read(receipts)
    for path in pages(project)[1:]:
        await browser.read(path, 403)
    answer = await browser.client.get(f"/en/room/{project.campaign}")
    assert (answer.status_code, answer.headers["location"]) == (303, receipts)
    assert receipts in (await browser.read("/en/room")).values("href")


async def test_who_hands_the_role_on_is_out_and_who_takes_it_is_in(
    project: Project, world: World, enter: Enter, follow: Follow
) -> None:
    """2.5: the role is offered, and then taken."""
    browser, path = await enter("producer"), f"/en/room/{project.campaign}"
    world.act(world.producer, "Campaign", project.campaign, "offerProducer", world.stranger)
    await follow()
    await browser.read(path)
    await browser.sign_in("stranger")
    assert "offers you its role" in (await browser.read("/en/room")).text
    await browser.read(path, 403)
    world.act(world.stranger, "Campaign", project.campaign, "acceptProducer")
    await follow()
    await browser.read(path)
    await browser.sign_in("producer")
    await browser.read(path, 403)


async def test_the_cookie_is_read_by_no_script_and_goes_to_no_other_site(
    project: Project, browser: Browser
) -> None:
    answer = await browser.sign_in("producer")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("coprod=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert answer.json()["url"] == "/en/room"
    session = await browser.client.get("/v1/session")
    assert session.json()["wallet"] == key_of("producer").address


async def test_by_https_the_cookie_is_of_this_host_alone(project: Project, database_url: str) -> None:
    settings = Settings(database_url=SecretStr(database_url), site_url="https://coprod.example")
    async with serve(create_app(settings)) as client:
        client.base_url = httpx.URL("https://coprod.example")
        answer = await Browser(client).sign_in("producer")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-coprod=")
        assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert (await client.get("/v1/session")).status_code == 200


async def test_who_signs_out_is_out_also_with_the_old_cookie(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    token = browser.client.cookies["coprod"]
    answer = await browser.submit("/en/room", "/en/room/sign-out", {})
    assert answer.status_code == 303
    assert "coprod" not in browser.client.cookies
    browser.client.cookies.set("coprod", token)
    await browser.read(f"/en/room/{project.campaign}", 401)
    assert (await browser.client.get("/v1/session")).status_code == 401


async def test_signing_out_everywhere_ends_all_sessions_of_the_wallet(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    first = browser.client.cookies["coprod"]
    await browser.sign_in("producer")
    assert first != browser.client.cookies["coprod"]
    page = await browser.read("/en/room")
    assert page.text.count("since ") == 2
    token = find_token(page.html, "/en/room/sign-out")
    await browser.send("/en/room/sign-out", {"form": token, "everywhere": "1"})
    browser.client.cookies.set("coprod", first)
    await browser.read(f"/en/room/{project.campaign}", 401)


async def test_a_message_signs_in_once(project: Project, browser: Browser) -> None:
    """K15."""
    key = key_of("producer")
    asked = (await browser.client.post("/v1/session/challenge", json={"wallet": key.address})).json()
    signed = {"message": asked["message"], "signature": "0x" + sign_text(key.secret, asked["message"]).hex()}
    assert (await browser.client.post("/v1/session/sign-in", json=signed)).status_code == 200
    browser.client.cookies.clear()
    again = await browser.client.post("/v1/session/sign-in", json=signed, headers={"Accept-Language": "fr"})
    assert again.status_code == 403
    assert again.json()["type"] == "/problems/sign-in-refused"
    assert "demandez-en un nouveau" in again.json()["detail"]
    assert "set-cookie" not in again.headers


async def test_a_contract_leads_its_project(world: World, browser: Browser, follow: Follow) -> None:
    """ERC-1271: the role of a producer was handed to a wallet that is a contract."""
    wallet = deploy(world, "OwnedWallet", ("address", world.fan))
    asked = await browser.client.post("/v1/session/challenge", json={"wallet": wallet})
    assert asked.status_code == 503, "nothing is mirrored yet"
    await follow()
    asked = await browser.client.post("/v1/session/challenge", json={"wallet": wallet})
    message = asked.json()["message"]
    for name, status in (("stranger", 403), ("fan", 200)):
        signature = "0x" + sign_text(key_of(name).secret, message).hex()
        signed = {"message": message, "signature": signature}
        answer = await browser.client.post("/v1/session/sign-in", json=signed)
        assert answer.status_code == status, answer.text
    assert answer.json()["wallet"] == wallet


async def test_without_a_script_the_message_is_signed_elsewhere(project: Project, browser: Browser) -> None:
    key = key_of("producer")
    answer = await browser.send("/en/room", {"address": key.address.lower()})
    message = answer.text.partition('readonly spellcheck="false">')[2].partition("</textarea>")[0]
    message = message.replace("&#39;", "'")
    assert message.startswith("coprod.example wants you to sign in")
    wrong = {"address": key.address, "message": message, "signature": "0x" + bytes(65).hex()}
    refused = await browser.send("/fr/room/sign-in", wrong)
    assert refused.status_code == 403
    assert "n’a pas signé ce message" in refused.text
    assert message.splitlines()[0] in refused.text, "it can be signed again"
    right = wrong | {"signature": " " + sign_text(key.secret, message).hex() + "\n"}
    entered = await browser.send("/en/room/sign-in", right)
    assert (entered.status_code, entered.headers["location"]) == (303, "/en/room")
    await browser.read(f"/en/room/{project.campaign}")


@pytest.mark.parametrize("typed", ["", "0x12", "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756cC2"])
async def test_a_wrong_address_is_explained_beside_the_form(
    project: Project, browser: Browser, typed: str
) -> None:
    answer = await browser.send("/en/room", {"address": typed})
    assert answer.status_code == 422
    assert "Copy it whole from your wallet" in answer.text


async def test_forms_of_other_sites_and_of_other_sessions_do_nothing(project: Project, enter: Enter) -> None:
    browser, action = await enter("producer"), f"/en/room/{project.campaign}/news"
    words = {"title_en": "Hello", "text_en": "World"}
    token = find_token((await browser.read(action)).html, action)
    assert (
        await browser.send(action, words | {"form": token}, origin="https://evil.example")
    ).status_code == 403
    for wrong in ({}, {"form": ""}, {"form": "0" * 64}):
        answer = await browser.send(action, words | wrong)
        assert answer.status_code == 403
        assert "belongs to another session" in answer.text
    await browser.sign_in("producer")
    assert (await browser.send(action, words | {"form": token})).status_code == 403
    assert "Hello" not in (await browser.read(action)).text


async def test_an_unnamed_site_signs_in_on_this_machine_only(project: Project, database_url: str) -> None:
    async with serve(create_app(Settings(database_url=SecretStr(database_url)))) as client:
        wallet = {"wallet": key_of("producer").address}
        refused = await client.post("/v1/session/challenge", json=wallet)
        assert refused.status_code == 503
        assert "COPROD_SITE_URL" in refused.json()["detail"]
        client.base_url = httpx.URL("http://127.0.0.1:8000")
        assert (await client.post("/v1/session/challenge", json=wallet)).status_code == 200


async def test_a_project_that_is_not_is_not_found(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    await browser.read(f"/en/room/{project.waterfall}", 404)
    await browser.read("/en/room/0x12", 422)


async def test_what_anybody_proposed_is_given_no_room_to_fill(
    project: Project, world: World, enter: Enter, follow: Follow
) -> None:
    """2.2: or a stranger would write on this site, and fill its disk, for the price of one transaction."""
    proposed = world.propose()
    await follow()
    browser, base = await enter("producer"), f"/en/room/{proposed.campaign}"
    words = {"title_en": "Out now", "text_en": "Listen."}
    for deed in ("news", "receipts", "evidence"):
        answer = await browser.submit(base, f"{base}/{deed}", words, {"file": ("a.txt", b"1")})
        assert answer.status_code == 403
        assert "once the platform has approved the project" in answer.text
    world.approve(proposed)
    await follow()
    assert (await browser.submit(f"{base}/news", f"{base}/news", words)).status_code == 303
