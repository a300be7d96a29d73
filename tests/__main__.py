"""`make test`: contracts, backend, browser and terminal are tested, and gas prices compared, all at once."""

import sys

from backend.local.builds import ContractsDoNotCompile, compile_contracts
from backend.local.missing import PartMissing
from tests.proof.together import BACKEND, BROWSER, CONTRACTS, GAS, TERMINAL, run_together


def main() -> int:
    """The exit code: that of the first run that failed, or 0."""
    compile_contracts()
    runs = (CONTRACTS, BACKEND, BROWSER, TERMINAL, GAS)
    codes = run_together(*runs)
    for arguments, code in zip(runs, codes, strict=True):
        if code:
            print(f"test: `python {' '.join(arguments)}` ended with {code}", file=sys.stderr)
    return next(filter(None, codes), 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (PartMissing, ContractsDoNotCompile) as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
