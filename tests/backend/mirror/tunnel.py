"""Connections that are passed through, byte by byte, and broken off on demand."""

import contextlib
import socket
from threading import Lock, Thread


class Tunnels:
    """All that are open."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: set[socket.socket] = set()

    def dig(self, first: bytes, client: socket.socket, node: tuple[str, int]) -> None:
        """From the client to the node, beginning with bytes already read; returns when either side ends."""
        with socket.create_connection(node) as server:
            with self._lock:
                self._open |= {client, server}
            try:
                server.sendall(first)
                back = Thread(target=_pour, args=(server, client), daemon=True)
                back.start()
                _pour(client, server)
                back.join()
            finally:
                with self._lock:
                    self._open -= {client, server}

    def cut(self) -> None:
        """Break all of them off."""
        with self._lock:
            for each in self._open:
                _end(each)


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while some := source.recv(65_536):
            target.sendall(some)
    _end(source)
    _end(target)


def _end(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
