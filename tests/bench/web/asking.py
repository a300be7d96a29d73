"""A reader with a watch: one connection that stays open, and the time until the first byte comes back."""

import re
import socket
import time
from types import TracebackType
from typing import Self

from tests.bench.web.recording import BROWSER

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


class Wrong(Exception):
    """An answer was not what it should be."""


class Reader:
    """Asks one server, one thing at a time."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        fields = "".join(f"{name}: {value}\r\n" for name, value in BROWSER.items())
        self._rest = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{fields}\r\n".encode()

    def ask(self, path: str) -> tuple[float, bytes]:
        """Seconds until the first byte, and the body. Raises Wrong."""
        request = b"GET " + path.encode() + self._rest
        start = time.perf_counter()
        self._socket.sendall(request)
        answer = self._socket.recv(65_536)
        took = time.perf_counter() - start
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._receive(path)
        head, body = answer[:end], answer[end + 4 :]
        length = _LENGTH.search(head)
        if not head.startswith(b"HTTP/1.1 200 ") or length is None:
            raise Wrong(f"{path}: {head.splitlines()[0].decode()}")
        while len(body) < int(length[1]):
            body += self._receive(path)
        return took, body

    def _receive(self, path: str) -> bytes:
        more = self._socket.recv(65_536)
        if not more:
            raise Wrong(f"{path}: the answer ended early")
        return more

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
