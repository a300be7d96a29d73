"""What the factory must answer (rules 2.1, 2.2)."""

from collections.abc import Sequence

from backend.chain.client import ChainClient
from backend.mirror.ledger.facts import Row
from backend.mirror.proof.expectation import Expectation, expect
from backend.mirror.proof.pauses import Pauses

SETTINGS = {"owner": ("owner", "account"), "treasury": ("treasury", "account"), "fee": ("feeBps", "amount")}
"""Kinds of which the newest counts: function and column."""
LISTS = {"currency": "isCurrencyAllowed", "financier": "isFinancierApproved"}
"""Kinds of which the newest of each account counts."""


def of_platform(factory: str, changes: Sequence[Row], pauses: Pauses, now: int) -> list[Expectation]:
    """`changes`: all rows of platform_changes in their order."""
    found = []
    for kind, (function, column) in SETTINGS.items():
        newest = next((row[column] for row in reversed(changes) if row["kind"] == kind), None)
        found.append(_expect({"kind": kind}, {column: newest}, factory, function))
    for kind, function in LISTS.items():
        for account, allowed in {
            row["account"]: row["allowed"] for row in changes if row["kind"] == kind
        }.items():
            key = {"kind": kind, "account": account}
            found.append(_expect(key, {"allowed": allowed}, factory, function, account))
    is_paused, seconds = pauses.at(now)
    pause = {"paused": is_paused, "paused seconds": seconds}
    return [*found, _expect({"kind": "paused"}, pause, factory, "pauseState")]


async def count_projects(client: ChainClient, factory: str, block: str) -> int:
    """How many projects the factory ever made, at a block given by its hash: no function tells it, but its
    nonce does, which begins at 1 (EIP-161) and counts the three contracts of each."""
    nonce = await client.request("eth_getTransactionCount", factory, {"blockHash": block})
    return (int(nonce, 16) - 1) // 3


def _expect(key: Row, mirror: Row, factory: str, function: str, *arguments: str) -> Expectation:
    return expect("platform_changes", key, mirror, "ProjectFactory", factory, function, *arguments)
