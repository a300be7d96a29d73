"""The two languages of the pages: which one a reader gets, and the words of each.

English is the language of the templates; French comes from the files in locale/fr/LC_MESSAGES, one for each
part of the site, compiled when it is first asked for, so that no binary has to be kept beside them.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from backend.languages import LANGUAGES as LANGUAGES
from backend.languages import choose_language as choose_language

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
