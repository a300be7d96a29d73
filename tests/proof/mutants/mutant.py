"""A mutant: a patch that takes one defence away, and the tests that must notice.

Its file begins with lines such as

    Takes away: K4, a payment that is tried and may fail
    Red: tests/contracts/share_token/test_payout.py::test_one_bad_holder_stops_nobody

before the unified diff against contracts/. There is one `Red:` line for each test; each must turn red.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from backend.local.paths import ROOT

FOLDER = ROOT / "tests" / "mutants"
HEADER = re.compile(r"^(Takes away|Red): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    patch: Path
    defence: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.patch.stem


def read_mutant(patch: Path) -> Mutant:
    """Raises ValueError when the header does not say what is taken away and who must notice."""
    lines = HEADER.findall(patch.read_text().partition("\n--- ")[0])
    defences = [text for key, text in lines if key == "Takes away"]
    tests = tuple(text for key, text in lines if key == "Red")
    if len(defences) != 1 or not tests:
        raise ValueError(f"{patch.name}: its header needs one line 'Takes away:' and at least one 'Red:'")
    return Mutant(patch, defences[0], tests)


def read_mutants(names: list[str]) -> list[Mutant]:
    """Those whose names begin with one of these; all when there is none."""
    every = [read_mutant(patch) for patch in sorted(FOLDER.glob("*.patch"))]
    return [each for each in every if not names or each.name.startswith(tuple(names))]
