"""A copy of the project outside of it, whose contracts are compiled without via-IR and optimizer.

That takes a fraction of the time, and the code follows the source line by line. It is larger than a chain
takes: the copy's anvil knows no limit.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from backend.local.paths import ROOT, TOOLS

COPIED = ("backend", "contracts", "scripts", "tests")
FILES = ("brownie-config.yaml", "package-lock.json", "package.json", "pyproject.toml", "requirements.lock")
INSTALLED = (".venv", "node_modules")
BUILDS = Path(".coprod", "build", "contracts")
RESULTS = Path(".coprod", "proof", "results")
KEPT = TOOLS / "proof" / "build"
"""What the last copy compiled: the next one goes on from there."""
BROWNIE = (sys.executable, "-m", "backend.local", "brownie")


class Tree:
    """One such copy; what it makes stays in its own .coprod."""

    def __init__(self, root: Path, anvil_options: str) -> None:
        self.root = root
        for name in COPIED:
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(ROOT / name, root / name)
        for name in INSTALLED:
            (root / name).symlink_to(ROOT / name)
        self._environment = {
            "COPROD_ANVIL_OPTIONS": f"--disable-code-size-limit {anvil_options}",
            # This folder may lie inside the project, whose repository must not be found.
            "GIT_CEILING_DIRECTORIES": str(root.parent),
        }
        compile_plainly(root / "brownie-config.yaml")
        if KEPT.exists():
            shutil.copytree(KEPT, root / BUILDS.parent)

    def compile(self) -> bool:
        """Whether the contracts compile."""
        return self._succeeds(*BROWNIE, "compile")

    def apply(self, patch: Path) -> bool:
        """Whether the patch still fits."""
        return self._succeeds("git", "apply", str(patch))

    def take_back(self, patch: Path) -> None:
        assert self._succeeds("git", "apply", "--reverse", str(patch)), f"{patch.name} cannot be taken back"

    @contextmanager
    def other_builds(self) -> Iterator[None]:
        """Whatever happens to the compiled contracts inside is forgotten."""
        saved = self.root / "builds"
        shutil.copytree(self.root / BUILDS, saved)
        try:
            yield
        finally:
            shutil.rmtree(self.root / BUILDS)
            saved.rename(self.root / BUILDS)

    def test(self, tests: Sequence[str], *options: str) -> dict[str, Any]:
        """Run these tests; what each said, by its name, as tests/proof/spec/results.py keeps it."""
        folder = self.root / RESULTS
        shutil.rmtree(folder, ignore_errors=True)
        of_contracts = [each for each in tests if each.startswith("tests/contracts")]
        others = [each for each in tests if each not in of_contracts]
        if of_contracts:
            self._run(*BROWNIE, "test", *of_contracts, *options)
        if others:
            self._run(sys.executable, "-m", "pytest", *others, *options)
        told: dict[str, Any] = {}
        for results in folder.glob("*.json"):
            told |= json.loads(results.read_text())["tests"]
        return told

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | self._environment
        return subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )

    def _succeeds(self, *command: str) -> bool:
        """What the program says is shown only if it does not."""
        done = self._run(*command)
        if done.returncode:
            print(done.stdout + done.stderr, file=sys.stderr)
        return done.returncode == 0


def compile_plainly(config: Path) -> None:
    """Turn via-IR and optimizer off in a brownie-config.yaml."""
    settings = yaml.safe_load(config.read_text())
    settings["compiler"]["solc"] |= {"viaIR": False, "optimizer": {"enabled": False, "runs": 200}}
    config.write_text(yaml.safe_dump(settings))


@contextmanager
def copied_tree(anvil_options: str = "") -> Iterator[Tree]:
    """A copy, compiled; removed at the end. Ends the program when the contracts do not compile."""
    with TemporaryDirectory(prefix="coprod-proof-") as folder:
        tree = Tree(Path(folder), anvil_options)
        if not tree.compile():
            sys.exit("The contracts do not compile without via-IR: see above.")
        shutil.rmtree(KEPT, ignore_errors=True)
        shutil.copytree(tree.root / BUILDS.parent, KEPT)
        yield tree
