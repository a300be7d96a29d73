"""JSON-RPC messages: calls into bytes, and bytes into results or the fact that stops us. Pure."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from backend.chain import contracts, faults
from backend.chain.errors import (
    BatchTooLarge,
    BlockUnknown,
    NodeTooSlow,
    NodeUnreachable,
    RangeTooLarge,
    RateLimited,
    RpcRefused,
    TooManyAddresses,
)
from backend.chain.logs import Log
from backend.errors import CoprodError

Call = tuple[str, Sequence[Any]]
"""A method and its parameters."""


class _Answer(msgspec.Struct, gc=False):
    id: int | float | str | None = None
    result: Any | UnsetType = UNSET
    error: Any = None


class _AnswerOfLogs(_Answer, gc=False):
    """To calls some of which ask for logs: these are most of what a node ever says, and are read at once."""

    result: list[Log] | dict[str, Any] | str | UnsetType | None = UNSET


_ANSWERS = msgspec.json.Decoder(list[_Answer] | _Answer)
_ANSWERS_OF_LOGS = msgspec.json.Decoder(list[_AnswerOfLogs] | _AnswerOfLogs)

_REFUSALS: dict[faults.Kind, type[RpcRefused]] = {
    "addresses": TooManyAddresses,
    "batch": BatchTooLarge,
    "block": BlockUnknown,
    "range": RangeTooLarge,
    "refused": RpcRefused,
}


def write_calls(calls: Sequence[Call]) -> bytes:
    """The body of a request; the number of a call is its id."""
    body = [
        {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
        for number, (method, parameters) in enumerate(calls)
    ]
    return msgspec.json.encode(body[0] if len(body) == 1 else body)


def read_results(
    node: str, calls: Sequence[Call], status: int, retry_after: float | None, content: bytes
) -> list[Any]:
    """The results in the order of the calls, from the answer of the node of that name; logs as Log.

    status: of HTTP. retry_after: seconds, when its header says so. Raises NodeUnreachable, NodeTooSlow,
    RateLimited, RangeTooLarge, BatchTooLarge, TooManyAddresses, BlockUnknown, RpcRefused.
    """
    decoder = _ANSWERS_OF_LOGS if any(method == "eth_getLogs" for method, _ in calls) else _ANSWERS
    try:
        answers = decoder.decode(content)
    except msgspec.ValidationError as reason:
        if status == 200:
            raise unreachable(node, f"HTTP 200, an answer that cannot be read: {reason}") from None
        raise _describe_status(node, calls, status, retry_after) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _describe_status(node, calls, status, retry_after) from None
    by_id = {each.id: each for each in (answers if isinstance(answers, list) else [answers])}
    for each in by_id.values():
        if each.error is not None:
            raise _describe_error(node, calls, each, status, retry_after)
    if sorted(by_id, key=str) != sorted(range(len(calls)), key=str):
        if status != 200:
            raise _describe_status(node, calls, status, retry_after)
        raise unreachable(node, f"HTTP {status}, {len(by_id)} answers to {len(calls)} calls")
    results = [by_id[number].result for number in range(len(calls))]
    if UNSET in results:
        raise unreachable(node, f"HTTP {status}, an answer without a result")
    return results


def unreachable(node: str, why: str) -> NodeUnreachable:
    """The error of a node that gives no answer."""
    return NodeUnreachable(
        f"The node at {node} gives no answer ({why}). Is it running, and is COPROD_RPC_URL right?"
    )


def too_slow(node: str, why: str) -> NodeTooSlow:
    """The error of a node that gives its answer too late."""
    return NodeTooSlow(
        f"The node at {node} does not answer in time ({why}). Is it overloaded, or is COPROD_LOG_RANGE too "
        "much for it?"
    )


def _rate_limited(node: str, why: str, delay: float | None) -> RateLimited:
    return RateLimited(
        f"The node at {node} is asked more often than it allows ({why}): add another address to "
        "COPROD_RPC_URL, or get a larger plan.",
        delay,
    )


def _describe_status(node: str, calls: Sequence[Call], status: int, retry_after: float | None) -> CoprodError:
    if status == 429:
        return _rate_limited(node, "HTTP 429", faults.find_delay(retry_after, ""))
    if status in faults.TIME_OUTS:
        return too_slow(node, f"HTTP {status}")
    if status == 413 and len(calls) > 1:
        return BatchTooLarge(f"HTTP 413 to {len(calls)} calls")
    return unreachable(node, f"HTTP {status}, {'cut off or ' if status == 200 else ''}not JSON")


def _describe_error(
    node: str, calls: Sequence[Call], answer: _Answer, status: int, retry_after: float | None
) -> CoprodError:
    method = _method_of(calls, answer.id)
    error = answer.error if isinstance(answer.error, dict) else {"message": answer.error}
    words, data, code = str(error.get("message", error)), error.get("data"), _read_code(error.get("code"))
    said = _read_bytes(data)
    kind = faults.classify(method, code, words, status=status, calls=len(calls), whole=answer.id is None)
    if said is not None and kind not in ("rate", "block"):
        return RpcRefused(f"{method}: {contracts.describe_error(said)}", code, said)
    detail = f"{method}: {words[:300]}"
    if kind == "rate":
        return _rate_limited(node, detail, faults.find_delay(retry_after, f"{words} {data}"))
    if kind == "slow":
        return too_slow(node, detail)
    if kind == "outage":
        return unreachable(node, detail)
    return _REFUSALS[kind](detail, code)


def _method_of(calls: Sequence[Call], number: Any) -> str:
    """Of the call that an answer is about. Of a batch refused as a whole, its logs', if any."""
    if isinstance(number, int) and 0 <= number < len(calls):
        return calls[number][0]
    return next((method for method, _ in calls if method == "eth_getLogs"), calls[0][0])


def _read_code(code: Any) -> int:
    try:
        return int(code or 0)
    except (TypeError, ValueError):
        return 0


def _read_bytes(data: Any) -> bytes | None:
    """What a contract said, as nodes put it into an error."""
    try:
        return bytes.fromhex(data[2:]) if isinstance(data, str) and data.startswith("0x") else None
    except ValueError:
        return None
