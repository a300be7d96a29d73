"""What our contracts understand and say; `python -m backend.chain.abi` writes it from the build."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
CONTRACTS = ("ProjectFactory", "Campaign", "Waterfall", "ShareToken", "IERC20Metadata")

Entry = dict[str, Any]


@cache
def read_abi(contract: str) -> tuple[Entry, ...]:
    """The ABI of one of CONTRACTS. Raises KeyError for any other."""
    if contract not in CONTRACTS:
        raise KeyError(f"no ABI of {contract!r}: there is {', '.join(CONTRACTS)}")
    return tuple(json.loads((FOLDER / f"{contract}.json").read_text()))


def find_entry(contract: str, kind: str, name: str) -> Entry:
    """The one `function`, `event` or `error` of that name. Raises KeyError unless there is exactly one."""
    found = [entry for entry in read_abi(contract) if entry["type"] == kind and entry["name"] == name]
    if len(found) != 1:
        raise KeyError(f"{contract} has {len(found)} of {kind} {name}")
    return found[0]
