"""What is to be said as a kind and its values, and the sentence of it in French and in English."""

from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Any, ClassVar, NamedTuple

from babel.dates import format_date
from babel.numbers import format_decimal

from backend.amounts import format_amount, format_exact
from backend.errors import CoprodError
from backend.languages import choose_label

Words = Mapping[str, tuple[str, str]]
"""By kind, French and English; `{value:form}` stands for a value.

Forms: quoted (text), exact (a Decimal, every decimal of it), count (an int), day (a date), money (smallest
units, decimals, symbol), label and labels ("French / English"), letters (YYYY-MM-DD and the like); none is
text.
"""

LONGEST = 60
"""Characters of somebody else's text that are repeated."""
_LETTERS = str.maketrans("YD", "AJ")
"""A French day is a jour, a year an année."""


class Sentence(NamedTuple):
    """Of `words` the one of `kind`. values: plain ones, which a database keeps as JSON if it has to."""

    words: Words
    kind: str
    values: Mapping[str, Any]

    def say(self, language: str) -> str:
        """In "fr" or "en". Raises KeyError for what has no words."""
        french, english = self.words[self.kind]
        return _Writer(language).vformat(french if language == "fr" else english, (), self.values)

    def __str__(self) -> str:
        return self.say("en")


class SaidError(CoprodError):
    """An error that speaks both languages; `words` of its class are by the kinds of it."""

    sentences: ClassVar[Words]

    def __init__(self, kind: str, /, **values: Any) -> None:
        self.sentence = Sentence(self.sentences, kind, values)
        super().__init__(self.sentence.say("en"))

    def say(self, language: str) -> str:
        """In "fr" or "en"."""
        return self.sentence.say(language)


class _Writer(Formatter):
    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        language = self._language
        match format_spec:
            case "quoted":
                return quote(value, language)
            case "exact":
                return format_exact(format(value, "f"), language)
            case "count":
                return str(format_decimal(int(value), locale=language))
            case "day":
                return write_day(value, language)
            case "money":
                units, decimals, symbol = value
                return format_amount(units, decimals, symbol, language)
            case "label":
                return choose_label(value, language)
            case "labels":
                return ", ".join(choose_label(each, language) for each in value)
            case "letters":
                return str(value).translate(_LETTERS) if language == "fr" else str(value)
        return str(value)


def quote(text: str, language: str = "en") -> str:
    """`text` in quotation marks, short, on one line, and without what could steer a terminal."""
    shown = show_short(text)
    return f"«\u00a0{shown}\u00a0»" if language == "fr" else f"“{shown}”"


def show_short(text: str) -> str:
    """The same without the quotation marks."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 3] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)


def write_day(day: date, language: str) -> str:
    """23 Nov 2026, 23 nov. 2026, 1er nov. 2026."""
    return str(format_date(day, f"{number_day(day, language)} MMM y", locale=language))


def number_day(day: date, language: str) -> str:
    """The day of a month as a pattern of Babel's: French has an ordinal for the first alone."""
    return "d'er'" if language == "fr" and day.day == 1 else "d"
