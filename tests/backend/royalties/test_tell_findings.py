"""7.2: what is wrong with a file is told in French as in English, amounts and days as each writes them."""

import re
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from backend.royalties.importers import (
    MappingUnusable,
    Problem,
    StatementRefused,
    open_statement,
    parse_mapping,
)
from backend.royalties.importers.mapping_words import MAPPING
from backend.royalties.importers.words import FINDINGS
from backend.royalties.statements.words import APPROVAL, EMPTY, NEGATIVE, NOT_READY, RATE, STOPPED
from backend.sentences import Words
from tests.backend.royalties.findings import FILES, MAPPED_FILES, UNUSABLE, content_of, mapping_of

ENGLISH = re.compile(
    r"\b(the|is|are|was|of|this|that|with|it|not|no|and|or|file|line|row|again|write|day)\b", re.I
)
"""Words that French does not have."""
EXAMPLES = r'"[^"]*"'
"""What is typed into a mapping file, between straight quotation marks."""
TABLES = (FINDINGS, MAPPING, RATE, EMPTY, NEGATIVE, APPROVAL, STOPPED, NOT_READY)


def find(kind: str) -> Problem:
    """The finding of that kind which its file makes."""
    with pytest.raises(StatementRefused) as refused:
        list(open_statement(content_of(kind), "statement.csv", mapping_of(kind)))
    (found, *_) = [each for each in (*refused.value.problems, *refused.value.warnings) if each.kind == kind]
    return found


def values_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def said(words: Words) -> Iterator[tuple[str, str]]:
    for kind, (french, _) in words.items():
        yield kind, re.sub(r"\{[^}]*\}", "", french)


def test_every_kind_has_its_file() -> None:
    """So that the tests below, and those of the pages, leave none out."""
    assert {*FILES, *MAPPED_FILES} == set(FINDINGS)
    assert set(UNUSABLE) == set(MAPPING)


@pytest.mark.parametrize("kind", FINDINGS)
def test_each_finding_has_a_sentence_in_both_languages(kind: str) -> None:
    found = find(kind)
    french, english = found.say("fr"), found.say("en")
    assert french != english
    assert str(found).endswith(english)
    assert found.code == kind.partition(".")[0]
    assert "{" not in french + english
    # Quoted from the file, and the names of formats.
    own = re.sub(r"«\u00a0[^»]*»|\([^)]*\)", "", french)
    assert not ENGLISH.search(own), french


@pytest.mark.parametrize("kind", MAPPING)
def test_each_fault_of_a_mapping_has_a_sentence_in_both_languages(kind: str) -> None:
    with pytest.raises(MappingUnusable) as unusable:
        parse_mapping(UNUSABLE[kind])
    (found, *_) = [each for each in unusable.value.findings if each.kind == kind]
    assert found.say("fr") != found.say("en")
    assert found.say("en") in str(unusable.value)
    assert not ENGLISH.search(found.say("fr")), found.say("fr")


@pytest.mark.parametrize("words", TABLES)
def test_french_is_set_as_french_is(words: Words) -> None:
    """Guillemets, and a space before high punctuation at which no line may break."""
    for kind, text in said(words):
        own = re.sub(EXAMPLES, "", text)
        assert not re.search(r"[“”\"']|\S [:;!?»]|« |\w[:;!?](?!\w)", own), kind
        assert not ENGLISH.search(own), kind


@pytest.mark.parametrize("words", TABLES)
def test_french_tells_what_english_tells(words: Mapping[str, tuple[str, str]]) -> None:
    for kind, (french, english) in words.items():
        # What the reader of TOML says has no French; the place of it is told instead.
        assert values_of(french) - {"line", "column"} == values_of(english) - {"reason"}, kind


@pytest.mark.parametrize(
    ("kind", "french", "english"),
    [
        (
            "contradiction.film",
            "le net 1\u202f650,00 ne correspond pas à sa ligne\u00a0: 1\u202f000,00 moins 25\u00a0% de "
            "commission moins 100,00 de frais donnent 650,00\u00a0: demandez une correction",
            "1,650.00 contradicts its row: 1,000.00 less 25\u00a0% commission less 100.00 expenses is "
            "650.00: ask for a correction",
        ),
        (
            "contradiction.period",
            "la période finit le 14 févr. 2026, avant de commencer le 15 févr. 2026\u00a0: demandez un "
            "fichier corrigé",
            "the period ends on 14 Feb 2026, before it begins on 15 Feb 2026: ask for a corrected file",
        ),
        (
            "not-a-date.form",
            "«\u00a02026-04-30\u00a0» n’est pas une date\u00a0: écrivez-la sous la forme JJ/MM/AAAA",
            "“2026-04-30” is not a date: write it as DD/MM/YYYY",
        ),
        (
            "contradiction.units",
            "1\u202f003 unités à 0,50 ne font pas 1,00\u00a0: demandez un fichier corrigé",
            "1,003 units at 0.50 do not make 1.00: ask for a corrected file",
        ),
        (
            "unknown-format",
            "la première ligne, «\u00a0name,age\u00a0», n’est l’en-tête d’aucun relevé connu (DistroKid, "
            "TuneCore, recettes d’un film par mode d’exploitation)\u00a0: importez le fichier tel que le "
            "distributeur l’a envoyé, en-tête compris, ou avec un fichier de correspondance",
            "the first line “name,age” is no header of a known statement (DistroKid, TuneCore, film receipts "
            "(recettes par mode d’exploitation)): import the file as the distributor sent it, header "
            "included, or with a mapping file",
        ),
    ],
)
def test_amounts_and_days_are_written_as_the_reader_writes_them(kind: str, french: str, english: str) -> None:
    found = find(kind)
    assert (found.say("fr"), found.say("en")) == (french, english)


def test_a_cell_of_any_length_is_told_short() -> None:
    """And kept short: a file may have a thousand of them."""
    found = find("not-an-amount.too-long")
    assert len(found.values["written"]) < 100
    assert "1…\u00a0»" in found.say("fr")
