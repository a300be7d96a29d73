"""`make spec`: each rule of SPECIFICATION.md with the tests that cite it, were collected, and passed.

Takes the results of runs of today's files; runs all tests when those leave a rule without. Fails when a rule
has no test, and names it.
"""

import sys

from backend.local.builds import ContractsDoNotCompile, compile_contracts
from tests.proof.spec.citations import SPECIFICATION, rules_of
from tests.proof.spec.results import FOLDER, read_room, source_digest
from tests.proof.together import BACKEND, BROWSER, CONTRACTS, TERMINAL, run_together


def main() -> int:
    rules = rules_of(SPECIFICATION.read_text())
    tests = passed_tests(rules)
    if not all(tests.values()):
        print("Not every rule has a passed test of today's files yet: running all tests.", flush=True)
        compile_contracts()
        run_together(CONTRACTS, BACKEND, BROWSER, TERMINAL)
        tests = passed_tests(rules)
    for rule in rules:
        print(f"{rule:4} {len(tests[rule])} tests")
        for each in tests[rule]:
            print(f"       {each}")
    missing = [rule for rule in rules if not tests[rule]]
    for rule in missing:
        print(f"spec: no passed test cites {rule}", file=sys.stderr)
    return 1 if missing or not rules else 0


def passed_tests(rules: list[str]) -> dict[str, list[str]]:
    """By rule, the tests that cite it and passed; each once, whatever its parameters."""
    sources = source_digest()
    found: dict[str, list[str]] = {rule: [] for rule in rules}
    for file in sorted(FOLDER.glob("*.json")):
        for test, told in read_room(file.stem, sources).items():
            for rule in told["rules"] if told["outcome"] == "passed" else []:
                if rule in found:
                    found[rule].append(test.partition("[")[0])
    return {rule: list(dict.fromkeys(tests)) for rule, tests in found.items()}


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ContractsDoNotCompile as problem:
        sys.exit(str(problem))
