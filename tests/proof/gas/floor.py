"""Where the gas of a transaction goes: what any contract would pay for the same effects, and what is ours."""

from collections import Counter
from typing import Any, NamedTuple

from tests.proof.gas.chain import Chain, Receipt

EXECUTION = {"CALL", "STATICCALL", "DELEGATECALL", "CALLCODE", "CREATE", "CREATE2"}
COLD = {"BALANCE", "EXTCODESIZE", "EXTCODECOPY", "EXTCODEHASH"}
WARM = 100


class Parts(NamedTuple):
    """Gas of one transaction; together they are what its receipt says. Refunds are taken off the storage.

    base: 21,000 and calldata. storage: reading and writing words. calls: first touches of accounts.
    logs: events. work: everything else, such as arithmetic, memory and reading a clone's terms.
    """

    base: int
    storage: int
    calls: int
    logs: int
    work: int


def parts_of(chain: Chain, receipt: Receipt) -> Parts:
    sent = chain.request("eth_getTransactionByHash", receipt.transaction)
    data = bytes.fromhex(sent["input"][2:])
    base = 21_000 + sum(16 if byte else 4 for byte in data)
    options = {"disableStack": True, "disableMemory": True, "disableStorage": True}
    trace = chain.request("debug_traceTransaction", receipt.transaction, options)["structLogs"]
    spent = spent_on(trace)
    refunded = base + spent["all"] - receipt.gas
    storage = spent["storage"] - refunded
    return Parts(base, storage, spent["calls"], spent["logs"], spent["work"])


def spent_on(trace: list[dict[str, Any]]) -> Counter[str]:
    """Gas by kind of instruction; what a call passes on is counted where it is spent."""
    spent: Counter[str] = Counter()
    for number, step in enumerate(trace):
        name, cost = step["op"], step["gasCost"]
        if name in EXECUTION:
            cost = call_cost(trace, number)
            spent["calls"] += cost - WARM if cost > WARM else 0
            spent["work"] += min(cost, WARM)
        elif name in {"SLOAD", "SSTORE"}:
            spent["storage"] += cost
        elif name.startswith("LOG"):
            spent["logs"] += cost
        elif name in COLD:
            spent["calls"] += max(cost - WARM, 0)
            spent["work"] += min(cost, WARM)
        else:
            spent["work"] += cost
        spent["all"] += cost
    return spent


def call_cost(trace: list[dict[str, Any]], number: int) -> int:
    """What a call itself took: the gas before it, less what the callee began with and what was kept back."""
    depth, after = trace[number]["depth"], number + 1
    while trace[after]["depth"] > depth:
        after += 1
    took: int = trace[number]["gas"] - trace[after]["gas"]
    return took - gas_inside(trace[number + 1 : after])


def gas_inside(steps: list[dict[str, Any]]) -> int:
    """What the instructions of a callee took, those of its own callees included."""
    return int(steps[0]["gas"] - steps[-1]["gas"] + steps[-1]["gasCost"]) if steps else 0
