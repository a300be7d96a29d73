"""The producer announces a release with evidence hashed here; holders object under its eyes (4.1, 4.2)."""

from pathlib import Path
from typing import Any

import pytest
from eth_utils.crypto import keccak

from tests.backend.conftest import Follow
from tests.backend.web.markup import Page
from tests.backend.web.room.conftest import Browser, Enter
from tests.backend.world import Project, World

INVOICES = b"%PDF-1.7 invoices \x00\xff"
URI = "https://example.org/invoices.pdf"


async def give(browser: Browser, project: Project, fields: dict[str, str], file: bytes | None = None) -> Any:
    base = f"/en/room/{project.campaign}"
    files = {"file": ("../invoices.pdf", file) if file is not None else ("", b"")}
    return await browser.submit(f"{base}/announce", f"{base}/evidence", {"milestone": "0"} | fields, files)


def read_form(html: str) -> dict[str, str]:
    """What the wallet is given."""
    page, wanted = Page(html), ("milestone", "evidence_hash", "uri")
    (form,) = (each for each in page.all("form") if each.get("data-call") == "announce")
    hidden = [each for each in page.all("input") if each.get("type") == "hidden" and each["name"] in wanted]
    return {"campaign": form["data-campaign"], "wallet": form["data-wallet"]} | {
        each["name"]: each["value"] for each in hidden
    }


async def test_a_file_is_hashed_announced_and_objected_to(
    project: Project, world: World, enter: Enter, follow: Follow, tmp_path: Path
) -> None:
    browser = await enter("producer")
    answer = await give(browser, project, {"uri": URI}, INVOICES)
    assert answer.status_code == 200
    wish = read_form(answer.text)
    assert wish["evidence_hash"] == "0x" + keccak(INVOICES).hex()
    assert "invoices.pdf" in answer.text
    assert "../" not in answer.text
    origin = {"Origin": "http://coprod.example"}
    prepared = (await browser.client.post("/v1/calls/announce", json=wish, headers=origin)).json()
    assert prepared["simulation"]["succeeds"] is True, prepared
    (call,) = prepared["calls"]
    world.send(world.producer, call["to"], bytes.fromhex(call["data"][2:]))
    world.object(project, world.second_fan)
    await follow()
    page = await browser.read(f"/en/room/{project.campaign}")
    assert "You announced the release of" in page.text
    assert "Holders who objected 1 Their shares 40 Shares that stop it 3" in page.text
    public = await browser.read(f"/en/projects/{project.campaign}")
    assert URI in public.values("href")
    again = await browser.read(f"/en/room/{project.campaign}/announce")
    assert 'class="warning"' in again.html


async def test_a_text_is_carried_by_the_announcement_itself(project: Project, enter: Enter) -> None:
    text = "Le tournage <b>est</b> fini."
    answer = await give(await enter("producer"), project, {"text": text})
    wish = read_form(answer.text)
    assert wish["evidence_hash"] == "0x" + keccak(text=text).hex()
    assert wish["uri"].startswith("data:text/plain;charset=utf-8;base64,")
    page = Page(answer.text)
    assert f"The text, which the announcement itself carries {text}" in page.text
    assert "base64" not in page.text


async def test_a_hash_from_elsewhere_is_taken_as_it_is(project: Project, enter: Enter) -> None:
    digest = "0x" + 32 * "Ab"
    answer = await give(await enter("producer"), project, {"evidence_hash": digest, "uri": URI})
    assert read_form(answer.text)["evidence_hash"] == digest.lower()


@pytest.mark.parametrize(
    ("fields", "file", "told"),
    [
        ({}, None, "Give one of three"),
        ({"text": "a", "uri": URI}, INVOICES, "Give one of three"),
        ({}, INVOICES, "Say where holders can read it"),
        ({"uri": "javascript:alert(1)"}, INVOICES, "Say where holders can read it"),
        ({"uri": "https://x/" + "y" * 1_024}, INVOICES, "Say where holders can read it"),
        ({"evidence_hash": "0x12", "uri": URI}, None, "A hash is 0x and 64"),
        ({"text": "é" * 400}, None, "about 730 bytes"),
    ],
)
async def test_what_is_no_evidence_is_explained(
    project: Project, enter: Enter, fields: dict[str, str], file: bytes | None, told: str
) -> None:
    answer = await give(await enter("producer"), project, fields, file)
    assert answer.status_code == 422
    assert told in answer.text
    assert 'data-call="announce"' not in answer.text
