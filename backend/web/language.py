"""The two languages of the pages: which one a reader gets, and the words of each.

English is the language of the templates; French comes from the files in locale/fr/LC_MESSAGES, one for each
part of the site.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.support import NullTranslations

from backend import catalogs
from backend.languages import LANGUAGES as LANGUAGES
from backend.languages import choose_language as choose_language

CATALOGS = Path(__file__).parent / "locale"


def load_translations(language: str) -> NullTranslations:
    """The words of a language; those of English are the templates' own."""
    return catalogs.load_translations(CATALOGS, language)


def read_catalog(language: str) -> Catalog:
    """Every message of a language, out of all its files; empty without any."""
    return catalogs.read_catalog(CATALOGS, language)
