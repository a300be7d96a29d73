"""A proxy before a node that is as bad as nodes are: it lies, tires, breaks off and lags, when told to.

    proxy = Proxy(anvil.url)
    with proxy.listen() as url:
        proxy.faults = [RateLimit(times=3)]

Faults may be exchanged at any time, from any thread; each counts in `struck` how often it had an effect. The
same port passes WebSockets through (see tunnel), until cut() or while a fault closes connections.
"""

import socket
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread, local
from typing import Any

import httpx
import orjson

from tests.backend.mirror.faults import Answer, Call, Fault, Reply
from tests.backend.mirror.tunnel import Tunnels


class Proxy:
    """Stands before one node.

    asked: how often each method was. ranges: how many blocks each eth_getLogs over a range asked for.
    """

    def __init__(self, node: str) -> None:
        self.node = node
        self.faults: Sequence[Fault] = []
        self.asked: Counter[str] = Counter()
        self.ranges: list[int] = []
        self._client = httpx.Client(timeout=120)
        self._tunnels = Tunnels()
        self._ended = Event()
        self._known = local()

    @contextmanager
    def listen(self) -> Iterator[str]:
        """The address to ask instead of the node's."""
        server = _Server(("127.0.0.1", 0), _handler_of(self))
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self._ended.clear()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            self._ended.set()
            server.shutdown()
            server.server_close()
            self.cut()

    @contextmanager
    def suffering(self, *faults: Fault) -> Iterator[None]:
        """With these faults instead of those before."""
        before, self.faults = self.faults, faults
        try:
            yield
        finally:
            self.faults = before

    def cut(self) -> None:
        """Break all WebSockets off."""
        self._tunnels.cut()

    def ask(self, method: str, *parameters: Any) -> Any:
        """What the node itself answers, without any fault; the same for all of one request."""
        known: dict[str, Any] = getattr(self._known, "answers", {})
        key = repr((method, parameters))
        if key not in known:
            (answer,) = self._forward([{"jsonrpc": "2.0", "id": 0, "method": method, "params": parameters}])
            known[key] = answer.get("result")
        return known[key]

    def wait(self, seconds: float) -> None:
        """At most until the proxy ends."""
        self._ended.wait(seconds)

    def answer(self, body: bytes) -> Reply:
        """What is said to the body of a request."""
        self._known.answers = {}
        try:
            return self._answer(body)
        finally:
            del self._known.answers

    def pass_through(self, request: bytes, client: socket.socket) -> None:
        """A WebSocket, until one side ends it."""
        if not any(fault.closes for fault in self.faults):
            host, _, port = self.node.partition("://")[2].rstrip("/").partition(":")
            self._tunnels.dig(request, client, (host, int(port)))

    def _answer(self, body: bytes) -> Reply:
        message = orjson.loads(body)
        calls: list[Call] = message if isinstance(message, list) else [message]
        self._count(calls)
        faults = list(self.faults)
        for fault in faults:
            if reply := fault.meet(self, calls):
                return reply
        status, answers = self._answer_calls(faults, calls)
        reply = Reply(status, orjson.dumps(answers if isinstance(message, list) else answers[0]))
        for fault in faults:
            reply = fault.spoil(reply, calls, answers)
        return reply

    def _answer_calls(self, faults: Sequence[Fault], calls: Sequence[Call]) -> tuple[int, list[Answer]]:
        status, answers, asked = 200, dict[int, Answer](), dict[int, Call]()
        for number, call in enumerate(calls):
            for fault in faults:
                call = fault.rewrite(self, call)
            refusal = next((said for fault in faults if (said := fault.refuse(self, call))), None)
            if refusal:
                error = {"code": refusal.code, "message": refusal.message}
                answers[number] = {"jsonrpc": "2.0", "id": call["id"], "error": error}
                status = refusal.status if len(calls) == 1 else 200
            else:
                asked[number] = call
        for (number, call), answer in zip(asked.items(), self._forward(list(asked.values())), strict=True):
            for fault in faults:
                answer = fault.twist(self, call, answer)
            answers[number] = answer
        return status, [answers[number] for number in range(len(calls))]

    def _forward(self, calls: Sequence[Call]) -> list[Answer]:
        if not calls:
            return []
        body = orjson.dumps([call | {"id": number} for number, call in enumerate(calls)])
        headers = {"content-type": "application/json"}
        answers = orjson.loads(self._client.post(self.node, content=body, headers=headers).content)
        answers.sort(key=lambda each: each["id"])
        return [answer | {"id": call["id"]} for call, answer in zip(calls, answers, strict=True)]

    def _count(self, calls: Sequence[Call]) -> None:
        for call in calls:
            self.asked[call["method"]] += 1
            where = call["params"][0] if call["method"] == "eth_getLogs" else {}
            if "fromBlock" in where:
                self.ranges.append(int(where["toBlock"], 16) - int(where["fromBlock"], 16) + 1)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up is no news; everything else is."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def _handler_of(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            # Killed in the middle of a question: nobody waits for the answer.
            if len(body) < length:
                self.close_connection = True
                return
            reply = proxy.answer(body)
            self.close_connection = reply.closes
            if reply.body is None:
                return
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("content-length", str(reply.length or len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def do_GET(self) -> None:
            lines = [self.requestline, *(f"{name}: {value}" for name, value in self.headers.items())]
            self.close_connection = True
            proxy.pass_through("\r\n".join([*lines, "", ""]).encode(), self.connection)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    return Handler
