"""Rule 7.1: HTTP as it goes wrong: no answer is an error that says so, in time, and tells no secret."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager
from threading import Event, Thread

import pytest

from backend.chain.client import ChainClient
from backend.chain.errors import NodeTooSlow, NodeUnreachable
from backend.chain.wire import TooLong, Wire

Handle = Callable[[socket.socket], None]

ANSWER = b'{"jsonrpc":"2.0","id":0,"result":"0x7a69"}'


@contextmanager
def server(handle: Handle) -> Iterator[int]:
    """Its port; every connection is handled once, and closed."""

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            Thread(target=serve, args=(connection,), daemon=True).start()

    def serve(connection: socket.socket) -> None:
        with connection:
            handle(connection)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def says(head: bytes, body: bytes = b"") -> Handle:
    def handle(connection: socket.socket) -> None:
        connection.recv(65_536)
        length = f"content-length: {len(body)}\r\n".encode() if body else b""
        connection.sendall(head + b"\r\n" + length + b"\r\n" + body)
        time.sleep(0.1)

    return handle


@pytest.mark.parametrize(
    "head",
    [
        b"this is no HTTP",
        b"HTTP/1.1 abc xyz",
        b"HTTP/1.1 200 OK\r\ncontent-length: -5",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{",
    ],
)
async def test_what_is_no_http_tells_no_key(head: bytes) -> None:
    """What fails is shown to everybody in /v1/status."""
    with server(says(head)) as port:
        async with ChainClient(f"http://user:secret@127.0.0.1:{port}/v3/key") as client:
            with pytest.raises(
                NodeUnreachable, match=f"The node at http://127.0.0.1:{port} gives"
            ) as failure:
                await client.chain_id()
    assert "secret" not in str(failure.value)
    assert "/key" not in str(failure.value)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/key", "http:///key"])
async def test_what_is_no_address_tells_no_key(url: str) -> None:
    async with ChainClient(url) as client:
        with pytest.raises(NodeUnreachable) as failure:
            await client.chain_id()
    assert "/key" not in str(failure.value)


async def test_a_proxy_that_refuses_tells_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with server(says(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0")) as port:
        monkeypatch.setenv("https_proxy", f"http://user:secret@127.0.0.1:{port}")
        async with ChainClient("https://node.example/key") as client:
            with pytest.raises(NodeUnreachable, match="Proxy Authentication Required") as failure:
                await client.chain_id()
    assert "secret" not in str(failure.value)


async def test_a_proxy_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with server(lambda connection: time.sleep(3)) as port:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
        async with ChainClient("https://node.example", timeout=0.2) as client, asyncio.timeout(2):
            with pytest.raises(NodeTooSlow):
                await client.chain_id()


@pytest.mark.parametrize("name", ["http_proxy", "all_proxy"])
@pytest.mark.parametrize("scheme", ["http://", ""])
async def test_the_proxy_is_the_environments(monkeypatch: pytest.MonkeyPatch, name: str, scheme: str) -> None:
    with server(says(b"HTTP/1.1 200 OK", ANSWER)) as port:
        monkeypatch.setenv(name, f"{scheme}127.0.0.1:{port}")
        async with ChainClient("http://node.example") as client:
            assert await client.chain_id() == 31337


async def test_a_node_beside_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with server(says(b"HTTP/1.1 200 OK", ANSWER)) as port:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
        monkeypatch.setenv("no_proxy", f"127.0.0.1:{port}")
        async with ChainClient(f"http://127.0.0.1:{port}") as client:
            assert await client.chain_id() == 31337


async def test_a_question_that_is_not_taken_is_given_up() -> None:
    with server(lambda connection: time.sleep(3)) as port:
        async with ChainClient(f"http://127.0.0.1:{port}", timeout=0.2) as client, asyncio.timeout(2):
            with pytest.raises(NodeTooSlow):
                await client.request("eth_call", "0x" + 20_000_000 * "ab")


async def test_a_connection_that_was_closed_while_the_program_was_busy_is_not_used() -> None:
    with server(says(b"HTTP/1.1 200 OK", ANSWER)) as port:
        async with ChainClient(f"http://127.0.0.1:{port}") as client:
            for _ in range(3):
                assert await client.chain_id() == 31337
                time.sleep(0.2)  # noqa: ASYNC251


async def test_an_endless_answer_is_not_read_to_its_end() -> None:
    ended = Event()

    def speak(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(bytes(65_536))
        ended.set()

    with server(speak) as port:
        async with aclosing(Wire(5, secure=False)) as wire:
            with pytest.raises(TooLong, match="more than 1,000,000 bytes"):
                await wire.post(f"http://127.0.0.1:{port}", b"{}", 1_000_000)
            assert await asyncio.to_thread(ended.wait, 5)
