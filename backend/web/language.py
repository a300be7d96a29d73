"""The two languages of the pages: which one a reader gets, and the words of each.

English is the language of the templates; French comes from locale/fr/LC_MESSAGES/messages.po, compiled when
it is first asked for, so that no binary has to be kept beside it.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LANGUAGES = {"fr": "Français", "en": "English"}
"""Codes, as they begin every address, and each language's own name."""

CATALOGS = Path(__file__).parent / "locale"


@cache
def load_translations(language: str) -> NullTranslations:
    """The words of a language; those of English are the templates' own."""
    source = CATALOGS / language / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return NullTranslations()
    with source.open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def choose_language(accept_language: str) -> str:
    """The language for a browser that sent this Accept-Language header; English if it wants neither."""
    wishes = [_parse_wish(part) for part in accept_language.split(",") if part.strip()]
    wanted = [tag for quality, tag in sorted(wishes, key=lambda wish: -wish[0]) if quality > 0]
    return negotiate_locale(wanted, list(LANGUAGES), sep="-") or "en"


def _parse_wish(part: str) -> tuple[int, str]:
    """`fr-CH;q=0.9` is (900, "fr-CH"); a quality that is no number counts as none."""
    tag, _, parameter = part.strip().partition(";")
    quality = parameter.replace(" ", "").removeprefix("q=") or "1"
    whole, _, decimals = quality.partition(".")
    thousandths = (whole or "0") + decimals[:3].ljust(3, "0")
    return (int(thousandths) if thousandths.isdecimal() else 0), tag.strip()
