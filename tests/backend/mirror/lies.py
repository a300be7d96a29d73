"""Answers of nodes that are well formed and wrong, and refusals of ranges in each provider's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backend.eip55 import to_text
from tests.backend.mirror.faults import Answer, Call, Fault, Log, Refusal, change_logs, span

if TYPE_CHECKING:
    from tests.backend.mirror.proxy import Proxy

PROVIDERS: dict[str, tuple[int, int, str]] = {
    "alchemy": (
        400,
        -32600,
        "Under the Free tier plan, you can make eth_getLogs requests with up to a {blocks} block range. "
        "Based on your parameters, this block range should work: [{first:#x}, {last:#x}].",
    ),
    "ankr": (200, -32600, "block range is too wide"),
    "besu": (200, -32005, "Requested range exceeds maximum RPC range limit"),
    "bsc": (200, -32000, "exceed maximum block range: {blocks}"),
    "chainstack": (200, -32602, "Block range limit exceeded. See more details at the provider's pages."),
    "drpc": (200, 35, "ranges over {blocks} blocks are not supported on free plan"),
    "erigon": (200, -32000, "query block range exceeds server limit, narrow your filter: {blocks}"),
    "infura": (200, -32602, "range {asked} exceeds limit of {blocks}"),
    "infura-logs": (
        200,
        -32005,
        "query returned more than {logs} results. Try with this block range [{first:#x}, {last:#x}].",
    ),
    "quicknode": (413, -32614, "eth_getLogs is limited to a {blocks} range"),
    "reth": (200, -32602, "query exceeds max results {logs}, retry with the range {first}-{last}"),
}
"""How each refuses a range: HTTP's status, JSON-RPC's code, words. All but two mean blocks."""


@dataclass
class RangeLimit(Fault):
    """No more than `blocks` blocks or `logs` logs in one eth_getLogs, in the words of a provider."""

    provider: str = "infura"
    blocks: int | None = None
    logs: int | None = None

    def refuse(self, proxy: "Proxy", call: Call) -> Refusal | None:
        asked = span(call)
        if not asked or not self._is_too_much(proxy, call, asked) or not self.strikes():
            return None
        status, code, words = PROVIDERS[self.provider]
        first = int(call["params"][0]["fromBlock"], 16)
        return Refusal(
            status,
            code,
            words.format(
                blocks=self.blocks,
                logs=self.logs,
                asked=asked,
                first=first,
                last=first + (self.blocks or asked // 2) - 1,
            ),
        )

    def _is_too_much(self, proxy: "Proxy", call: Call, asked: int) -> bool:
        if self.blocks is not None and asked > self.blocks:
            return True
        return self.logs is not None and len(proxy.ask("eth_getLogs", *call["params"])) > self.logs


@dataclass
class AddressLimit(Fault):
    """No more than `addresses` contracts in one eth_getLogs."""

    addresses: int = 2

    def refuse(self, proxy: "Proxy", call: Call) -> Refusal | None:
        where = call["params"][0] if call["method"] == "eth_getLogs" else {}
        if len(where.get("address", ())) <= self.addresses or not self.strikes():
            return None
        return Refusal(200, -32602, "Please, specify less number of addresses")


@dataclass
class Lacks(Fault):
    """A method that the node does not have."""

    method: str = "eth_getBlockReceipts"

    def refuse(self, proxy: "Proxy", call: Call) -> Refusal | None:
        if call["method"] != self.method or not self.strikes():
            return None
        return Refusal(200, -32601, f"the method {self.method} does not exist/is not available")


@dataclass
class EmptyLogs(Fault):
    """No logs, of blocks that have some. at_head: only of those that are asked for by their hash."""

    at_head: bool = False

    def twist(self, proxy: "Proxy", call: Call, answer: Answer) -> Answer:
        if self.at_head and span(call):
            return answer
        return change_logs(call, answer, lambda logs: [] if self.strikes() else logs)


@dataclass
class Truncates(Fault):
    """Only the newest `logs` logs of more. at_head: as of EmptyLogs."""

    logs: int = 10
    at_head: bool = False

    def twist(self, proxy: "Proxy", call: Call, answer: Answer) -> Answer:
        if self.at_head and span(call):
            return answer

        def shorten(logs: list[Log]) -> list[Log]:
            return logs[-self.logs :] if len(logs) > self.logs and self.strikes() else logs

        return change_logs(call, answer, shorten)


@dataclass
class Garbles(Fault):
    """One field of every log of eth_getLogs reads otherwise; None leaves it out."""

    key: str = "blockNumber"
    value: Any = "pending"

    def twist(self, proxy: "Proxy", call: Call, answer: Answer) -> Answer:
        def garble(logs: list[Log]) -> list[Log]:
            if not self.strikes():
                return logs
            told = {} if self.value is None else {self.key: self.value}
            return [{name: each for name, each in log.items() if name != self.key} | told for log in logs]

        return change_logs(call, answer, garble)


@dataclass
class Exaggerates(Fault):
    """The safe and the final block are ahead of the newest."""

    def rewrite(self, proxy: "Proxy", call: Call) -> Call:
        is_about = call["params"][:1] in (["safe"], ["finalized"])
        return call | {"is_about": True} if is_about and self.strikes() else call

    def twist(self, proxy: "Proxy", call: Call, answer: Answer) -> Answer:
        if call.get("is_about"):
            return answer | {"result": answer["result"] | {"number": "0x7fffffffffff"}}
        return answer


@dataclass
class Repeats(Fault):
    """Every log twice, of blocks that are not asked for by their hash."""

    def twist(self, proxy: "Proxy", call: Call, answer: Answer) -> Answer:
        if not span(call):
            return answer
        return change_logs(call, answer, lambda logs: logs + logs if self.strikes() else logs)


@dataclass
class Shouts(Fault):
    """Addresses with a checksum in their letters, and topics in capital ones."""

    def twist(self, proxy: "Proxy", call: Call, answer: Answer) -> Answer:
        def shout(logs: list[Log]) -> list[Log]:
            self.struck += 1
            return [
                log
                | {
                    "address": to_text(bytes.fromhex(log["address"][2:])),
                    "topics": ["0x" + topic[2:].upper() for topic in log["topics"]],
                }
                for log in logs
            ]

        return change_logs(call, answer, shout)


@dataclass
class OmitsLog(Fault):
    """One log is left out of eth_getLogs, wherever it belongs; in receipts it stays.

    block, index: its block's number, and its place among all logs of that block.
    """

    block: int = 0
    index: int = 0

    def twist(self, proxy: "Proxy", call: Call, answer: Answer) -> Answer:
        def leave_out(logs: list[Log]) -> list[Log]:
            rest = [log for log in logs if not self._is_it(log)]
            return rest if len(rest) < len(logs) and self.strikes() else logs

        return change_logs(call, answer, leave_out)

    def _is_it(self, log: Log) -> bool:
        return (int(log["blockNumber"], 16), int(log["logIndex"], 16)) == (self.block, self.index)


@dataclass
class Behind(Fault):
    """A node that is some blocks behind the others, at every request anew, however often.

    is_silent: eth_getLogs beyond its head is answered with what there is, as older nodes do; otherwise it is
    refused. What it has not seen it does not know by hash either.
    """

    blocks: int = 1
    is_silent: bool = False

    def rewrite(self, proxy: "Proxy", call: Call) -> Call:
        params = [_tag(proxy, each, self.blocks) for each in call["params"]]
        self.struck += params != call["params"]
        return call | {"params": params}

    def refuse(self, proxy: "Proxy", call: Call) -> Refusal | None:
        head, where = self._head(proxy), call["params"][0] if call["params"] else None
        if call["method"] == "eth_getLogs":
            if "toBlock" in where and int(where["toBlock"], 16) > head and not self.is_silent:
                self.struck += 1
                return Refusal(200, -32602, "block range extends beyond current head block")
            if "blockHash" in where and _number(proxy, where["blockHash"]) > head:
                self.struck += 1
                return Refusal(200, -32000, "unknown block")
        if call["method"] == "eth_call" and _number(proxy, call["params"][1]) > head:
            self.struck += 1
            return Refusal(200, -32000, "header not found")
        return None

    def twist(self, proxy: "Proxy", call: Call, answer: Answer) -> Answer:
        head, found = self._head(proxy), answer.get("result")
        if call["method"] == "eth_blockNumber":
            self.struck += 1
            return answer | {"result": hex(head)}
        if call["method"] == "eth_getLogs":
            return change_logs(call, answer, lambda logs: [log for log in logs if _block(log) <= head])
        if _is_beyond(found, head):
            self.struck += 1
            return answer | {"result": None}
        return answer

    def _head(self, proxy: "Proxy") -> int:
        return max(0, int(proxy.ask("eth_blockNumber"), 16) - self.blocks)


def _tag(proxy: "Proxy", parameter: Any, behind: int) -> Any:
    """The number that a tag means to the node that is behind; anything else as it is."""
    if parameter not in ("latest", "pending", "safe", "finalized"):
        return parameter
    tag = "latest" if parameter == "pending" else parameter
    number = int(proxy.ask("eth_getBlockByNumber", tag, False)["number"], 16)
    return hex(max(0, number - behind))


def _number(proxy: "Proxy", block: Any) -> int:
    """Of a block by number or hash; -1 when the node itself does not have it."""
    if isinstance(block, dict):
        block = block.get("blockHash") or block.get("blockNumber")
    if len(block) != 66:
        return int(block, 16)
    found = proxy.ask("eth_getBlockByHash", block, False)
    return int(found["number"], 16) if found else -1


def _block(each: dict[str, Any]) -> int:
    return int(each.get("blockNumber") or each.get("number") or "0x0", 16)


def _is_beyond(found: Any, head: int) -> bool:
    """Whether a block, a transaction, a receipt or a list of them is newer than the head."""
    if isinstance(found, Sequence) and not isinstance(found, str):
        return any(_is_beyond(each, head) for each in found)
    return isinstance(found, dict) and _block(found) > head
