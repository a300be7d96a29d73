"""What a byte of a contract's code is, in words: where two codes differ, and what that is. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from eth_utils import to_checksum_address

from backend.local.compilation import Compiled, Place
from backend.local.standard_json import Input
from scripts.language import say
from scripts.proof.clones import ARGUMENTS_AT, BEFORE

WORD = 32
ADDRESS_PADDING = bytes(12)


@dataclass(frozen=True)
class Difference:
    """Bytes that are not what they must be, from `start` on. place: what they are, in words."""

    start: int
    expected: bytes
    found: bytes
    place: str


def runs(expected: bytes, found: bytes) -> Iterator[tuple[int, int]]:
    """(start, end) of each run of bytes that differ; what only one of them has differs."""
    start = None
    longest = max(len(expected), len(found))
    for index in range(longest):
        if expected[index : index + 1] != found[index : index + 1]:
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, longest


def differences_in(expected: bytes, found: bytes, compiled: Compiled, given: Input) -> list[Difference]:
    """Of a contract. given: the compiler's input, of which lines are named."""
    reader = CodeReader(expected, compiled, given)
    return [
        Difference(start, expected[start:end], found[start:end], reader.place_of(start, found))
        for start, end in runs(expected, found)
    ]


def differences_in_clone(expected: bytes, found: bytes) -> list[Difference]:
    return [
        Difference(start, expected[start:end], found[start:end], place_in_clone(start, len(expected)))
        for start, end in runs(expected, found)
    ]


def place_in_clone(start: int, length: int) -> str:
    if start >= length:
        return say("behind the end of the code")
    if start >= ARGUMENTS_AT:
        word = (start - ARGUMENTS_AT) // WORD + 1
        return say("in what the clone was made with, word {word} of its arguments", word=word)
    if len(BEFORE) <= start < len(BEFORE) + 20:
        return say("in the address of the contract whose code the clone runs")
    return say("in the 45 bytes that make it a clone")


class CodeReader:
    """Tells what stands where in a contract's code."""

    def __init__(self, code: bytes, compiled: Compiled, given: Input) -> None:
        self._code, self._compiled, self._given = code, compiled, given

    def place_of(self, offset: int, found: bytes) -> str:
        """In words. found: the code that is there instead, of which immutable values are told."""
        if offset >= len(self._code):
            return say("behind the end of the code")
        if immutable := self._immutable_at(offset):
            return say(
                "in the immutable {name}, which must be {expected} and is {found}",
                name=immutable.name,
                expected=value_of(immutable, self._code),
                found=value_of(immutable, found),
            )
        if offset >= self.metadata_at:
            return say("in the compiler’s metadata at the end: the hash of the sources, or its version")
        file, line = self._line_at(offset)
        if not file:
            return say("in code that the compiler adds by itself")
        return say("in code made from {file}, line {line}", file=file, line=line)

    @property
    def metadata_at(self) -> int:
        """Where the CBOR begins that the last two bytes give the length of."""
        return len(self._code) - 2 - int.from_bytes(self._code[-2:], "big")

    def immutables(self, found: bytes) -> dict[str, str]:
        """Names and values of the immutables, as the found code has them."""
        return {each.name: value_of(each, found) for each in self._compiled.immutables}

    def _immutable_at(self, offset: int) -> Place | None:
        places = self._compiled.immutables
        return next((each for each in places if each.start <= offset < each.start + each.length), None)

    def _line_at(self, offset: int) -> tuple[str, int]:
        """File and line of the instruction at an offset; ("", 0) where the compiler made it by itself."""
        number, start = self._source_at(self._instruction_at(offset))
        file = self._compiled.sources.get(number, "")
        content = self._given["sources"].get(file, {}).get("content", "")
        return file, content.encode()[:start].count(b"\n") + 1 if file else 0

    def _instruction_at(self, offset: int) -> int:
        """How many instructions begin before the one that this byte belongs to."""
        number, position = 0, 0
        while position < self.metadata_at:
            opcode = self._code[position]
            position += 1 + (opcode - 0x5F if 0x60 <= opcode <= 0x7F else 0)
            if position > offset:
                return number
            number += 1
        return number

    def _source_at(self, instruction: int) -> tuple[int, int]:
        """(number of the source, offset in it): each entry of the map leaves out what the one before had."""
        start, source = "-1", "-1"
        for entry in self._compiled.source_map.split(";")[: instruction + 1]:
            parts = entry.split(":")
            start = parts[0] or start
            source = (parts[2] if len(parts) > 2 else "") or source
        return int(source), max(int(start), 0)


def value_of(place: Place, code: bytes) -> str:
    """An address where it can be one, else hexadecimal digits."""
    value = code[place.start : place.start + place.length]
    if len(value) == WORD and value[:12] == ADDRESS_PADDING and any(value[12:16]):
        return to_checksum_address(value[12:])
    return "0x" + value.hex()
