"""`new` writes descriptions that make sense: check has nothing to say of them but what is blank (9.1)."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.description.comments import paragraphs, translate_comments
from scripts.description.creation import MODEL_FILES, draft, write
from scripts.description.inspection import Inspection, assume, inspect
from scripts.description.places import Places
from scripts.description.preset import read_preset, read_terms
from scripts.description.questions import model_question, questions
from scripts.language import speaking
from scripts.refusal import Refused
from scripts.terminal.new import collect

MODELS = list(MODEL_FILES)


def created(folder: Path, options: dict[str, str]) -> Path:
    made = draft(collect(options, ask_nothing=True), folder / "work.toml")
    write(made)
    return made.description


def serious(inspection: Inspection) -> list[str]:
    """All that is found but blank addresses and notes."""
    return [f"{each.key}: {each.problem}" for each in inspection.remarks if not harmless(each)]


def harmless(remark: Any) -> bool:
    return remark.level == "note" or (remark.key.startswith("people.") and "is blank" in remark.problem)


@pytest.mark.parametrize("model", MODELS)
def test_usual_answers_are_the_model(model: str, tmp_path: Path) -> None:
    """Word for word the same terms, but for prospectus and picture, which lie elsewhere."""
    file = created(tmp_path, {"model": model})
    assert not serious(inspect(file))
    terms, base = (
        read_terms(values, assume(values, where.parent))[0]
        for where in (file, MODEL_FILES[model])
        for values in [read_preset(where)]
    )
    kept = {"document_hash": base.document_hash, "document_uri": base.document_uri}
    near = base.campaign.opens_at, base.campaign.closes_at
    assert abs(terms.campaign.opens_at - near[0]) in (0, 3_600)
    if terms.campaign.opens_at == near[0]:
        assert terms._replace(**kept) == base


@settings(max_examples=60, deadline=None)
@given(
    model=st.sampled_from(MODELS),
    price=st.sampled_from(["1", "5", "12.5", "40"]),
    shares=st.integers(200, 20_000),
    percent=st.integers(3, 90),
)
def test_any_sums_add_up(
    model: str, price: str, shares: int, percent: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The budget can be met at this price; the answers that follow are the usual ones."""
    part = Decimal(100 if model == "community" else percent)
    budget = Decimal(price) * shares * 100 / part
    options = {"model": model, "price": price, "budget": f"{budget:.2f}"}
    if model != "community":
        options["community"] = str(percent)
    inspection = inspect(created(tmp_path_factory.mktemp("new"), options))
    assert not inspection.of("error")
    assert not [each for each in serious(inspection) if each.startswith(("total_budget", "goal", "most_"))]


def test_answers_stand_in_the_file(tmp_path: Path) -> None:
    address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    options = {
        "model": "label",
        "name": 'L’"été"',
        "symbol": "ETE",
        "currency": "USDC",
        "budget": "10 000",
        "community": "50",
        "price": "12.50",
        "shares": "300",
        "goal": "3000",
        "opens": "3 semaines",
        "open-for": "20 days",
        "english": "Back\\slash.",
        "french": "Été.",
        "financier.label": "7000",
        "person.artist": address.lower(),
    }
    values = tomllib.loads(created(tmp_path, options).read_text())
    assert (values["name"], values["symbol"], values["currency"]) == ('L’"été"', "ETE", "USDC")
    assert (values["total_budget"], values["price"], values["most_shares"]) == (10_000, "12.50", 300)
    assert (values["goal"], values["opens_in"], values["open_for"]) == (3_000, "3 weeks", "20 days")
    assert values["page"] == {"english": "Back\\slash.", "french": "Été.", "poster": "work.svg"}
    assert values["people"] == {"collector": "", "artist": address, "label": ""}
    assert values["financiers"][0]["amount"] == 7_000
    assert [each["recoups"] for each in values["positions"][:2]] == [3_750, 7_000]


def test_opening_may_be_a_moment(tmp_path: Path) -> None:
    file = created(tmp_path, {"model": "community", "opens": "2099-03-01T12:00:00+02:00"})
    assert "opens_at = 2099-03-01T10:00:00Z\n" in file.read_text()
    assert "opens_in" not in tomllib.loads(file.read_text())


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"model": "lottery"}, "--model: choose one of community, label, complement, professional"),
        ({"name": " "}, "--name: write a name"),
        ({"name": "a\x07b"}, "--name: write it on one line"),
        ({"symbol": "É"}, "--symbol: write 2 to 11 letters"),
        ({"budget": "much"}, "--budget: 'much' is not a number"),
        ({"budget": "0"}, "--budget: write more than 0"),
        ({"budget": "1.234"}, "--budget: write more than 0, with two decimals"),
        ({"price": "60001"}, "--price: fans may bring 60000 in all"),
        ({"price": "7"}, "--price: shares at this price never make 60000"),
        ({"shares": "5999"}, "--shares: nobody else pays: it takes 6000 shares"),
        ({"goal": "60001"}, "--goal: all shares together bring 60000"),
        ({"goal": "59999"}, "--goal: nobody else pays: the goal is the whole budget"),
        ({"model": "label", "community": "101"}, "--community: write 100 or less"),
        ({"model": "label", "shares": "2001"}, "--shares: write a whole number from 1 to 2000"),
        (
            {"model": "label", "financier.label": "19999"},
            "--financier label: goal and financiers do not reach",
        ),
        ({"opens": "soon"}, "--opens: 'soon' is no length of time"),
        ({"opens": "2020-01-01T00:00:00Z"}, "--opens: the opening has to lie ahead"),
        ({"opens": "2099-01-01T00:00:00"}, "--opens: in which time zone?"),
        ({"opens": "2099-13-01T00:00:00Z"}, "--opens: write a moment"),
        ({"open-for": "400 days"}, "--open-for: write more than nothing, and 365 days"),
        ({"person.artist": "0x12"}, "--person artist: who is the person '0x12'?"),
        ({"person.artist": "0x" + 40 * "0"}, "--person artist: the zero address is nobody's"),
        ({"person.cook": "0x12"}, "the model community does not ask for person.cook"),
    ],
    ids=str,
)
def test_wrong_answers_are_told(options: dict[str, str], problem: str) -> None:
    with pytest.raises(Refused) as refusal:
        collect({"model": "community"} | options, ask_nothing=True)
    assert problem in str(refusal.value)
    with speaking("fr"), pytest.raises(Refused) as french:
        collect({"model": "community"} | options, ask_nothing=True)
    assert str(french.value) != str(refusal.value)


@pytest.mark.parametrize("model", MODELS)
def test_comments_are_french_and_values_the_same(model: str, tmp_path: Path) -> None:
    english = created(tmp_path, {"model": model})
    text, values = english.read_text(), tomllib.loads(english.read_text())
    with speaking("fr"):
        write(draft(collect({"model": model}, ask_nothing=True), english))
    assert tomllib.loads(english.read_text()) == values
    assert not set(paragraphs(english.read_text())) & set(paragraphs(text))
    for written in (text, english.read_text()):
        assert all(len(line) <= 118 for line in written.split("\n") if line.startswith("# "))


def test_commands_in_comments_stay(tmp_path: Path) -> None:
    text = MODEL_FILES["label"].read_text()
    with speaking("fr"):
        french = translate_comments(text)
    commands = [line for line in text.split("\n") if line.startswith("#   ")]
    assert commands == [line for line in french.split("\n") if line.startswith("#   ")]


@pytest.mark.parametrize("model", MODELS)
def test_prospectus_says_the_terms_in_both_languages(model: str, tmp_path: Path) -> None:
    file = created(tmp_path, {"model": model, "price": "2", "name": "Autre"})
    said = file.with_suffix(".md").read_text()
    french, _, english = said.partition("## English")
    assert said.startswith("# Autre\n\n## Français\n")
    assert "2,00\u00a0EURC" in french.replace("USDC", "EURC")
    assert "2.00\u00a0EURC" in english.replace("USDC", "EURC")
    for position in tomllib.loads(file.read_text())["positions"]:
        label = position["label"].partition(" / ")
        assert label[0] in french
        assert (label[2] or label[0]) in english


@pytest.mark.parametrize("model", MODELS)
def test_every_question_has_a_line_of_its_own(model: str) -> None:
    """What is asked for is a key of the preset, and stands there on one line."""
    text = MODEL_FILES[model].read_text()
    asked = [model_question(), *questions(read_preset(MODEL_FILES[model]))]
    assert {each.key for each in asked} <= Places(text).paths()
    assert all(each.text and each.why for each in asked)
    assert len({each.option for each in asked}) == len(asked)
