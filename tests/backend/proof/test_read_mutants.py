"""The patches of tests/mutants fit today's sources, and name tests that there are."""

import ast
import subprocess
from pathlib import Path

import pytest

from backend.local.paths import ROOT
from tests.proof.mutants.__main__ import unguarded
from tests.proof.mutants.mutant import FOLDER, read_mutant, read_mutants

PATCHES = sorted(FOLDER.glob("*.patch"))


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_a_patch_fits_and_names_tests_that_there_are(patch: Path) -> None:
    done = subprocess.run(["git", "apply", "--check", str(patch)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for test in read_mutant(patch).tests:
        path, _, name = test.partition("[")[0].partition("::")
        functions = [each for each in ast.walk(ast.parse((ROOT / path).read_text())) if is_function(each)]
        assert name in {each.name for each in functions}, test


def is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def test_every_known_failure_has_its_patch() -> None:
    mutants = read_mutants([])
    assert len(mutants) == len(PATCHES)
    assert unguarded(mutants) == []
    without = [each for each in mutants if "K7," not in each.defence]
    assert unguarded(without) == ["no patch takes the defence against K7 away"]


def test_a_patch_without_a_header_is_refused(tmp_path: Path) -> None:
    patch = tmp_path / "K99.patch"
    patch.write_text("Takes away: K9, something\n\n--- a/contracts/Vault.sol\n+++ b/contracts/Vault.sol\n")
    with pytest.raises(ValueError, match=r"K99\.patch: its header needs"):
        read_mutant(patch)
