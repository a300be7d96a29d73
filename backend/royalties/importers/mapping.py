"""How to read a distributor's file that we have no importer for: a small TOML file that an accountant writes.

name = "believe"             # goes on chain as the statement's source: ASCII, at most 32 bytes
encoding = "cp1252"          # the next two are recognised when they are not told
separator = ";"
decimal = ","                # before the decimals; "." by default
thousands = " "              # between thousands; none by default
date = "DD/MM/YYYY"          # of days: see dates.Pattern
period = "YYYY-TQ"           # of what was sold when; like `date` by default
currency = "EUR"             # unless a column tells it
ignored = ["Label"]          # columns that are there and hold nothing of interest

[columns]                    # ours = "the file's"
sold = "Période"             # needed; with `sold_until` it is the first day of a period
gross = "Montant brut"       # needed, or net
net = "Net"
title = "Titre"

[deductions]                 # kind = "the file's column"; an amount that lowers the net is above zero
commission = "Commission"
"""

import codecs
import re
import tomllib
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import is_currency

from backend.errors import CoprodError
from backend.royalties.importers.dates import Pattern, PatternUnusable
from backend.royalties.importers.mapping_words import MAPPING
from backend.royalties.importers.table import fold
from backend.sentences import Sentence

TEXTS = ("shop", "use", "territory", "artist", "title", "isrc", "upc", "reference")
"""Columns that are kept as they are written."""
CODES = ("isrc", "upc")
"""But for hyphens and spaces in these."""
COLUMNS = (*TEXTS, "sold", "sold_until", "reported", "received", "quantity", "gross", "net", "currency")


class MappingUnusable(CoprodError):
    """The mapping file cannot be understood. str() names everything that is wrong, one finding a line."""

    status = 422
    type = "mapping-unusable"
    title = "This mapping file cannot be used"

    def __init__(self, findings: Sequence[Sentence]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(["The mapping file cannot be used:", *(f"  {each}" for each in findings)]))


@dataclass(frozen=True)
class Mapping:
    """A mapping file, understood. encoding, separator and currency are "" where the file does not tell."""

    name: str
    encoding: str
    separator: str
    mark: str
    grouping: str
    day: Pattern
    period: Pattern
    currency: str
    ignored: tuple[str, ...]
    columns: MappingOf[str, str]
    deductions: MappingOf[str, str]


def parse_mapping(content: str | bytes) -> Mapping:
    """Bytes are UTF-8, with a byte order mark or without. Raises MappingUnusable."""
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        table = tomllib.loads(text)
    except UnicodeDecodeError:
        raise MappingUnusable([_wrong("not-utf8")]) from None
    except tomllib.TOMLDecodeError as error:
        raise MappingUnusable([_locate(str(error))]) from None
    wrong: list[Sentence] = []
    columns, deductions = (_names(table, each, wrong) for each in ("columns", "deductions"))
    ignored = table.pop("ignored", [])
    if not isinstance(ignored, list) or not all(isinstance(each, str) for each in ignored):
        wrong.append(_wrong("ignored"))
        ignored = []
    texts = {name: _text(table, name, default, wrong) for name, default in _DEFAULTS.items()}
    wrong += [_wrong("setting", name=each) for each in table]
    _check_texts(texts, wrong)
    _check_columns(texts, columns, deductions, ignored, wrong)
    day = _pattern("date", texts["date"], wrong)
    period = _pattern("period", texts["period"] or texts["date"], wrong)
    if not day.is_day:
        wrong.append(_wrong("pattern.day", form=texts["date"]))
    if "sold_until" in columns and not period.is_day:
        wrong.append(_wrong("pattern.until"))
    if wrong:
        raise MappingUnusable(wrong)
    return Mapping(
        name=texts["name"],
        encoding=texts["encoding"],
        separator=texts["separator"],
        mark=texts["decimal"],
        grouping=texts["thousands"],
        day=day,
        period=period,
        currency=texts["currency"],
        ignored=tuple(ignored),
        columns=columns,
        deductions=deductions,
    )


def _wrong(kind: str, /, **values: str) -> Sentence:
    return Sentence(MAPPING, kind, values)


def _locate(reason: str) -> Sentence:
    """What the reader of TOML has to say, which it says in English, and where."""
    place = re.search(r"line ([0-9]+), column ([0-9]+)", reason)
    if place is None:
        return _wrong("not-toml.end", reason=reason)
    return _wrong("not-toml", reason=reason, line=place[1], column=place[2])


_DEFAULTS = {
    "name": "",
    "encoding": "",
    "separator": "",
    "decimal": ".",
    "thousands": "",
    "date": "YYYY-MM-DD",
    "period": "",
    "currency": "",
}


def _text(table: dict[str, Any], name: str, default: str, wrong: list[Sentence]) -> str:
    value = table.pop(name, default)
    if isinstance(value, str):
        return value
    wrong.append(_wrong("no-text", name=name))
    return default


def _names(table: dict[str, Any], name: str, wrong: list[Sentence]) -> dict[str, str]:
    found = table.pop(name, {})
    if isinstance(found, dict) and all(isinstance(each, str) and each.strip() for each in found.values()):
        return found
    wrong.append(_wrong("names", name=name))
    return {}


def _check_texts(texts: dict[str, str], wrong: list[Sentence]) -> None:
    if not re.fullmatch(r"[!-~]{1,32}", texts["name"]):
        wrong.append(_wrong("name"))
    if len(texts["separator"]) > 1 or texts["separator"] in ('"', "\r", "\n"):
        wrong.append(_wrong("separator"))
    if texts["decimal"] not in (".", ","):
        wrong.append(_wrong("decimal"))
    if len(texts["thousands"]) > 1 or texts["thousands"] == texts["decimal"] or texts["thousands"] in _SIGNS:
        wrong.append(_wrong("thousands"))
    if texts["currency"] and not is_currency(texts["currency"]):
        wrong.append(_wrong("currency"))
    if texts["encoding"] and not _is_encoding(texts["encoding"]):
        wrong.append(_wrong("encoding"))


_SIGNS = tuple("-+0123456789")


def _is_encoding(name: str) -> bool:
    try:
        "a;1\n".encode(name)
        return bool(codecs.lookup(name).incrementaldecoder)
    except (LookupError, UnicodeError):
        return False


def _check_columns(
    texts: dict[str, str],
    columns: dict[str, str],
    deductions: dict[str, str],
    ignored: list[str],
    wrong: list[Sentence],
) -> None:
    for each in columns:
        if each not in COLUMNS:
            wrong.append(_wrong("column", name=each, known=", ".join(COLUMNS)))
    if "sold" not in columns:
        wrong.append(_wrong("column.sold"))
    if not {"gross", "net"} & set(columns):
        wrong.append(_wrong("column.gross"))
    if ("currency" in columns) == bool(texts["currency"]):
        wrong.append(_wrong("currency.told"))
    for kind in deductions:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", kind):
            wrong.append(_wrong("deduction", name=kind))
    used = [fold(each) for each in (*columns.values(), *deductions.values(), *ignored)]
    wrong += [_wrong("column.twice", name=each) for each in sorted({x for x in used if used.count(x) > 1})]


def _pattern(name: str, form: str, wrong: list[Sentence]) -> Pattern:
    try:
        return Pattern(form)
    except PatternUnusable:
        wrong.append(_wrong("pattern", name=name, form=form))
        return Pattern("YYYY-MM-DD")
