"""Sentences in one language, with amounts, times and numbers as its people write them."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from babel.dates import format_datetime
from babel.numbers import format_decimal

from backend.amounts import format_amount
from backend.languages import Language, choose_label
from backend.queries.terms import Currency
from backend.queries.times import read_time
from backend.queries.writing import show_line
from backend.sentences import number_day

Words = Mapping[str, tuple[str, str]]
"""By key, French and English; `{value:kind}` stands for a value, see Voice."""

STATUSES = (
    ("proposé", "proposed"),
    ("en cours de collecte", "raising money"),
    ("réussi", "successful"),
    ("échoué", "failed"),
    ("annulé", "cancelled"),
    ("liquidé", "wound down"),
    ("caduc", "lapsed"),
)
"""Of ICampaignState.Status, by number."""


class Voice(Formatter):
    """Says what `Words` hold. Kinds of values: amount (smallest units of `currency`), time (seconds since
    1970), shares, count, number (counted from 0, said from 1), address, label, status; none is text."""

    def __init__(self, language: Language, currency: Currency | None = None) -> None:
        self.language = language
        self._currency = currency

    def say(self, words: Words, key: str, **values: Any) -> str:
        """One line, in which no name or symbol hides anything. Raises KeyError for what has no words."""
        french, english = words[key]
        return show_line(self.vformat(french if self.language == "fr" else english, (), values))

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "amount":
                return self.amount(int(value))
            case "time":
                return self.time(int(value))
            case "shares":
                return self.shares(int(value))
            case "count":
                return str(format_decimal(int(value), locale=self.language))
            case "number":
                return str(int(value) + 1)
            case "address":
                # Whole: another one that begins and ends alike is made in an hour.
                return str(value)
            case "label":
                return choose_label(value, self.language)
            case "status":
                return STATUSES[int(value)][self.language == "en"]
        return str(value)

    def amount(self, raw: int) -> str:
        """Without a currency, of which nobody knows, the bare number of units."""
        if self._currency is None:
            return str(raw)
        return format_amount(raw, self._currency.decimals, self._currency.symbol, self.language)

    def time(self, seconds: int) -> str:
        moment = read_time(seconds)
        at = "à" if self.language == "fr" else "at"
        pattern = f"{number_day(moment.date(), self.language)} MMMM y '{at}' HH:mm"
        return f"{format_datetime(moment, pattern, locale=self.language)}\u00a0UTC"

    def shares(self, number: int) -> str:
        one, many = ("part", "parts") if self.language == "fr" else ("share", "shares")
        # In French, zero is singular.
        is_one = number == 1 or (number == 0 and self.language == "fr")
        return f"{format_decimal(number, locale=self.language)}\u00a0{one if is_one else many}"
