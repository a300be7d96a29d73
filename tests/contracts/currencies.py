"""The currencies that exist: any number of decimals, and every odd kind of ERC-20 (K19)."""

from typing import Any

import brownie
import pytest

PLAIN = {"no-decimals": 0, "2-decimals": 2, "6-decimals": 6, "18-decimals": 18}
ODD = [
    "SilentCurrency",
    "TaxedCurrency",
    "BlockingCurrency",
    "ZeroRefusingCurrency",
    "RefusingCurrency",
    "HookedCurrency",
]

every_currency = pytest.mark.parametrize("currency", [*PLAIN, *ODD], indirect=True, scope="module")
"""Runs the tests of a module once with each; the odd kinds behave until a test tells them not to."""


def only_currency(kind: str) -> pytest.MarkDecorator:
    """Runs the tests of a module, or one test, with this kind instead of the ordinary one."""
    return pytest.mark.parametrize("currency", [kind], indirect=True, scope="module")


def deploy_currency(kind: str, deployer: Any) -> Any:
    """A currency of one of the kinds above."""
    if kind in PLAIN:
        return brownie.TestCurrency.deploy("Euro Coin", "EURC", PLAIN[kind], {"from": deployer})
    return getattr(brownie, kind).deploy({"from": deployer})
