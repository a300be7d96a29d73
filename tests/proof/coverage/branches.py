"""The branches of the contracts' sources, and which way the tests went at each.

Brownie's compiler marks, in `coverageMap`, the pieces of a source that decide something, and in `pcMap` the
conditional jumps that come of them. The same piece may be compiled into several contracts.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Jumps = dict[str, set[str]]


@dataclass
class Branch:
    """A piece of a source, from its first character to before its last, that decides something."""

    source: str
    start: int
    stop: int
    function: str
    ways: set[bool] = field(default_factory=set)
    """Whether it jumped, each way that was seen."""

    def describe(self, text: str) -> str:
        line = text.encode()[: self.start].count(b"\n") + 1
        piece = " ".join(text.encode()[self.start : self.stop].decode().split())
        missing = "never decided" if not self.ways else "decided one way only"
        return f"{self.source}:{line} {self.function}: {piece[:90]} ({missing})"


def read_branches(builds: Path, jumps: Jumps) -> list[Branch]:
    """All branches of our own sources, those for tests left out, with the ways that were taken."""
    found: dict[tuple[str, int, int], Branch] = {}
    for path in sorted(builds.glob("*.json")):
        build = json.loads(path.read_text())
        if not build.get("pcMap") or not is_ours(build["sourcePath"]):
            continue
        pieces = dict(pieces_of(build))
        took = jumps.get(build["contractName"], set())
        for number, pc in jumping(build):
            piece = pieces.get(number)
            if piece and is_ours(piece.source):
                known = found.setdefault((piece.source, piece.start, piece.stop), piece)
                known.ways |= {bool(way) for way in (0, 1) if f"{pc} {way}" in took}
    return list(found.values())


def is_ours(source: str) -> bool:
    return source.startswith("contracts/") and not source.startswith("contracts/testing/")


def pieces_of(build: dict[str, Any]) -> Iterator[tuple[int, Branch]]:
    for source, functions in build["coverageMap"]["branches"].items():
        name = build["allSourcePaths"].get(source, source)
        for function, branches in functions.items():
            for number, (start, stop, _) in branches.items():
                yield int(number), Branch(name, start, stop, function)


def jumping(build: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Number of a branch, and where in the code it jumps."""
    for pc, step in build["pcMap"].items():
        if step["op"] == "JUMPI" and "branch" in step:
            yield step["branch"], int(pc)
