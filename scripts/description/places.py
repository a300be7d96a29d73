"""Where each key of a TOML file stands: tomllib tells what a file says, not on which line.

Pure. Paths are those of findings: `goal`, `page.english`, `positions[2].label`, counted from 1.
"""

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass

SPACE = re.compile(r"[ \t]*")
BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
PLAIN = re.compile(r"[^,\]}#\n]*")
"""A number, a moment, true or false."""
OTHER_WAY = {"opens_in": "opens_at", "open_for": "closes_at", "due_in": "due_at"}
"""What may be written instead of a key: a moment instead of a length of time."""


@dataclass(frozen=True, order=True)
class Place:
    """line, column: counted from 1, in characters."""

    line: int
    column: int


class Places:
    """The places of all keys, tables and elements of a text that tomllib can read."""

    def __init__(self, text: str) -> None:
        self._known = _Scanner(text).scan()

    def written(self, path: str) -> str:
        """The path as the file has it: `opens_at` for `opens_in` where that was chosen instead."""
        table, dot, key = path.rpartition(".")
        other = table + dot + OTHER_WAY.get(key, key)
        return other if path not in self._known and other in self._known else path

    def find(self, path: str) -> Place:
        """Of a key; of the table where one that is missing belongs; at the top, of the last key there."""
        path = self.written(path)
        while path and path not in self._known:
            path = path.rpartition(".")[0] if not path.endswith("]") else path.rpartition("[")[0]
        return self._known[path]

    def paths(self) -> set[str]:
        return set(self._known) - {""}


class _Scanner:
    """Reads a text once, from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._known: dict[str, Place] = {"": Place(1, 1)}
        self._counts: dict[str, int] = {}
        """How many tables each [[list]] has so far."""

    def scan(self) -> dict[str, Place]:
        table = ""
        while self._skip(BLANK) < len(self._text):
            start = self._at
            if self._text.startswith("[[", start):
                self._at += 2
                table = self._enter(self._keys(), start, listed=True)
                self._at += 2
            elif self._text.startswith("[", start):
                self._at += 1
                table = self._enter(self._keys(), start, listed=False)
                self._at += 1
            else:
                self._pair(table)
                if not table:
                    self._known[""] = self._place(start)
        return self._known

    def _enter(self, keys: list[str], start: int, *, listed: bool) -> str:
        """The path of the table whose header begins at `start`."""
        path = ""
        for key in keys[:-1]:
            path = self._join(path, key)
            self._known.setdefault(path, self._place(start))
            if path in self._counts:
                path += f"[{self._counts[path]}]"
        path = self._join(path, keys[-1])
        if listed:
            self._known.setdefault(path, self._place(start))
            self._counts[path] = self._counts.get(path, 0) + 1
            path += f"[{self._counts[path]}]"
        self._known[path] = self._place(start)
        return path

    def _pair(self, table: str) -> None:
        start = self._at
        for key in self._keys():
            table = self._join(table, key)
            self._known.setdefault(table, self._place(start))
        self._at += 1
        self._skip(SPACE)
        self._value(table)

    def _value(self, path: str) -> None:
        opening = self._text[self._at]
        if opening in "\"'":
            self._skip(STRING)
        elif opening in "[{":
            self._at += 1
            number = 0
            while self._text[self._skip(BLANK)] not in "]}":
                number += 1
                if opening == "{":
                    self._pair(path)
                else:
                    self._known[f"{path}[{number}]"] = self._place(self._at)
                    self._value(f"{path}[{number}]")
                if self._text[self._skip(BLANK)] == ",":
                    self._at += 1
            self._at += 1
        else:
            self._skip(PLAIN)

    def _keys(self) -> list[str]:
        """The parts of a dotted key; afterwards stands what ends it."""
        keys = []
        while True:
            start = self._skip(SPACE)
            if self._text[start] in "\"'":
                self._skip(STRING)
                keys += tomllib.loads(f"{self._text[start : self._at]} = 0")
            else:
                self._skip(BARE_KEY)
                keys.append(self._text[start : self._at])
            if self._text[self._skip(SPACE)] != ".":
                return keys
            self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at

    def _place(self, at: int) -> Place:
        line = bisect_right(self._starts, at)
        return Place(line, at - self._starts[line - 1] + 1)

    @staticmethod
    def _join(path: str, key: str) -> str:
        return f"{path}.{key}" if path else key
