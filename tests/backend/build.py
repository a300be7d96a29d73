"""The compiled contracts that the tests deploy."""

import json
from typing import Any

from backend.local.builds import COMPILED


def read_build(contract: str) -> dict[str, Any]:
    """Brownie's record of a compiled contract."""
    record: dict[str, Any] = json.loads((COMPILED / f"{contract}.json").read_text())
    return record
