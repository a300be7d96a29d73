"""Write the ABI files from the compiled contracts (`make contracts` first)."""

import json
from typing import Any

from backend.chain.abi import CONTRACTS, FOLDER
from backend.local.missing import require
from backend.local.paths import BUILD


def render(contract: str) -> str:
    """The text of the ABI file of a contract, from the build. Raises PartMissing when it is not compiled."""
    built = require(f"the compiled {contract} (`make contracts`)", BUILD / "contracts" / f"{contract}.json")
    entries: list[dict[str, Any]] = json.loads(built.read_text())["abi"]
    return "[\n" + ",\n".join(json.dumps(entry, sort_keys=True) for entry in entries) + "\n]\n"


if __name__ == "__main__":
    for name in CONTRACTS:
        (FOLDER / f"{name}.json").write_text(render(name))
