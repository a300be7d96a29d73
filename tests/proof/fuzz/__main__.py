"""`make fuzz`: draws LIVES lives for each state machine, and prints how many steps they took; hours.

`make fuzz ARGS=100` draws so many. The machines are the tests/contracts/**/test_live_through.py, and what the
payer reckons beside the contracts; `make test` draws a few lives of each. Fails when one of them does not end
as its model says.
"""

import json
import os
import subprocess
import sys

from backend.local.paths import ROOT
from tests.contracts.fuzzing import PROOF

MACHINES = "tests/contracts/*/test_live_through.py"
PAYER = "tests/backend/royalties/test_equal_contracts.py"
LIVES = 2_000


def main(arguments: list[str]) -> int:
    lives = arguments[0] if arguments else str(LIVES)
    if len(arguments) > 1 or not lives.isdecimal() or int(lives) == 0:
        sys.exit(f"fuzz: takes the number of lives to draw, not {' '.join(arguments)!r}")
    PROOF.unlink(missing_ok=True)
    machines = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob(MACHINES))]
    runs = (["backend.local", "brownie", "test", *machines], ["pytest", "-q", PAYER])
    environment = os.environ | {"COPROD_FUZZ_EXAMPLES": lives}
    codes = [
        subprocess.run([sys.executable, "-m", *each], cwd=ROOT, env=environment, check=False).returncode
        for each in runs
    ]
    sums = json.loads(PROOF.read_text()) if PROOF.exists() else {}
    for name, each in sums.items():
        print(f"{name}: {each['lives']:,} lives, {each['steps']:,} steps")
    print(f"{sum(each['steps'] for each in sums.values()):,} steps in all")
    return 1 if any(codes) or not sums else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
