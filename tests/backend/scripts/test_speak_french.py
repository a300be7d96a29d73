"""Everything that a person at the terminal reads is there in French, set as French is (9.7)."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from backend.catalogs import read_catalog
from scripts.language import CATALOGS
from tests.backend.scripts.sentences import (
    SCRIPTS,
    all_sentences,
    calls,
    placeholders,
    sentences_of,
    sources,
    unsaid_in,
)


def names(path: Path) -> str:
    return path.relative_to(SCRIPTS).as_posix()


@pytest.fixture(scope="module")
def french() -> Catalog:
    return read_catalog(CATALOGS, "fr")


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_every_sentence_is_translated_and_no_other_is_kept(french: Catalog) -> None:
    wanted = all_sentences()
    assert len(wanted) > 400
    kept = {message.id for message in french if message.id}
    assert wanted - kept == set(), "missing in French"
    assert kept - wanted == set(), "no longer said"


def test_no_translation_is_empty_or_uncertain(french: Catalog) -> None:
    for message in french:
        if message.id:
            assert all(forms(message.string)), message.id
            assert not message.fuzzy, message.id


def test_translations_keep_their_values_and_their_margins(french: Catalog) -> None:
    for message in french:
        if message.id:
            for english, translated in zip(forms(message.id), forms(message.string), strict=True):
                assert placeholders(translated) == placeholders(english), message.id
                margin = len(english) - len(english.lstrip(" "))
                assert len(translated) - len(translated.lstrip(" ")) == margin, message.id


def test_french_is_set_as_french_is(french: Catalog) -> None:
    """Guillemets, curved apostrophes, and a space before high punctuation at which no line may break."""
    for message in french:
        for said in forms(message.string) if message.id else []:
            prose = re.sub(
                r'\{[^}]*\}|`[^`]*`|"[^"]*"|https?://\S+|\S*[=/]\S*|\[\[?[^\]]*\]?\]|--\S+', "x", said
            )
            assert not re.search(r"[“”]|\w'\w|[\w»)][;!?»]|\w:(\s|$)| [:;!?»%]|« ", prose), said


@pytest.mark.parametrize("path", sources(), ids=names)
def test_sentences_are_written_out_with_their_values(path: Path) -> None:
    for call in calls(ast.parse(path.read_text())):
        for sentence in sentences_of(call):
            place = f"{names(path)}:{call.lineno}"
            if isinstance(sentence, ast.Constant):
                given = {each.arg for each in call.keywords}
                if getattr(call.func, "id", "") != "mark" and None not in given:
                    counted = {"count"} if getattr(call.func, "id", "") == "say_count" else set()
                    assert placeholders(sentence.value) - counted <= given, place
            else:
                assert isinstance(sentence, ast.Name | ast.Subscript | ast.Attribute), place


@pytest.mark.parametrize("path", sources(), ids=names)
def test_nothing_is_said_in_english_alone(path: Path) -> None:
    assert not list(unsaid_in(ast.parse(path.read_text())))
