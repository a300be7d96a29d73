"""Compiles only what a change of the sources reaches, and puts the new code into Brownie's builds.

Brownie would take half a minute to describe every instruction anew; tests need the code alone. The sources
that Brownie finds stay as they were, so that it believes its builds.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

from backend.local.builds import CONTRACTS, outdated
from backend.local.solc import version
from tests.proof.tree import BUILDS, Tree

CODE = ("bytecode", "deployedBytecode")


def read_sources(tree: Tree) -> dict[str, str]:
    files = sorted((tree.root / CONTRACTS).rglob("*.sol"))
    return {file.relative_to(tree.root).as_posix(): file.read_text() for file in files}


def reached(before: dict[str, str], after: dict[str, str], builds: Path) -> list[Path]:
    """Builds of contracts that can be deployed and whose code may be another one now."""
    names = outdated(after, before, after)
    return [path for path in sorted(builds.glob("*.json")) if is_reached(json.loads(path.read_text()), names)]


def is_reached(build: dict[str, Any], names: set[str]) -> bool:
    return build["sourcePath"] in names and build["type"] == "contract" and bool(build["bytecode"])


def recompile(tree: Tree, before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Replace the code of what changed. Returns the compiler's errors: none when it compiles."""
    builds = {path: json.loads(path.read_text()) for path in reached(before, after, tree.root / BUILDS)}
    answer = compile_code(tree, after, list(builds.values()))
    errors = [each["formattedMessage"] for each in answer.get("errors", []) if each["severity"] == "error"]
    for path, build in builds.items() if not errors else ():
        code = answer["contracts"][build["sourcePath"]][build["contractName"]]["evm"]
        path.write_text(json.dumps(build | {name: code[name]["object"] for name in CODE}))
    return errors


def compile_code(tree: Tree, sources: dict[str, str], builds: list[dict[str, Any]]) -> dict[str, Any]:
    """solc's answer, with the settings of compile_plainly in tests/proof/tree.py."""
    wanted: dict[str, dict[str, list[str]]] = {}
    for build in builds:
        outputs = [f"evm.{name}.object" for name in CODE]
        wanted.setdefault(build["sourcePath"], {})[build["contractName"]] = outputs
    request = {
        "language": "Solidity",
        "sources": {name: {"content": text} for name, text in sources.items()},
        "settings": {
            "remappings": ["@openzeppelin=node_modules/@openzeppelin"],
            "evmVersion": "cancun",
            "outputSelection": wanted,
        },
    }
    compiler = tree.root / ".coprod" / "solc" / f"solc-v{version()}"
    done = subprocess.run(
        [compiler, "--standard-json"],
        input=json.dumps(request),
        cwd=tree.root,
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
