"""What Brownie compiled, kept in step with the sources.

Brownie compiles again a contract that changed and those that name it, but not those that name these, nor
those that use it through `using for global`: they would keep the old code, and tests would test that. So
whatever was made from a changed file, directly or not, is removed first. One process at a time compiles.
"""

import fcntl
import json
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from backend.local.bootstrap import digest
from backend.local.brownie import brownie_environment
from backend.local.paths import BUILD, ROOT

CONTRACTS = "contracts"
COMPILED = BUILD / "contracts"
STAMP = BUILD / ".sources"
IMPORT = re.compile(r'^import\s[^;]*?"(\.[^"]+)"', re.MULTILINE)


class ContractsDoNotCompile(Exception):
    """The compiler has said why."""


def compile_contracts() -> None:
    """Compile what is newer than what was compiled, or wait for who does. Raises ContractsDoNotCompile."""
    with alone():
        sources = read_sources()
        today = {name: digest(ROOT / name) for name in sources}
        if STAMP.exists() and STAMP.read_text() == json.dumps(today):
            return
        forget(outdated(sources, compiled_from(), today))
        command = [sys.executable, "-m", "backend.local.brownie_cli", "compile"]
        if subprocess.run(command, cwd=ROOT, env=brownie_environment()).returncode:
            raise ContractsDoNotCompile("The contracts do not compile: see above.")
        STAMP.write_text(json.dumps(today))


def outdated(sources: dict[str, str], before: dict[str, str], today: dict[str, str]) -> set[str]:
    """Files that changed, came or went, and those that import them, directly or not."""
    found = {name for name in before.keys() | today.keys() if before.get(name) != today.get(name)}
    importers = {name: imports(name, text) for name, text in sources.items()}
    while more := {name for name, parts in importers.items() if parts & found} - found:
        found |= more
    return found


def imports(name: str, text: str) -> set[str]:
    """The files of ours that a file names, as paths from the root."""
    folder = posixpath.dirname(name)
    return {posixpath.normpath(posixpath.join(folder, path)) for path in IMPORT.findall(text)}


def read_sources() -> dict[str, str]:
    files = sorted((ROOT / CONTRACTS).rglob("*.sol"))
    return {file.relative_to(ROOT).as_posix(): file.read_text() for file in files}


def compiled_from() -> dict[str, str]:
    """Digests of the sources of the last compilation; none when it did not end."""
    try:
        known: dict[str, str] = json.loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return known


def forget(names: set[str]) -> None:
    """Remove what was made from these files. The stamp goes first: what comes after may be cut short."""
    STAMP.unlink(missing_ok=True)
    for build in COMPILED.glob("*.json"):
        if json.loads(build.read_text()).get("sourcePath") in names:
            build.unlink()


@contextmanager
def alone() -> Iterator[None]:
    """Until the end of the block, no other process of this folder compiles."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
