"""What the tests said of today's files: .coprod/proof/results/<room of tests>.json.

A room's file holds the results of any number of runs, as long as nothing has changed between them. A test
counts as passed when it was collected, and its setup, its call and its teardown passed.
"""

import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.local.paths import ROOT, TOOLS

FOLDER = TOOLS / "proof" / "results"
TESTED = ("backend", "contracts", "scripts", "tests")
ALSO = ("brownie-config.yaml", "pyproject.toml", "package-lock.json", "requirements.lock")
PHASES = ("setup", "call", "teardown")


@dataclass
class Results:
    """The results of one run of tests, which began with files of this digest."""

    sources: str
    cited: dict[str, list[str]] = field(default_factory=dict)
    phases: dict[str, dict[str, str]] = field(default_factory=dict)

    def collect(self, test: str, rules: list[str]) -> None:
        self.cited[test] = rules

    def note(self, test: str, phase: str | None, outcome: str) -> None:
        self.phases.setdefault(test, {})[str(phase)] = outcome

    def outcome(self, test: str) -> str:
        """`passed`, or what came first instead, such as `failed in call` or `skipped in setup`."""
        for phase in PHASES:
            outcome = self.phases[test].get(phase, "missing")
            if outcome != "passed":
                return f"{outcome} in {phase}"
        return "passed"

    def write(self) -> None:
        """Add them to those of earlier runs, unless the files changed meanwhile: of which would they be?"""
        if source_digest() != self.sources:
            print("\nThe files changed while the tests ran: `make spec` cannot count these results.")
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for room in {room_of(test) for test in self.phases}:
            ran = {test: self.outcome(test) for test in self.phases if room_of(test) == room}
            with locked(FOLDER / f"{room}.lock"):
                known = read_room(room, self.sources)
                known.update({test: {"outcome": ran[test], "rules": self.cited[test]} for test in ran})
                fresh = FOLDER / f"{room}.new"
                fresh.write_text(json.dumps({"sources": self.sources, "tests": known}, indent=1))
                fresh.replace(FOLDER / f"{room}.json")


def read_room(room: str, sources: str) -> dict[str, Any]:
    """By test: its outcome, and what it cites; empty when the results are of other files than these."""
    file = FOLDER / f"{room}.json"
    told: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {"sources": None}
    tests: dict[str, Any] = told["tests"] if told["sources"] == sources else {}
    return tests


def room_of(test: str) -> str:
    """`contracts` of tests/contracts/campaign/test_open.py::test_…"""
    return Path(test.partition("::")[0]).parts[1]


def source_digest() -> str:
    """Changes with every source, test, script and lock file."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    yield from (ROOT / name for name in ALSO)
    for room in TESTED:
        for path in sorted((ROOT / room).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and "__pycache__" not in name:
                yield path


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else who asks for the same lock goes on meanwhile."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
