"""What goes wrong with receipts is told to a French producer in French: nothing is quoted in English."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.contracts import find_entry
from backend.chain.contracts import selector as selector_of
from backend.eip55 import to_bytes
from backend.errors import CoprodError
from backend.royalties.deposits import REVERTS
from backend.royalties.importers.mapping_words import MAPPING
from backend.royalties.importers.words import FINDINGS
from backend.royalties.statements.words import STOPPED
from backend.sentences import SaidError, Sentence
from backend.tables import statements
from backend.web.pages import make_environment
from tests.backend.royalties.findings import MAPPED_FILES, UNUSABLE, content_of
from tests.backend.royalties.office import RECORD, small_file
from tests.backend.royalties.receipts import DISTROKID, distrokid, file_of
from tests.backend.royalties.test_tell_findings import find
from tests.backend.terms import EURO
from tests.backend.web.markup import Page
from tests.backend.web.room.conftest import Browser, Enter
from tests.backend.web.room.test_import_receipts import RATE, room_of
from tests.backend.world import Project, World

WARNING = "executable-cell"
"""The only finding with which a file passes."""
BY_TERMINAL = {"title-unknown", "title-ambiguous", "title-contradictory", "rule-invalid"}
"""Only commands name titles, and set rules."""
REACHING = (
    "backend.addresses",
    "backend.amounts",
    "backend.chain.errors",
    "backend.royalties.importers",
    "backend.royalties.moves",
    "backend.royalties.statements",
    "backend.web.room",
)


def spaced(text: str) -> str:
    """As Page has it."""
    return re.sub(r"\s+", " ", text)


def french(project: Project) -> str:
    return room_of(project).replace("/en/", "/fr/")


async def bring(
    browser: Browser, project: Project, content: bytes, mapping: bytes = b"", **changes: str
) -> httpx.Response:
    path = french(project)
    files = {"file": (RECORD, content)} | ({"mapping": ("m.toml", mapping)} if mapping else {})
    return await browser.submit(path, path, RATE | changes, files)


async def newest(browser: Browser, project: Project) -> str:
    page = await browser.read(french(project))
    return next(each for each in page.values("href") if each.startswith(french(project) + "/"))


def assert_all_french(page: Page) -> None:
    """But for links to what is English itself."""
    assert not [tag for tag, each in page.elements if each.get("lang") == "en" and tag != "a"]


async def test_every_finding_is_told_in_french(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    for kind in set(FINDINGS) - {WARNING}:
        mapping = MAPPED_FILES[kind][0].encode() if kind in MAPPED_FILES else b""
        answer = await bring(browser, project, content_of(kind), mapping)
        assert answer.status_code == 422, kind
        page, found = Page(answer.text), find(kind)
        assert spaced(found.say("fr")) in page.text, kind
        assert spaced(found.say("en")) not in page.text, kind
        assert_all_french(page)


async def test_a_warning_is_told_in_french(project: Project, enter: Enter) -> None:
    content = file_of(DISTROKID, [distrokid(title="=1+1")])
    answer = await bring(await enter("producer"), project, content)
    assert answer.status_code == 200
    page = Page(answer.text)
    assert "un tableur exécuterait « =1+1 » : la cellule est gardée comme texte" in page.text
    assert_all_french(page)


async def test_every_fault_of_a_mapping_is_told_in_french(project: Project, enter: Enter) -> None:
    browser = await enter("producer")
    for kind in MAPPING:
        answer = await bring(browser, project, small_file(), UNUSABLE[kind])
        assert answer.status_code == 422, kind
        page = Page(answer.text)
        own = re.sub(r"\{[^}]*\}", "{}", MAPPING[kind][0]).split("{}")
        assert all(spaced(each).strip() in page.text for each in own), kind
        assert_all_french(page)


def reaching(kind: type[CoprodError] = CoprodError) -> Iterator[type[CoprodError]]:
    """What can go wrong in these pages."""
    for each in kind.__subclasses__():
        if each.__module__.startswith(REACHING) and each.type not in BY_TERMINAL:
            yield each
        yield from reaching(each)


def test_no_problem_is_without_french() -> None:
    """A new one fails here until templates/room/problems.html, or its own words, say it in French."""
    explain = make_environment("fr").get_template("room/problems.html").make_module().explain  # type: ignore[attr-defined]
    met = set(reaching())
    assert len(met) > 30
    for kind in met:
        if hasattr(kind, "say"):
            continue
        problem = kind.__new__(kind)
        problem.__dict__ |= {"detail": "What is English.", "name": "file", "problems": [], "unlisted": 1}
        problem.__dict__ |= {"count": 1, "lines": (), "titles": (), "findings": ()}
        said = str(explain(problem))
        assert "What is English." not in said, kind
        assert len(said) > 20, kind


async def stop(engine: AsyncEngine, path: str, error: str, cause: dict[str, Any] | None) -> None:
    async with engine.begin() as connection:
        mine = statements.c.id == int(path.rpartition("/")[2])
        await connection.execute(update(statements).where(mine).values(error=error, cause=cause))


def cause_of(kind: str, world: World) -> dict[str, Any]:
    money = {
        name: [amount * EURO, 6, "EURC"] for name, amount in (("balance", 1), ("net", 3), ("missing", 2))
    }
    return {
        "kind": kind,
        "values": {"holder": world.producer, "missing": 2} | (money if kind == "balance" else {}),
    }


async def test_what_stopped_a_deposit_is_told_in_french(
    project: Project, world: World, enter: Enter, engine: AsyncEngine
) -> None:
    browser = await enter("producer")
    await bring(browser, project, small_file("10.00"))
    path = await newest(browser, project)
    await browser.submit(path, f"{path}/approve", {})
    for kind in STOPPED:
        cause = cause_of(kind, world)
        sentence = Sentence(STOPPED, kind, cause["values"])
        await stop(engine, path, sentence.say("en"), cause)
        page = await browser.read(path)
        assert spaced(f"Le dépôt ne peut pas continuer. {sentence.say('fr')}") in page.text
        assert sentence.say("en") not in page.text
        assert_all_french(page)
    assert "envoyez-lui" in Sentence(STOPPED, "balance", cause_of("balance", world)["values"]).say("fr")


async def test_what_a_contract_answered_is_told_in_french(
    project: Project, world: World, enter: Enter, engine: AsyncEngine
) -> None:
    browser = await enter("producer")
    await bring(browser, project, small_file("10.00"))
    path = await newest(browser, project)
    await browser.submit(path, f"{path}/approve", {})
    data = selector_of(find_entry("Waterfall", "error", "Waterfall_OnlyReporter")) + to_bytes(
        world.fan
    ).rjust(32, b"\0")
    values = {"contract": project.waterfall, "data": "0x" + data.hex()}
    await stop(engine, path, "The contract answers.", {"kind": REVERTS, "values": values})
    page = await browser.read(path)
    assert "Seuls le producteur et les collecteurs du projet déposent des relevés." in page.text
    assert_all_french(page)


async def test_what_was_noted_in_english_only_stays_readable(
    project: Project, enter: Enter, engine: AsyncEngine
) -> None:
    """Before causes were kept: said to be English, in both languages word for word."""
    browser = await enter("producer")
    await bring(browser, project, small_file("10.00"))
    path = await newest(browser, project)
    await browser.submit(path, f"{path}/approve", {})
    await stop(engine, path, "Somebody else used the allowance of 0x1.", None)
    page = await browser.read(path)
    assert "n’a été noté qu’en anglais" in page.text
    assert '<q lang="en">Somebody else used the allowance of 0x1.</q>' in page.html


async def test_a_wallet_with_too_little_is_told_how_much_is_missing(
    project: Project, world: World, enter: Enter
) -> None:
    """5.1: by the reporter's own wallet."""
    browser = await enter("producer")
    await bring(browser, project, small_file("1000.00"))
    path = await newest(browser, project)
    await browser.submit(path, f"{path}/approve", {})
    (had,) = world.call("IERC20Metadata", world.currency, "balanceOf", world.producer)
    world.act(world.producer, "IERC20Metadata", world.currency, "transfer", world.stranger, had - EURO)
    page = await browser.read(path)
    short = f"Le compte {world.producer} a 1,00 EURC, et le net est de 1 000,00 EURC"
    assert f"Il n’y a rien à envoyer maintenant. {short} : envoyez-lui d’abord 999,00 EURC." in page.text
    assert_all_french(page)
    page = await browser.read(path.replace("/fr/", "/en/"))
    assert "send it 999.00 EURC first." in page.text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rate": "0"}, "Le taux de USD en EURC doit être supérieur à zéro."),
        (
            {"rate_source": "x", "currency": "EURC", "rate": "1,50"},
            "Le taux de EURC en EURC est 1, et non 1,50.",
        ),
        (
            {"currency": "EUR"},
            "Le fichier est en USD : donnez un taux depuis cette monnaie, et non depuis « EUR ».",
        ),
    ],
)
async def test_a_rate_that_cannot_be_used_is_told_in_french(
    project: Project, enter: Enter, change: dict[str, str], told: str
) -> None:
    answer = await bring(await enter("producer"), project, small_file(), **change)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert f"Rien n’a été enregistré. {told}" in page.text
    assert_all_french(page)


async def test_more_refunds_than_receipts_are_told_in_french(project: Project, enter: Enter) -> None:
    answer = await bring(await enter("producer"), project, small_file("-1.00"))
    assert answer.status_code == 422
    assert "Le brut de ce relevé est inférieur à zéro" in Page(answer.text).text


def test_every_error_of_words_takes_its_own() -> None:
    """A kind without words is a mistake that only its raising would show."""
    for kind in SaidError.__subclasses__():
        assert kind.sentences, kind
    with pytest.raises(KeyError):
        Sentence(STOPPED, "unheard-of", {}).say("fr")
    assert (
        Sentence({"x": ("{a:exact}", "{a:exact}")}, "x", {"a": Decimal("-1234.50")}).say("fr")
        == "-1\u202f234,50"
    )
