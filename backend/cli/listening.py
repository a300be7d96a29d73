"""Where `coprod serve` is heard."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from backend.errors import CoprodError


class PlaceTaken(CoprodError):
    """Nothing can listen at this address and port."""

    type = "place-taken"
    title = "Nothing can listen there"


class Listening(NamedTuple):
    """A socket that listens, and its address with the port that it was given."""

    socket: socket.socket
    url: str


@contextmanager
def listen(host: str, port: int) -> Iterator[Listening]:
    """Until the block ends. port: 0 lets the system choose. Raises PlaceTaken."""
    is_long = ":" in host
    try:
        opened = socket.create_server((host, port), family=socket.AF_INET6 if is_long else socket.AF_INET)
    except OSError as failure:
        raise PlaceTaken(
            f"Nothing can listen at {host}, port {port} ({failure.strerror}): set COPROD_HOST and "
            "COPROD_PORT to an address of this machine and a port that is free."
        ) from failure
    with opened:
        # Connections inherit it. asyncio sets it only where the socket names its protocol, and without it
        # the end of an answer waits 40 ms for a reader who is late to acknowledge its beginning.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        name = f"[{host}]" if is_long else host
        yield Listening(opened, f"http://{name}:{opened.getsockname()[1]}")
