"""`make mutants`: takes one defence away at a time, and expects the tests that its patch names to fail.

`make mutants ARGS="K04 K07"` tries only the patches of tests/mutants whose names begin so. Fails when a
mutant survives, when a patch no longer fits or compiles, when a test that it names is not green without it,
and, unless some are chosen, when one of K1 to K20 has no patch.
"""

import re
import sys
from typing import Any

from tests.proof.mutants.mutant import Mutant, read_mutants
from tests.proof.mutants.recompile import read_sources, recompile
from tests.proof.spec.citations import SPECIFICATION, rules_of
from tests.proof.tree import Tree, copied_tree


def main(names: list[str]) -> int:
    mutants = read_mutants(names)
    problems = [] if names else unguarded(mutants)
    with copied_tree() as tree:
        green = tree.test(sorted({test for mutant in mutants for test in mutant.tests}))
        for mutant in mutants:
            verdict = try_mutant(tree, mutant, green)
            print(f"{mutant.name:34} {verdict:10} {mutant.defence}", flush=True)
            if verdict != "killed":
                problems.append(f"{mutant.name}: {verdict}")
    for each in problems:
        print(f"mutants: {each}", file=sys.stderr)
    print(f"{len(mutants)} mutants, {len(problems)} problems")
    return 1 if problems or not mutants else 0


def try_mutant(tree: Tree, mutant: Mutant, green: dict[str, Any]) -> str:
    """One word or more on what became of it; `killed` when every test that it names turned red."""
    for test in mutant.tests:
        if not all_passed(cases(green, test)):
            return f"{test} is not green without it"
    before = read_sources(tree)
    if not tree.apply(mutant.patch):
        return "does not fit"
    after = read_sources(tree)
    if before == after:
        told = tree.test(mutant.tests)
        tree.take_back(mutant.patch)
    else:
        tree.take_back(mutant.patch)
        with tree.other_builds():
            errors = recompile(tree, before, after)
            if errors:
                return f"does not compile: {errors[0]}"
            told = tree.test(mutant.tests)
    alive = [test for test in mutant.tests if not any_failed(cases(told, test))]
    return f"survived {', '.join(alive)}" if alive else "killed"


def cases(told: dict[str, Any], test: str) -> list[str]:
    """The outcomes of a test, one for each set of parameters that the name leaves open."""
    return [each["outcome"] for name, each in told.items() if name == test or name.startswith(f"{test}[")]


def all_passed(outcomes: list[str]) -> bool:
    return bool(outcomes) and set(outcomes) == {"passed"}


def any_failed(outcomes: list[str]) -> bool:
    """In the test itself: one that cannot be set up says nothing about its defence."""
    return "failed in call" in outcomes


def unguarded(mutants: list[Mutant]) -> list[str]:
    """One line for each known failure of the specification whose defence no mutant takes away."""
    named = {found for mutant in mutants for found in re.findall(r"K\d+", mutant.defence)}
    known = [rule for rule in rules_of(SPECIFICATION.read_text()) if rule.startswith("K")]
    return [f"no patch takes the defence against {rule} away" for rule in known if rule not in named]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
