"""The two languages that people are spoken to in, and which of them somebody gets."""

import re
from typing import Literal

from babel.core import negotiate_locale

Language = Literal["fr", "en"]

LANGUAGES = {"fr": "Français", "en": "English"}
"""Codes, as they begin every address, and each language's own name."""

_WISH = re.compile(
    r"([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:[ \t]*;[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?",
    re.IGNORECASE | re.ASCII,
)
"""A language and how much it is wanted, from 0 to 1 with at most 3 decimals (RFC 9110, 12.4.2 and 12.5.4)."""


def choose_language(accept_language: str) -> Language:
    """The language for a browser that sent this Accept-Language header; English if it wants neither."""
    wishes = [wish for part in accept_language.split(",") if (wish := _WISH.fullmatch(part.strip()))]
    wanted = [wish[1].lower() for wish in sorted(wishes, key=_weigh, reverse=True) if _weigh(wish)]
    return "fr" if negotiate_locale(wanted, list(LANGUAGES), sep="-") == "fr" else "en"


def choose_label(label: str, language: str) -> str:
    """The terms hold a label once; written as "French / English" it is read in the reader's language."""
    french, slash, english = label.partition(" / ")
    return label if not slash else french if language == "fr" else english


def _weigh(wish: re.Match[str]) -> int:
    """Thousandths: 900 for `fr-CH;q=0.9`, 1000 without a quality."""
    return int((wish[2] or "1").replace(".", "").ljust(4, "0"))
