"""`make gas`: measures every row, prints the table, writes tests/contracts/gas.json; the last line is JSON.

`make gas ARGS=--check` writes nothing, and fails when a row is over 1 % worse than the file.
Both fail when a row misses its goal, or a contract is larger than may be deployed (EIP-170).
"""

import json
import sys

from backend.local.paths import ROOT
from tests.proof.gas.chain import Chain, Receipt, started_chain
from tests.proof.gas.floor import Parts, parts_of
from tests.proof.gas.references import measure_references
from tests.proof.gas.rows import Rows, measure
from tests.proof.gas.sizes import describe_sizes, too_large
from tests.proof.gas.table import OURS, REFERENCES, describe, missed_goals, worse_rows

FILE = ROOT / "tests" / "contracts" / "gas.json"


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        sys.exit(f"gas: takes --check or nothing, not {' '.join(arguments)!r}")
    rows, aside, parts = measure_all()
    print("\n".join(describe(rows, parts)))
    print("\nBeside the table: " + "; ".join(f"{name} {gas:,}" for name, gas in aside.items()))
    print("\n".join(["", *describe_sizes()]))
    problems = missed_goals(rows) + too_large()
    if arguments:
        problems += worse_rows(rows, json.loads(FILE.read_text()))
    else:
        FILE.write_text(json.dumps(rows, indent=2) + "\n")
    for each in problems:
        print(f"gas: {each}", file=sys.stderr)
    print(json.dumps(rows))
    return 1 if problems else 0


def measure_all() -> tuple[Rows, Rows, dict[str, Parts]]:
    """The rows of the table in its order, those beside it, and where the gas of the former goes."""
    parts: dict[str, Parts] = {}
    with started_chain() as anvil:
        chain = Chain(anvil)

        def watch(name: str, receipt: Receipt) -> None:
            parts[name] = parts_of(chain, receipt)

        project, measured, aside = measure(chain, watch)
        references, directly = measure_references(chain, project.shares.address, watch)
    measured |= references
    return {name: measured[name] for name in OURS + REFERENCES}, aside | directly, parts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
