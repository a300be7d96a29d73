"""The two languages of the pages: which one a reader gets, and the words of each.

English is the language of the templates; French comes from the files in locale/fr/LC_MESSAGES, one for each
part of the site, compiled when it is first asked for, so that no binary has to be kept beside them.
"""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.core import negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LANGUAGES = {"fr": "Français", "en": "English"}
"""Codes, as they begin every address, and each language's own name."""

_WISH = re.compile(
    r"([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:[ \t]*;[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?",
    re.IGNORECASE | re.ASCII,
)
"""A language and how much it is wanted, from 0 to 1 with at most 3 decimals (RFC 9110, 12.4.2 and 12.5.4)."""

CATALOGS = Path(__file__).parent / "locale"


@cache
def load_translations(language: str) -> NullTranslations:
    """The words of a language; those of English are the templates' own."""
    catalog = read_catalog(language)
    if not len(catalog):
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def read_catalog(language: str) -> Catalog:
    """Every message of a language, out of all its files; empty without any."""
    whole = Catalog(locale=language)
    for source in sorted((CATALOGS / language / "LC_MESSAGES").glob("*.po")):
        with source.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    whole[message.id] = message
    return whole


def choose_language(accept_language: str) -> str:
    """The language for a browser that sent this Accept-Language header; English if it wants neither."""
    wishes = [wish for part in accept_language.split(",") if (wish := _WISH.fullmatch(part.strip()))]
    wanted = [wish[1].lower() for wish in sorted(wishes, key=_weigh, reverse=True) if _weigh(wish)]
    return negotiate_locale(wanted, list(LANGUAGES), sep="-") or "en"


def _weigh(wish: re.Match[str]) -> int:
    """Thousandths: 900 for `fr-CH;q=0.9`, 1000 without a quality."""
    return int((wish[2] or "1").replace(".", "").ljust(4, "0"))
