"""The compiled contracts that the tests deploy."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from backend.local import brownie_environment
from backend.local.paths import BUILD, ROOT

COMPILED = BUILD / "contracts"


def compile_contracts() -> None:
    """Run Brownie's compiler when a source is newer than what was compiled; takes half a minute then."""
    newest = max(source.stat().st_mtime for source in (ROOT / "contracts").rglob("*.sol"))
    built = [each.stat().st_mtime for each in COMPILED.glob("*.json")]
    expected = [COMPILED / f"{source.stem}.json" for source in (ROOT / "contracts").glob("*.sol")]
    if all(each.exists() for each in expected) and max(built) >= newest:
        return
    done = subprocess.run(
        [str(Path(sys.prefix) / "bin" / "brownie"), "compile"],
        cwd=ROOT,
        env=brownie_environment(),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise AssertionError(f"the contracts do not compile:\n{done.stdout}{done.stderr}")


def read_build(contract: str) -> dict[str, Any]:
    """Brownie's record of a compiled contract."""
    record: dict[str, Any] = json.loads((COMPILED / f"{contract}.json").read_text())
    return record
