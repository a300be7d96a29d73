"""A pytest plugin for Brownie: which jumps of which contract's code the transactions and calls of tests took.

Brownie's own `--coverage` cannot merge what it collects, and asks for every word of every stack; here the
node itself reduces each trace to its conditional jumps. A transaction that looks like an earlier one (same
function and gas, or refused with the same arguments) took the same path and is not traced again.
"""

import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import pytest
from brownie.network.state import _find_contract
from web3.providers.rpc import HTTPProvider

JUMPS = """{
  hits: {}, path: [],
  enter: function(frame) {
    this.path.push(frame.getType().indexOf("CREATE") == 0 ? "" : toHex(frame.getTo()));
  },
  exit: function(result) { this.path.pop(); },
  step: function(log, db) {
    if (log.op.toNumber() != 0x57) return;
    var code = this.path.length ? this.path[this.path.length - 1] : "first";
    var taken = log.stack.peek(1).toString() == "0" ? 0 : 1;
    this.hits[code + " " + log.getPC() + " " + taken] = 1;
  },
  fault: function(log, db) {},
  result: function(ctx, db) { return Object.keys(this.hits); }
}"""
ALIKE = 1_000
"""So many of one function and outcome are traced at most."""

Request = dict[str, Any]
taken: dict[str, set[str]] = {}
"""By contract: "<pc> <0 or 1>" of each conditional jump and whether it was taken."""
seen: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
ask: Callable[..., Any] = HTTPProvider.make_request


def pytest_configure() -> None:
    HTTPProvider.make_request = ask_and_trace  # type: ignore[method-assign]


def pytest_sessionfinish(session: pytest.Session) -> None:
    jumps = {name: sorted(found) for name, found in taken.items()}
    Path(os.environ["COPROD_JUMPS"]).write_text(json.dumps(jumps))


def ask_and_trace(provider: HTTPProvider, method: Any, parameters: Any) -> Any:
    answer = ask(provider, method, parameters)
    if method not in ("eth_sendTransaction", "eth_call") or is_for_tests(parameters[0].get("to")):
        return answer
    if method == "eth_call":
        trace_call(provider, parameters[0], answer)
    elif "result" in answer:
        trace_transaction(provider, parameters[0], answer["result"])
    return answer


def is_for_tests(address: Any) -> bool:
    """Contracts of the tests that are called all the time; their own branches are not counted."""
    contract = _find_contract(address) if address else None
    return contract is not None and contract._name.endswith(("Currency", "Arithmetic"))


def trace_transaction(provider: HTTPProvider, sent: Request, transaction: Any) -> None:
    receipt = wait_for_receipt(provider, transaction)
    if not receipt or not sent.get("to"):
        return
    refused = receipt["status"] == "0x0"
    looks = receipt["gasUsed"], sent.get("data") if refused else ""
    if is_new((function_of(sent), refused), looks):
        told = ask(provider, "debug_traceTransaction", [transaction, {"tracer": JUMPS}])
        note(told, sent["to"])


def wait_for_receipt(provider: HTTPProvider, transaction: Any) -> Request | None:
    """None when no block takes the transaction. A node that traces is slow enough to be asked too early."""
    for _ in range(100):
        receipt: Request | None = ask(provider, "eth_getTransactionReceipt", [transaction]).get("result")
        if receipt:
            return receipt
        time.sleep(0.02)
    return None


def trace_call(provider: HTTPProvider, call: Request, answer: Any) -> None:
    looks = str(call.get("data")), json.dumps(answer.get("result") or str(answer.get("error")))
    if is_new((function_of(call), "call"), looks):
        told = ask(provider, "debug_traceCall", [call, "latest", {"tracer": JUMPS}])
        note(told, call["to"])


def is_new(kind: Hashable, looks: Hashable) -> bool:
    """Whether this one deserves a trace; it is remembered then."""
    known = seen[kind]
    if looks in known or len(known) >= ALIKE:
        return False
    known.add(looks)
    return True


def note(told: Any, first: Any) -> None:
    """Add the jumps of a trace to those of the contracts that Brownie knows by these addresses."""
    assert "result" in told, told
    for hit in told["result"]:
        code, jump = hit.split(" ", 1)
        contract = _find_contract(first if code == "first" else code) if code else None
        if contract is not None:
            taken.setdefault(contract._name, set()).add(jump)


def function_of(sent: Request) -> str:
    return str(sent.get("data") or sent.get("input") or "")[:10]
