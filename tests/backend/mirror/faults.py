"""What goes wrong with nodes, each fault by itself. A Proxy suffers them.

Every fault lets `spares` occasions pass, then strikes `times` times (None: always), and counts in `struck`
how often it had an effect.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import orjson

if TYPE_CHECKING:
    from tests.backend.mirror.proxy import Proxy

Call = dict[str, Any]
Answer = dict[str, Any]
Log = dict[str, Any]


class Reply(NamedTuple):
    """An HTTP answer. body: None hangs up without one. length: told instead of the true one. closes: hang up
    afterwards."""

    status: int
    body: bytes | None
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    closes: bool = False


class Refusal(NamedTuple):
    """An error instead of one call's result. status: of HTTP, when the call is alone in its request."""

    status: int
    code: int
    message: str


@dataclass
class Fault:
    """One that does nothing: the others say what they do."""

    times: int | None = None
    spares: int = 0
    struck: int = field(default=0, init=False)

    closes: ClassVar[bool] = False
    """Whether WebSockets are refused as well."""

    def meet(self, proxy: "Proxy", calls: Sequence[Call]) -> Reply | None:
        """Instead of everything."""

    def rewrite(self, proxy: "Proxy", call: Call) -> Call:
        """What the node is asked instead."""
        return call

    def refuse(self, proxy: "Proxy", call: Call) -> Refusal | None:
        """Instead of the node's answer to one call."""

    def twist(self, proxy: "Proxy", call: Call, answer: Answer) -> Answer:
        """The node's answer, changed."""
        return answer

    def spoil(self, reply: Reply, calls: Sequence[Call], answers: Sequence[Answer]) -> Reply:
        """The whole answer, changed."""
        return reply

    def strikes(self) -> bool:
        """Whether it strikes at this occasion; then it counts."""
        if self.spares > 0:
            self.spares -= 1
            return False
        if self.times is not None and self.struck >= self.times:
            return False
        self.struck += 1
        return True


@dataclass
class RateLimit(Fault):
    """HTTP 429 with Retry-After, in seconds or as a date; or, as some do for each call of a batch, 200 with
    the code in the body."""

    retry_after: float | None = 1
    in_body: bool = False
    is_date: bool = False

    def meet(self, proxy: "Proxy", calls: Sequence[Call]) -> Reply | None:
        if not self.strikes():
            return None
        error = {"code": 429, "message": "Your app has exceeded its compute units per second capacity."}
        answers = [{"jsonrpc": "2.0", "id": call["id"], "error": error} for call in calls]
        seconds = self.retry_after or 0
        wish = formatdate(time.time() + seconds, usegmt=True) if self.is_date else f"{seconds:g}"
        headers = (("retry-after", wish),) if seconds else ()
        body = orjson.dumps(answers if len(answers) > 1 else answers[0])
        return Reply(200 if self.in_body else 429, body, headers)


@dataclass
class Slow(Fault):
    """Every answer comes that late."""

    seconds: float = 60

    def meet(self, proxy: "Proxy", calls: Sequence[Call]) -> Reply | None:
        if self.strikes():
            proxy.wait(self.seconds)
        return None


@dataclass
class TimesOut(Fault):
    """What stands before the node gives up on eth_getLogs over more than `blocks` blocks."""

    blocks: int = 0
    status: int = 504

    def meet(self, proxy: "Proxy", calls: Sequence[Call]) -> Reply | None:
        if any(span(call) > self.blocks for call in calls) and self.strikes():
            return Reply(self.status, b"<html>Gateway Time-out</html>")
        return None


@dataclass
class BadGateway(Fault):
    """A page instead of an answer."""

    status: int = 502

    def meet(self, proxy: "Proxy", calls: Sequence[Call]) -> Reply | None:
        return Reply(self.status, b"<html>Bad Gateway</html>") if self.strikes() else None


@dataclass
class HangsUp(Fault):
    """Connections are closed without an answer."""

    closes = True

    def meet(self, proxy: "Proxy", calls: Sequence[Call]) -> Reply | None:
        return Reply(0, None, closes=True) if self.strikes() else None


@dataclass
class CutOff(Fault):
    """The answer ends in the middle. is_hidden: the length told is that of what is left, so that only its
    JSON is broken. least: answers of fewer bytes are left alone."""

    is_hidden: bool = False
    least: int = 0

    def spoil(self, reply: Reply, calls: Sequence[Call], answers: Sequence[Answer]) -> Reply:
        whole = reply.body or b""
        if len(whole) < self.least or not self.strikes():
            return reply
        half = whole[: len(whole) // 2]
        return reply._replace(body=half, length=None if self.is_hidden else len(whole), closes=True)


@dataclass
class PartOfBatch(Fault):
    """Only every other call of a batch is answered."""

    def spoil(self, reply: Reply, calls: Sequence[Call], answers: Sequence[Answer]) -> Reply:
        if len(calls) < 2 or not self.strikes():
            return reply
        return reply._replace(body=orjson.dumps(answers[::2]))


@dataclass
class BatchLimit(Fault):
    """No more than `calls` calls in one request."""

    calls: int = 10

    def meet(self, proxy: "Proxy", calls: Sequence[Call]) -> Reply | None:
        if len(calls) <= self.calls or not self.strikes():
            return None
        error = {"code": -32600, "message": "batch too large"}
        return Reply(200, orjson.dumps({"jsonrpc": "2.0", "id": None, "error": error}))


@dataclass
class OtherChain(Fault):
    """It says that it is on another chain."""

    chain_id: int = 1

    def twist(self, proxy: "Proxy", call: Call, answer: Answer) -> Answer:
        if call["method"] == "eth_chainId" and self.strikes():
            return answer | {"result": hex(self.chain_id)}
        return answer


def change_logs(call: Call, answer: Answer, change: Callable[[list[Log]], list[Log]]) -> Answer:
    """The answer to eth_getLogs with other logs; any other answer as it is."""
    if call["method"] != "eth_getLogs" or not answer.get("result"):
        return answer
    return answer | {"result": change(answer["result"])}


def span(call: Call) -> int:
    """Blocks of an eth_getLogs over a range; 0 of anything else."""
    where = call["params"][0] if call["method"] == "eth_getLogs" else {}
    return int(where["toBlock"], 16) - int(where["fromBlock"], 16) + 1 if "fromBlock" in where else 0
