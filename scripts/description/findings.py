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
from scripts.description.places import Places
from scripts.language import say
from scripts.refusal import Refused
from scripts.words import unreadable

SECONDS = {"minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or worth a second look: the key it is about, and what to do.

    level: "error", which nothing is sent with; "warning"; "note", which is good to know.
    """

    key: str
    problem: str
    level: str = "error"

    def __str__(self) -> str:
        return f"{self.key}: {self.problem}"


class FindingsRefused(Refused):
    """All that is wrong with one file, by its lines when its text is given; nothing was sent."""

    def __init__(self, file: str, findings: Iterable[Finding], text: str | None = None) -> None:
        self.findings = list(findings)
        places = None if text is None else Places(text)
        lines = [say("{file} makes no sense yet:", file=file)]
        for finding in self.findings:
            line = say("line {line}, ", line=places.find(finding.key).line) if places else ""
            lines.append(f"{line}{finding}")
        super().__init__("\n  ".join(lines))


class TextUnreadable(Refused):
    """A file that is no TOML. line, column: where, counted from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def read_toml(file: Path, example: str) -> dict[str, Any]:
    """Raises Refused, naming an example of such a file when this one is not there."""
    return parse_toml(read_text(file, example), file)


def read_text(file: Path, example: str) -> str:
    """Raises Refused when there is no such file, or when its text is not UTF-8."""
    if not file.is_file():
        raise Refused(say("there is no file {file}; {example} shows one", file=file, example=example))
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(errors="replace")
        message = say("{file} is no TOML file: save it as UTF-8", file=file)
        raise TextUnreadable(message, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1) from None


def parse_toml(text: str, file: Path) -> dict[str, Any]:
    """Raises TextUnreadable."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        lines = text.split("\n")
        line, column = (int(place[1]), int(place[2])) if place else (len(lines), len(lines[-1]) + 1)
        message = say(
            "{file} is no TOML file: {problem}. Texts stand in quotes, each key stands once, brackets are "
            "closed",
            file=file,
            problem=error,
        )
        raise TextUnreadable(message, line, column) from None
    except RecursionError:
        raise TextUnreadable(
            say("{file} is no TOML file: it is nested too deeply", file=file), 1, 1
        ) from None


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
        value = self._take(key, str, say("write a text in quotes"), default)
        if value == "" and default is None:
            self.wrong(key, say("is empty: fill it in"))
        return value or ""

    def count(self, key: str, most: int) -> int:
        """A whole number from 0 to `most`."""
        value = self._take(key, int, say("write a whole number without quotes"), None)
        return self._bounded(key, value, most)

    def amount(self, key: str, decimals: int, most: int) -> int:
        """Currency units of an amount, written as 20 or "20.50"."""
        return self._bounded(key, self._exact(key, decimals), most)

    def flag(self, key: str) -> bool:
        """true or false; false when it is left out."""
        self._seen.add(key)
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, say("write true or false, without quotes"))
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
                self.wrong(
                    key, say('{text!r} is no length of time: write "30 days" or "12 hours"', text=text)
                )
                if text
                else 0
            )
        return int(match[1]) * SECONDS[match[2]]

    def moment(self, key: str) -> int:
        """A moment, written as 2027-03-01T10:00:00Z without quotes."""
        hint = say("write a moment with its time zone: 2027-03-01T10:00:00Z")
        value = self._take(key, datetime, hint, None)
        if value is not None and value.tzinfo is None:
            return self.wrong(
                key, say("in which time zone? Write {moment}Z for UTC", moment=value.isoformat())
            )
        return int(value.timestamp()) if value else 0

    def address(self, key: str, instead_of_zero: str | None = None) -> str:
        """An address with its EIP-55 checksum, which may be left out by writing small letters only."""
        text = self.text(key)
        try:
            address = parse_address(text) if text else ""
        except AddressUnreadable:
            self.wrong(
                key, say("{text!r} is no address: 0x and 40 hexadecimal digits are expected", text=text)
            )
            return ""
        except AddressChecksumWrong as error:
            problem = say(
                "{text!r} has a typing error, or its capitals are wrong. Capitals and small letters do not "
                "fit together, so a digit may be wrong. If the digits are right, the address is {address}.",
                text=text,
                address=error.expected,
            )
            self.wrong(key, problem)
            return ""
        if address == ZERO_ADDRESS:
            instead = instead_of_zero or say("write one that somebody has the key of")
            self.wrong(key, say("the zero address is nobody's: {instead}", instead=instead))
            return ""
        return address

    def table(self, key: str) -> "Reader":
        hint = say("write a table, [{path}]", path=self._path + key)
        values = self._take(key, dict, hint, None) or {}
        return self._enter(values, f"{key}.")

    def tables(self, key: str) -> list["Reader"]:
        """The tables of [[key]], in their order; none is allowed."""
        self._seen.add(key)
        found = self._values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.wrong(key, say("write each of them as a table, [[{path}]]", path=self._path + key))
            return []
        return [self._enter(each, f"{key}[{number}].") for number, each in enumerate(found, 1)]

    def texts(self, key: str) -> list[str]:
        hint = say('write a list of texts: ["one", "two"]')
        value = self._take(key, list, hint, None) or []
        if not all(isinstance(each, str) for each in value):
            self.wrong(key, hint)
            return []
        return value

    def wrong(self, key: str, problem: str) -> int:
        """Notes a finding; returns 0, which is what the value reads as."""
        self._findings.append(Finding(self._path + key, problem))
        return 0

    def finish(self) -> None:
        """Every key that nobody asked for, here and in the tables inside, is a mistake in writing."""
        for key in sorted(self._values.keys() - self._seen):
            self.wrong(key, say("is not known here: is it spelled right?"))
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
                self.wrong(key, say("is missing: {hint}", hint=hint))
            return default
        value = self._values[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            self.wrong(key, hint)
            return default
        return value

    def _exact(self, key: str, decimals: int) -> int | None:
        hint = say('write a number such as 20, or "20.50" in quotes')
        value = self._take(key, int | str, hint, None)
        try:
            return None if value is None else to_units(parse_decimal(str(value)), decimals)
        except AmountUnreadable as error:
            return self.wrong(key, say("{text!r} is {problem}", text=value, problem=unreadable(error)))

    def _bounded(self, key: str, value: int | None, most: int) -> int:
        if value is not None and not 0 <= value <= most:
            return self.wrong(
                key, say("is out of range: write a number that is not negative and not absurdly large")
            )
        return value or 0
