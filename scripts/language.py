"""What a person at the terminal reads, in the language they chose. English is the sentences' own; French lies
in locale/fr/LC_MESSAGES, one file for each part.

A sentence is a template with named values, written out where it is said, so that it is found and translated:

    say("{name} waits for {fans} fans", name=name, fans=fans)
    say_count("{count} line waits", "{count} lines wait", count)
    WORDS = {"raising": mark("open")}        # said later: say(WORDS[key])

Numbers are written as the language writes them: {fans:,} is 1,200 in English and 1 200 in French.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from string import Formatter
from typing import Any

from babel.core import negotiate_locale

from backend.catalogs import load_translations
from backend.languages import LANGUAGES, Language

CATALOGS = Path(__file__).parent / "locale"
ENVIRONMENT = ("COPROD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where a language is looked for when none was chosen; the first that is set decides."""

_chosen: ContextVar[Language | None] = ContextVar("language", default=None)


def choose_language(wanted: str | None, environment: Mapping[str, str] = os.environ) -> Language:
    """The one asked for, else the environment's, else English: fr, fr_FR.UTF-8 and fr-CH are all French."""
    named = wanted or next((environment[name] for name in ENVIRONMENT if environment.get(name)), "en")
    code = named.partition(".")[0].partition("@")[0].replace("_", "-").lower()
    return "fr" if negotiate_locale([code], list(LANGUAGES), sep="-") == "fr" else "en"


def current_language() -> Language:
    return _chosen.get() or choose_language(None)


def use_language(language: Language) -> None:
    """For the rest of this program."""
    _chosen.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    token = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(token)


def mark(sentence: str) -> str:
    """The sentence itself, found for translation here and said elsewhere."""
    return sentence


def say(sentence: str, /, **values: Any) -> str:
    """The sentence in the current language, with its values."""
    language = current_language()
    template = load_translations(CATALOGS, language).gettext(sentence)
    return _Writer(language).vformat(template, (), values)


def say_count(one: str, many: str, count: int, /, **values: Any) -> str:
    """The sentence for this count, which is {count} in it: each language has its own idea of the plural."""
    language = current_language()
    template = load_translations(CATALOGS, language).ngettext(one, many, count)
    return _Writer(language).vformat(template, (), {"count": count, **values})


def look_up(words: str) -> str:
    """Words that stand in a file instead of the code, in the current language: they have no values."""
    return load_translations(CATALOGS, current_language()).gettext(words)


class _Writer(Formatter):
    """Writes values as str.format does, but with the language's own separator of thousands."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        written: str = super().format_field(value, format_spec)
        return written.replace(",", "\u202f") if self._language == "fr" and "," in format_spec else written
