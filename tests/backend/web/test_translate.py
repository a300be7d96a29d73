"""French says everything that English says, and templates say nothing in between."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from jinja2 import nodes

from backend.web.language import read_catalog
from backend.web.pages import TEMPLATES, make_environment

PAGES = sorted(TEMPLATES.rglob("*.html"))
SAME_EVERYWHERE = {"Coprod", "API", "0x…", "·", "…"}
SPOKEN = ("alt", "title", "aria-label", "placeholder")


def extract() -> Catalog:
    found = Catalog()
    options = {"trimmed": "true", "silent": "false"}
    method = [("**.html", "jinja2.ext:babel_extract")]
    for _, _, message, _, _ in extract_from_dir(TEMPLATES, method, {"**.html": options}):
        found.add(message)
    return found


def french() -> Catalog:
    return read_catalog("fr")


def test_every_message_is_translated_and_no_other_is_kept() -> None:
    wanted = {message.id for message in extract() if message.id}
    assert len(wanted) > 200
    kept = {message.id for message in french() if message.id}
    assert wanted - kept == set(), "missing in French"
    assert kept - wanted == set(), "no longer said"


def test_no_translation_is_empty_or_uncertain() -> None:
    for message in french():
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts), message.id
        assert not message.fuzzy or not message.id, message.id


def test_translations_keep_values_and_markup() -> None:
    for message in french():
        if message.id:
            english, translated = ("".join(each) for each in (message.id, message.string))
            for pattern in (r"%\(\w+\)s", r"<[^>]+>"):
                assert set(re.findall(pattern, english)) == set(re.findall(pattern, translated)), message.id


def test_french_is_set_as_french_is() -> None:
    """Guillemets, and a space before high punctuation at which no line may break."""
    for message in french():
        if message.id:
            said = "".join(message.string)
            assert not re.search(r"[“”]|\S [:;!?»]|« ", said), said


class Spoken(HTMLParser):
    """What a template says outside of any translation."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [value for name, value in attrs if name in SPOKEN and value]

    def handle_data(self, data: str) -> None:
        self.words += data.split()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_templates_say_nothing_untranslated(path: Path) -> None:
    tree = make_environment("en").parse(path.read_text())
    literal = "".join(node.data for node in tree.find_all(nodes.TemplateData))
    said = [word for word in Spoken(literal).words if re.search(r"[^\W\d_]{2}", word)]
    assert set(said) <= SAME_EVERYWHERE
