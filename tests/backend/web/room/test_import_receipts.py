"""A file becomes money in wallets, from the room (rules 5.1, 7.2): refused whole, previewed through the
waterfall, approved, deposited by the reporter's own wallet."""

from typing import Any

import httpx
import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.royalties.statements.approvals import Rule, describe_rule, set_rule
from backend.royalties.statements.signing import sign
from backend.tables import statement_lines, statements
from tests.backend.conftest import Follow
from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.office import CHAIN_ID, FILM, RECORD, sample, small_file
from tests.backend.royalties.receipts import DATA
from tests.backend.terms import EURO
from tests.backend.web.room.conftest import Browser, Enter, find_token
from tests.backend.world import Project, World

RATE = {"currency": "USD", "rate": "1", "rate_source": "ECB", "rate_date": "2026-10-01", "rest": "ours"}


def room_of(project: Project, number: int | None = None) -> str:
    return f"/en/room/{project.campaign}/receipts" + (f"/{number}" if number else "")


async def bring(
    browser: Browser, project: Project, content: bytes, name: str = RECORD, **changes: str
) -> httpx.Response:
    path = room_of(project)
    return await browser.submit(path, path, RATE | changes, {"file": (name, content)})


async def count(engine: AsyncEngine) -> tuple[int, int]:
    """Statements and lines in the database."""
    async with engine.connect() as connection:
        return tuple(  # type: ignore[return-value]
            [len((await connection.execute(select(each))).all()) for each in (statements, statement_lines)]
        )


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_problem_is_told_by_line_and_column_and_nothing_is_stored(
    project: Project, enter: Enter, engine: AsyncEngine, language: str
) -> None:
    browser = await enter("producer")
    content = (DATA / "broken" / "distrokid-bad-cells.tsv").read_bytes()
    path = room_of(project).replace("/en/", f"/{language}/")
    answer = await browser.submit(path, path, RATE, {"file": ("bad.tsv", content)})
    assert answer.status_code == 422
    line = "ligne" if language == "fr" else "line"
    for place in ("9, Earnings (USD)", "14, Quantity", "22, Sale Month"):
        assert f"{line} {place}" in answer.text
    said = "a été refusé en entier, et rien n’a été enregistré" if language == "fr" else "was refused whole"
    assert said in answer.text
    assert 'value="ECB"' in answer.text, "what was typed stays"
    assert await count(engine) == (0, 0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rate": "nought"}, "the rate is no number"),
        ({"rate": "0"}, "The rate of USD to EURC must be above zero"),
        ({"rate": ""}, "say its currency, the rate"),
        ({"rate_date": "yesterday"}, "of which day"),
        ({"currency": "EUR"}, "The file is in USD: give a rate from it, not from EUR"),
    ],
)
async def test_what_is_typed_wrong_is_explained(
    project: Project, enter: Enter, engine: AsyncEngine, change: dict[str, str], told: str
) -> None:
    answer = await bring(await enter("producer"), project, small_file(), **change)
    assert answer.status_code == 422
    assert told in answer.text
    assert await count(engine) == (0, 0)


async def test_titles_are_asked_about_and_the_answers_kept(
    project: Project, enter: Enter, engine: AsyncEngine
) -> None:
    browser, path = await enter("producer"), room_of(project)
    asked = await bring(browser, project, sample(RECORD), rest="ask")
    assert asked.status_code == 409
    fields = sorted(set(asked.text.split('name="title:')[1:]))
    keys = {each.partition('"')[0] for each in fields}
    assert len(keys) >= 2
    assert await count(engine) == (0, 0)
    first, *others = sorted(keys)
    answers = {f"title:{first}": "ours"} | {f"title:{each}": "others" for each in others}
    answer = await browser.submit(
        path, path, RATE | {"rest": "ask"} | answers, {"file": (RECORD, sample(RECORD))}
    )
    assert answer.status_code == 200
    assert answer.text.count("Left out, somebody else’s:") == len(others)
    assert (await count(engine))[0] == 1


async def test_lines_of_an_earlier_file_are_asked_about(
    project: Project, enter: Enter, engine: AsyncEngine
) -> None:
    browser = await enter("producer")
    assert (await bring(browser, project, small_file())).status_code == 303
    two = small_file() + small_file("5.00").splitlines()[1] + b"\r\n"
    asked = await bring(browser, project, two)
    assert asked.status_code == 409
    assert "line 2 is in statement" in asked.text
    answer = await bring(browser, project, two, repeated="leave-out")
    assert "Left out: 1 line" in answer.text
    assert (await count(engine))[0] == 2


async def test_the_same_sales_again_are_the_same_statement(
    project: Project, enter: Enter, engine: AsyncEngine
) -> None:
    browser = await enter("producer")
    await bring(browser, project, small_file())
    answer = await bring(browser, project, small_file() + b"\r\n")
    assert answer.status_code == 200
    assert "These sales are known" in answer.text
    assert (await count(engine))[0] == 1


async def newest(browser: Browser, project: Project) -> str:
    """The page of the newest statement."""
    page = await browser.read(room_of(project))
    return next(each for each in page.values("href") if each.startswith(room_of(project) + "/"))


async def test_the_film_statement_is_previewed_through_the_waterfall(project: Project, enter: Enter) -> None:
    """5.2: the same positions and amounts as the contract's own preview."""
    browser = await enter("collector")
    answer = await bring(browser, project, sample(FILM), FILM, currency="EUR", rate="1,00")
    assert answer.status_code in (200, 303), answer.text
    page = await browser.read(await newest(browser, project))
    assert "Imported, not approved" in page.text
    assert "All, which is the net" in page.text
    french = await browser.read((await newest(browser, project)).replace("/en/", "/fr/"))
    assert "Tout, c’est-à-dire le net" in french.text


async def test_from_file_to_deposit_with_the_reporter_s_own_wallet(
    project: Project, world: World, enter: Enter, follow: Follow
) -> None:
    """5.1, 7.3: the calls are prepared, tried, and sent by the wallet; the page follows."""
    world.act(world.producer, "IERC20Metadata", world.currency, "approve", project.waterfall, 0)
    browser = await enter("producer")
    assert (await bring(browser, project, small_file("1000.00"))).status_code == 303
    path = await newest(browser, project)
    page = await browser.read(path)
    # 5 % of 1,000 off the top; of the 950 left 30 % to the producer, 665 to the holders.
    for amount in ("50.00 EURC", "285.00 EURC", "665.00 EURC"):
        assert amount in page.text
    assert "Deposit with the wallet" not in page.text
    approved = await browser.submit(path, f"{path}/approve", {})
    assert approved.status_code == 303
    page = await browser.read(path)
    assert "Approved, to be deposited" in page.text
    assert f"To be deposited by {world.producer[:6]}" in page.text
    (form,) = (each for each in page.all("form") if each.get("data-call") == "deposit")
    assert form["data-wallet"] == world.producer
    (statement,) = (each["value"] for each in page.all("input") if each.get("name") == "statement")
    wish: dict[str, Any] = {"campaign": project.campaign, "wallet": world.producer, "statement": statement}
    origin = {"Origin": "http://coprod.example", "Accept-Language": "fr"}
    prepared = (await browser.client.post("/v1/calls/deposit", json=wish, headers=origin)).json()
    assert prepared["simulation"]["succeeds"] is True, prepared
    assert prepared["summary"].startswith("Déposer 1\u202f000,00\u00a0EURC de recettes")
    assert [each["to"] for each in prepared["calls"]] == [world.currency, project.waterfall]
    for call in prepared["calls"]:
        world.send(world.producer, call["to"], bytes.fromhex(call["data"][2:]))
    await follow()
    page = await browser.read(path)
    assert "Deposited, holders are being paid" in page.text
    assert f"EURC, says ECB of 1 Oct 2026. Deposited by {world.producer[:6]}" in page.text
    assert "of the holders’ 665.00 EURC have entered so far" in page.text
    public = await browser.read(f"/en/projects/{project.campaign}")
    assert "1,000.00 EURC" in public.text


async def test_by_somebody_else_the_deposit_would_be_refused_in_words(
    project: Project, world: World, enter: Enter
) -> None:
    browser = await enter("producer")
    await bring(browser, project, small_file("10.00"))
    path = await newest(browser, project)
    await browser.submit(path, f"{path}/approve", {})
    page = await browser.read(path)
    (statement,) = (each["value"] for each in page.all("input") if each.get("name") == "statement")
    wish = {"campaign": project.campaign, "wallet": world.stranger, "statement": statement}
    origin = {"Origin": "http://coprod.example"}
    prepared = (await browser.client.post("/v1/calls/deposit", json=wish, headers=origin)).json()
    assert prepared["simulation"]["succeeds"] is False
    assert "Only the project’s producer and collectors" in prepared["simulation"]["reason"]
    unknown = wish | {"statement": "0x" + 32 * "ab"}
    assert (await browser.client.post("/v1/calls/deposit", json=unknown, headers=origin)).status_code == 404


async def test_with_a_rule_two_people_sign_the_very_call(
    project: Project, world: World, enter: Enter, engine: AsyncEngine
) -> None:
    """7.2: above the threshold two different people, by EIP-712."""
    rule = Rule(1, 100 * EURO, (world.fan, world.second_fan))
    signed = sign(key_of("producer"), describe_rule(CHAIN_ID, project.campaign, rule))
    async with engine.begin() as connection:
        await set_rule(connection, project.campaign, world.producer, rule, signed)
    browser = await enter("producer")
    await bring(browser, project, small_file("1000.00"))
    path = await newest(browser, project)
    described = (await browser.client.get(f"{path}/approval.json")).json()
    page = await browser.read(path)
    assert f'data-sign="{path}/approval.json"' in page.html

    async def approve(name: str) -> httpx.Response:
        message = encode_typed_data(full_message=described)
        signature = "0x" + bytes(Account.sign_message(message, key_of(name).secret).signature).hex()
        return await browser.submit(path, f"{path}/approve", {"signature": signature})

    assert (await browser.submit(path, f"{path}/approve", {})).status_code == 403
    refused = await approve("stranger")
    assert refused.status_code == 403
    assert (
        f"{world.stranger} signed this, and only {world.fan}, {world.second_fan} may approve" in refused.text
    )
    for broken in ("0x12", "nonsense"):
        assert (await browser.submit(path, f"{path}/approve", {"signature": broken})).status_code == 403
    for name, state in (("fan", "Imported, not approved"), ("fan", "Imported, not approved")):
        assert (await approve(name)).status_code == 303
        assert state in (await browser.read(path)).text
    assert (await approve("second_fan")).status_code == 303
    assert "Approved, to be deposited" in (await browser.read(path)).text


async def test_one_reporter_does_not_decide_about_another_s_statement(project: Project, enter: Enter) -> None:
    """5.1: it would be deposited from the other's account; the producer may decide about all."""
    browser = await enter("producer")
    await bring(browser, project, small_file())
    path = await newest(browser, project)
    await browser.sign_in("collector")
    page = await browser.read(path)
    assert "Approve" not in page.text.replace("Approved", "")
    token = find_token(page.html, "/en/room/sign-out")
    for deed in ("approve", "discard"):
        answer = await browser.send(f"{path}/{deed}", {"form": token})
        assert answer.status_code == 403
        assert "another account reports these receipts" in answer.text
    await bring(browser, project, small_file("7.00"))
    theirs = await newest(browser, project)
    assert theirs != path
    await browser.sign_in("producer")
    assert (await browser.submit(theirs, f"{theirs}/approve", {})).status_code == 303


async def test_a_discarded_statement_s_file_is_new_again(
    project: Project, enter: Enter, engine: AsyncEngine
) -> None:
    browser = await enter("producer")
    await bring(browser, project, small_file())
    path = await newest(browser, project)
    assert (await browser.submit(path, f"{path}/discard", {})).status_code == 303
    assert await count(engine) == (0, 0)
    assert (await bring(browser, project, small_file())).status_code == 303


async def test_statements_of_another_project_are_not_found(
    project: Project, world: World, enter: Enter, follow: Follow
) -> None:
    browser = await enter("producer")
    await bring(browser, project, small_file())
    number = (await newest(browser, project)).rpartition("/")[2]
    other = world.raise_funds()
    await follow()
    await browser.read(room_of(other, int(number)), 404)
