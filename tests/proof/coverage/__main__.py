"""`make coverage`: how many branches of contracts/ the tests decide both ways, by file; and which not.

Runs the contracts' tests, or those that ARGS names, in a copy compiled without via-IR: its code follows the
source. Left out are the long random lives, and numbers of decimals that decide nothing. Fails below GOAL.
"""

import json
import os
import sys
from itertools import groupby
from pathlib import Path

from tests.proof.coverage.branches import Branch, read_branches
from tests.proof.tree import BUILDS, copied_tree

GOAL = 95
"""Per cent of all branches' ways."""
PLUGIN = ("-p", "tests.proof.coverage.tracing")
CHOICE = ("-k", "not live_through and not no-decimals and not 2-decimals and not 18-decimals")


def main(tests: list[str]) -> int:
    with copied_tree("--steps-tracing") as tree:
        jumps = tree.root / "jumps.json"
        os.environ["COPROD_JUMPS"] = str(jumps)
        told = tree.test(tests or ["tests/contracts"], *PLUGIN, *CHOICE)
        if not jumps.exists():
            sys.exit("coverage: the tests did not run to their end")
        taken = {name: set(found) for name, found in json.loads(jumps.read_text()).items()}
        share = report(read_branches(tree.root / BUILDS, taken), tree.root)
    failed = [test for test, each in told.items() if each["outcome"] != "passed"]
    for test in failed:
        print(f"coverage: {test} did not pass", file=sys.stderr)
    return 1 if share < GOAL * 100 or failed else 0


def report(branches: list[Branch], root: Path) -> int:
    """Print what was found in the sources below `root`. The share of ways taken, see hundredths()."""
    branches = sorted(branches, key=lambda each: (each.source, each.start))
    for source, group in groupby(branches, key=lambda each: each.source):
        inside = list(group)
        print(f"{source:44} {percent(inside):>8}  of {len(inside)} branches")
    print("\nNot decided both ways:")
    for each in branches:
        if len(each.ways) < 2:
            print(f"  {each.describe((root / each.source).read_text())}")
    print(f"\nBranch coverage: {percent(branches)} of {len(branches)} branches")
    return hundredths(branches)


def percent(branches: list[Branch]) -> str:
    share = hundredths(branches)
    return f"{share // 100}.{share % 100:02} %"


def hundredths(branches: list[Branch]) -> int:
    """Ways taken of all, in hundredths of a per cent, rounded down."""
    return sum(len(each.ways) for each in branches) * 10_000 // (2 * len(branches))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
