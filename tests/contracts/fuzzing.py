"""How many lives are drawn, and how many steps they took: `make fuzz` draws more and reads the sums."""

import json
import os

from backend.local.paths import ROOT

PROOF = ROOT / ".coprod" / "proof" / "fuzz.json"


def examples(ordinary: int) -> int:
    """Lives to draw: COPROD_FUZZ_EXAMPLES, or without it the number that `make test` has time for."""
    return int(os.environ.get("COPROD_FUZZ_EXAMPLES") or ordinary)


def record(name: str, lives: int, steps: int) -> None:
    """Note how many lives of this name were lived to their end, in how many steps; print it, too."""
    sums = json.loads(PROOF.read_text()) if PROOF.exists() else {}
    sums[name] = {"lives": lives, "steps": steps}
    PROOF.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: in `make test` contracts and backend live at the same time.
    written = PROOF.with_suffix(f".{os.getpid()}")
    written.write_text(json.dumps(sums, indent=2, sort_keys=True) + "\n")
    written.replace(PROOF)
    print(f"\n{name}: {lives} lives, {steps} steps")
