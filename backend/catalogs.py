"""The words of another language, out of .po files that are compiled when they are first asked for.

A folder of catalogs holds <language>/LC_MESSAGES/*.po, one for each part, all read as one: no binary has to
be kept beside them.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations


@cache
def load_translations(folder: Path, language: str) -> NullTranslations:
    """The words of a language; a language without catalogs has those of the source."""
    catalog = read_catalog(folder, language)
    if not len(catalog):
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def read_catalog(folder: Path, language: str) -> Catalog:
    """Every message of a language, out of all its files; empty without any."""
    whole = Catalog(locale=language)
    for source in sorted((folder / language / "LC_MESSAGES").glob("*.po")):
        with source.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    whole[message.id] = message
    return whole
