"""A pytest plugin for Brownie: which jumps of which contract's code the transactions and calls of tests took.

Brownie's own `--coverage` cannot merge what it collects, and asks for every word of every stack; here the
node itself reduces each trace to its conditional jumps. A transaction that looks like an earlier one (same
function, outcome and gas) took the same path and is not traced again.
"""

import json
import os
from collections import Counter
from collections.abc import Callable
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
CALLS_OF_ONE_FUNCTION = 40
"""Calls have no gas to tell them apart: so many of each function are traced."""

Request = dict[str, Any]
taken: dict[str, set[str]] = {}
"""By contract: "<pc> <0 or 1>" of each conditional jump and whether it was taken."""
seen: set[tuple[Any, ...]] = set()
calls: Counter[str] = Counter()
ask: Callable[..., Any] = HTTPProvider.make_request


def pytest_configure() -> None:
    HTTPProvider.make_request = ask_and_trace  # type: ignore[method-assign]


def pytest_sessionfinish(session: pytest.Session) -> None:
    jumps = {name: sorted(found) for name, found in taken.items()}
    Path(os.environ["COPROD_JUMPS"]).write_text(json.dumps(jumps))


def ask_and_trace(provider: HTTPProvider, method: Any, parameters: Any) -> Any:
    answer = ask(provider, method, parameters)
    if method == "eth_sendTransaction" and "result" in answer:
        trace_transaction(provider, parameters[0], answer["result"])
    elif method == "eth_call":
        trace_call(provider, parameters[0], answer)
    return answer


def trace_transaction(provider: HTTPProvider, sent: Request, transaction: Any) -> None:
    receipt = ask(provider, "eth_getTransactionReceipt", [transaction]).get("result")
    if not sent.get("to") or not receipt:
        return
    looks = (function_of(sent), receipt["gasUsed"], receipt["status"])
    if looks not in seen:
        seen.add(looks)
        options = {"tracer": JUMPS}
        told = ask(provider, "debug_traceTransaction", [transaction, options])
        note(told, sent["to"])


def trace_call(provider: HTTPProvider, call: Request, answer: Any) -> None:
    function = function_of(call)
    looks = (str(call.get("data")), json.dumps(answer.get("result") or str(answer.get("error"))))
    if looks in seen or calls[function] >= CALLS_OF_ONE_FUNCTION:
        return
    seen.add(looks)
    calls[function] += 1
    parameters = [call, "latest", {"tracer": JUMPS}]
    note(ask(provider, "debug_traceCall", parameters), call["to"])


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
