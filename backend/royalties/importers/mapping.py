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
from dataclasses import dataclass
from typing import Any

from babel.numbers import is_currency

from backend.errors import CoprodError
from backend.royalties.importers.dates import Pattern
from backend.royalties.importers.table import fold

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

    def __init__(self, findings: list[str]) -> None:
        self.findings = findings
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
        raise MappingUnusable(["it is no UTF-8: save it in this encoding"]) from None
    except tomllib.TOMLDecodeError as error:
        raise MappingUnusable([f"it is no TOML: {error}"]) from None
    wrong: list[str] = []
    columns, deductions = (_names(table, each, wrong) for each in ("columns", "deductions"))
    ignored = table.pop("ignored", [])
    if not isinstance(ignored, list) or not all(isinstance(each, str) for each in ignored):
        wrong.append('ignored: write a list of columns, such as ["Label"]')
        ignored = []
    texts = {name: _text(table, name, default, wrong) for name, default in _DEFAULTS.items()}
    wrong += [f"{each}: there is no such setting" for each in table]
    _check_texts(texts, wrong)
    _check_columns(texts, columns, deductions, ignored, wrong)
    day = _pattern("date", texts["date"], wrong)
    period = _pattern("period", texts["period"] or texts["date"], wrong)
    if not day.is_day:
        wrong.append(f"date: {texts['date']} names no day: write it with DD, such as DD/MM/YYYY")
    if "sold_until" in columns and not period.is_day:
        wrong.append("period: with a column sold_until it must name days, such as DD/MM/YYYY")
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


def _text(table: dict[str, Any], name: str, default: str, wrong: list[str]) -> str:
    value = table.pop(name, default)
    if isinstance(value, str):
        return value
    wrong.append(f"{name}: write it in quotation marks")
    return default


def _names(table: dict[str, Any], name: str, wrong: list[str]) -> dict[str, str]:
    found = table.pop(name, {})
    if isinstance(found, dict) and all(isinstance(each, str) and each.strip() for each in found.values()):
        return found
    wrong.append(f'[{name}]: write each as ours = "the file\'s column"')
    return {}


def _check_texts(texts: dict[str, str], wrong: list[str]) -> None:
    if not re.fullmatch(r"[!-~]{1,32}", texts["name"]):
        wrong.append("name: give one of 1 to 32 ASCII letters, digits and signs, such as believe")
    if len(texts["separator"]) > 1 or texts["separator"] in ('"', "\r", "\n"):
        wrong.append('separator: write one character, such as ";"')
    if texts["decimal"] not in (".", ","):
        wrong.append('decimal: write "." or ","')
    if len(texts["thousands"]) > 1 or texts["thousands"] == texts["decimal"] or texts["thousands"] in _SIGNS:
        wrong.append('thousands: write one character that is not the decimal mark, such as " "')
    if texts["currency"] and not is_currency(texts["currency"]):
        wrong.append("currency: write its three-letter ISO 4217 code, such as EUR")
    if texts["encoding"] and not _is_encoding(texts["encoding"]):
        wrong.append(
            "encoding: there is none of this name: try utf-8, cp1252 or iso-8859-15, or leave it out"
        )


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
    wrong: list[str],
) -> None:
    for each in columns:
        if each not in COLUMNS:
            wrong.append(f"[columns] {each}: there is none of this name, only {', '.join(COLUMNS)}")
    if "sold" not in columns:
        wrong.append("[columns] sold: name the column that tells when it was sold")
    if not {"gross", "net"} & set(columns):
        wrong.append("[columns] gross: name the column of the receipts, or net")
    if ("currency" in columns) == bool(texts["currency"]):
        wrong.append("currency: name the currency of the file, or the column that tells it: one of both")
    for kind in deductions:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", kind):
            wrong.append(f"[deductions] {kind}: name the kind in small ASCII letters, such as commission")
    used = [fold(each) for each in (*columns.values(), *deductions.values(), *ignored)]
    wrong += [
        f"the column {each!r} is named twice" for each in sorted({x for x in used if used.count(x) > 1})
    ]


def _pattern(name: str, form: str, wrong: list[str]) -> Pattern:
    try:
        return Pattern(form)
    except ValueError as error:
        wrong.append(f"{name}: {error}")
        return Pattern("YYYY-MM-DD")
