"""Reading a TOML file that a person wrote, and collecting everything that is wrong with it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from backend.addresses import ZERO_ADDRESS, AddressChecksumWrong, AddressUnreadable, parse_address
from backend.amounts import AmountUnreadable, parse_decimal, to_units
from scripts.refusal import Refused

SECONDS = {"minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the key it is about, and what to do."""

    key: str
    problem: str

    def __str__(self) -> str:
        return f"{self.key}: {self.problem}"


class FindingsRefused(Refused):
    """All that is wrong with one file; nothing was sent."""

    def __init__(self, file: str, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("\n  ".join([f"{file} makes no sense yet:", *map(str, self.findings)]))


def read_toml(file: Path, example: str) -> dict[str, Any]:
    """Raises Refused, naming an example of such a file when this one is not there."""
    if not file.is_file():
        raise Refused(f"there is no file {file}; {example} shows one")
    try:
        return tomllib.loads(file.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{file} is no TOML file: {error}") from None


class Reader:
    """Takes values out of one table. What is missing or wrong becomes a finding, and reads as nothing at all.

    path: where the table is in the file, such as "positions[2]."; findings: the list that the findings go to.
    """

    def __init__(self, values: Mapping[str, Any], findings: list[Finding], path: str = "") -> None:
        self._values = values
        self._findings = findings
        self._path = path
        self._seen: set[str] = set()
        self._inner: list[Reader] = []

    def names(self) -> list[str]:
        """All keys of a table in which any key may stand."""
        self._seen.update(self._values)
        return list(self._values)

    def has(self, key: str) -> bool:
        self._seen.add(key)
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, str, "write a text in quotes", default)
        if value == "" and default is None:
            self.wrong(key, "is empty: fill it in")
        return value or ""

    def count(self, key: str, most: int) -> int:
        """A whole number from 0 to `most`."""
        value = self._take(key, int, "write a whole number without quotes", None)
        return self._bounded(key, value, most)

    def amount(self, key: str, decimals: int, most: int) -> int:
        """Currency units of an amount, written as 20 or "20.50"."""
        return self._bounded(key, self._exact(key, decimals), most)

    def flag(self, key: str) -> bool:
        """true or false; false when it is left out."""
        self._seen.add(key)
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, "write true or false, without quotes")
        return value is True

    def percent(self, key: str) -> int:
        """Basis points of a percentage, written as 5 or "2.5"."""
        return self._bounded(key, self._exact(key, 2), 10_000)

    def seconds(self, key: str) -> int:
        """A length of time, written as "2 days"."""
        text = self.text(key)
        match = re.fullmatch(r"(\d{1,5}) (minute|hour|day|week)s?", text)
        if match is None:
            return (
                self.wrong(key, f'{text!r} is no length of time: write "30 days" or "12 hours"')
                if text
                else 0
            )
        return int(match[1]) * SECONDS[match[2]]

    def moment(self, key: str) -> int:
        """A moment, written as 2027-03-01T10:00:00Z without quotes."""
        value = self._take(key, datetime, "write a moment with its time zone: 2027-03-01T10:00:00Z", None)
        if value is not None and value.tzinfo is None:
            return self.wrong(key, f"in which time zone? Write {value.isoformat()}Z for UTC")
        return int(value.timestamp()) if value else 0

    def address(self, key: str, instead_of_zero: str = "write one that somebody has the key of") -> str:
        """An address with its EIP-55 checksum, which may be left out by writing small letters only."""
        text = self.text(key)
        try:
            address = parse_address(text) if text else ""
        except AddressUnreadable:
            self.wrong(key, f"{text!r} is no address: 0x and 40 hexadecimal digits are expected")
            return ""
        except AddressChecksumWrong as error:
            self.wrong(key, f"{text!r} has a typing error, or its capitals are wrong. {error}")
            return ""
        if address == ZERO_ADDRESS:
            self.wrong(key, f"the zero address is nobody's: {instead_of_zero}")
            return ""
        return address

    def table(self, key: str) -> "Reader":
        values = self._take(key, dict, f"write a table, [{self._path}{key}]", None) or {}
        return self._enter(values, f"{key}.")

    def tables(self, key: str) -> list["Reader"]:
        """The tables of [[key]], in their order; none is allowed."""
        self._seen.add(key)
        found = self._values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.wrong(key, f"write each of them as a table, [[{self._path}{key}]]")
            return []
        return [self._enter(each, f"{key}[{number}].") for number, each in enumerate(found, 1)]

    def texts(self, key: str) -> list[str]:
        value = self._take(key, list, 'write a list of texts: ["one", "two"]', None) or []
        if not all(isinstance(each, str) for each in value):
            self.wrong(key, 'write a list of texts: ["one", "two"]')
            return []
        return value

    def wrong(self, key: str, problem: str) -> int:
        """Notes a finding; returns 0, which is what the value reads as."""
        self._findings.append(Finding(self._path + key, problem))
        return 0

    def finish(self) -> None:
        """Every key that nobody asked for, here and in the tables inside, is a mistake in writing."""
        for key in sorted(self._values.keys() - self._seen):
            self.wrong(key, "is not known here: is it spelled right?")
        for inner in self._inner:
            inner.finish()

    def _enter(self, values: Mapping[str, Any], path: str) -> "Reader":
        inner = Reader(values, self._findings, self._path + path)
        self._inner.append(inner)
        return inner

    def _take(self, key: str, kind: Any, hint: str, default: Any) -> Any:
        self._seen.add(key)
        if key not in self._values:
            if default is None:
                self.wrong(key, f"is missing: {hint}")
            return default
        value = self._values[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            self.wrong(key, hint)
            return default
        return value

    def _exact(self, key: str, decimals: int) -> int | None:
        value = self._take(key, int | str, 'write a number such as 20, or "20.50" in quotes', None)
        try:
            return None if value is None else to_units(parse_decimal(str(value)), decimals)
        except AmountUnreadable as error:
            return self.wrong(key, f"{value!r} is {error}")

    def _bounded(self, key: str, value: int | None, most: int) -> int:
        if value is not None and not 0 <= value <= most:
            return self.wrong(
                key, "is out of range: write a number that is not negative and not absurdly large"
            )
        return value or 0
