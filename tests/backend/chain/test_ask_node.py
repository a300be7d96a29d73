"""What a node answers, and what goes wrong with it, in words that say what to do."""

import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from backend.chain.client import ChainClient
from backend.chain.errors import NodeTooSlow, NodeUnreachable, RangeTooLarge, RpcRefused, WrongChain
from tests.backend.world import World


@pytest.fixture
async def client(world: World) -> AsyncIterator[ChainClient]:
    async with ChainClient(world.anvil.url) as node:
        yield node


@contextmanager
def node_that_answers(body: bytes, status: int = 200) -> Iterator[str]:
    """A server that gives every request the same answer, such as public nodes give on bad days."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://user:secret@127.0.0.1:{server.server_port}/key"
    server.shutdown()
    server.server_close()


async def test_blocks_in_the_order_asked_for(world: World, client: ChainClient) -> None:
    head = world.head()
    found = await client.blocks([head, 10**9, head - 1, world.block()["hash"]])
    assert found[0] is not None
    assert found[2] is not None
    assert found[1] is None
    assert (found[0].number, found[2].hash) == (head, found[0].parent_hash)
    assert found[3] == found[0]


async def test_more_calls_than_one_batch_holds(world: World, client: ChainClient) -> None:
    found = await client.blocks([0] * 250)
    assert len(found) == 250
    assert len(set(found)) == 1


async def test_a_refusal_carries_the_contracts_words(world: World, client: ChainClient) -> None:
    project = world.propose()
    with pytest.raises(RpcRefused, match=r"Campaign_NotApproved\(\)") as refusal:
        await client.ask("Campaign", project.campaign, "open")
    assert refusal.value.data is not None
    assert len(refusal.value.data) == 4


async def test_a_call_at_an_earlier_block(world: World, client: ChainClient) -> None:
    project = world.propose()
    before = world.block()["hash"]
    world.approve(project)
    ask = ("ProjectFactory", world.factory, "isApproved", project.campaign)
    assert await client.ask(*ask) == (True,)
    assert await client.ask(*ask, block=before) == (False,)


async def test_another_chain_is_named(client: ChainClient) -> None:
    await client.expect_chain(31337)
    with pytest.raises(WrongChain, match="is on chain 31337, and chain 1 was expected"):
        await client.expect_chain(1)


async def test_nobody_listens() -> None:
    async with ChainClient("http://127.0.0.1:1") as client:
        with pytest.raises(NodeUnreachable, match="Is it running"):
            await client.chain_id()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>", 502),
        (b"[]", 200),
        (b"[null]", 200),
        (b"{}", 200),
        (b'"no"', 429),
        (b'{"id": [], "result": "0x1"}', 200),
        (b'{"id": 0, "result": "\xff"}', 200),
        (b'{"id": 0, "error": "\xff"}', 400),
        (b'{"id": 0, "result": ' + 5_000 * b"[" + 5_000 * b"]" + b"}", 200),
        (b'{"id": 0, "result": ' + 5_000 * b"9" + b"}", 200),
    ],
)
async def test_an_answer_that_is_none(body: bytes, status: int) -> None:
    with node_that_answers(body, status) as url:
        async with ChainClient(url) as client:
            with pytest.raises(NodeUnreachable) as failure:
                await client.chain_id()
    assert "secret" not in str(failure.value)
    assert "key" not in str(failure.value)


BLOCK = {
    "number": "0x5",
    "hash": "0x" + 64 * "a",
    "parentHash": "0x" + 64 * "b",
    "timestamp": "0x6",
    "logsBloom": "0x" + 512 * "0",
}


@pytest.mark.parametrize(
    "told",
    [
        {},
        [],
        "",
        0,
        BLOCK | {"number": None},
        BLOCK | {"number": "0x" + 20 * "f"},
        BLOCK | {"timestamp": "0x8000000000000000"},
        BLOCK | {"hash": "0x" + 64 * "z"},
        BLOCK | {"hash": "0x1"},
        BLOCK | {"parentHash": None},
        BLOCK | {"logsBloom": ["0x1"]},
    ],
)
async def test_a_block_that_is_none(told: object) -> None:
    answer = {"jsonrpc": "2.0", "id": 0, "result": told}
    with node_that_answers(json.dumps(answer).encode()) as url:
        async with ChainClient(url) as client:
            with pytest.raises(NodeUnreachable, match="an answer that cannot be read"):
                await client.block(5)


async def test_a_block_that_the_node_does_not_have_is_none() -> None:
    with node_that_answers(b'{"jsonrpc": "2.0", "id": 0, "result": null}') as url:
        async with ChainClient(url) as client:
            assert await client.block(5) is None


@pytest.mark.parametrize(
    "words",
    [
        "query returned more than 10000 results",
        "block range is too wide",
        "eth_getLogs is limited to a 10,000 range",
        "exceed maximum block range: 5000",
        "query timeout",
        "request timed out",
    ],
)
async def test_a_range_too_large_is_told_apart(words: str) -> None:
    answer = {"jsonrpc": "2.0", "id": 0, "error": {"code": -32005, "message": words}}
    with node_that_answers(json.dumps(answer).encode()) as url:
        async with ChainClient(url) as client:
            with pytest.raises(RangeTooLarge, match=r"range|results|time"):
                await client.logs(0, 10**6)
            # Of another method the same words say that the node is slow, or no more than no.
            with pytest.raises((RpcRefused, NodeTooSlow)) as other:
                await client.chain_id()
    assert not isinstance(other.value, RangeTooLarge)


@pytest.mark.parametrize("status", [408, 504, 524])
async def test_a_time_out_before_the_node_is_told_apart(status: int) -> None:
    with node_that_answers(b"<html>", status) as url:
        async with ChainClient(url) as client:
            with pytest.raises(NodeTooSlow, match=rf"in time \(HTTP {status}"):
                await client.chain_id()


async def test_a_node_that_never_answers_is_too_slow() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        async with ChainClient(f"http://127.0.0.1:{server.getsockname()[1]}", timeout=0.2) as client:
            with pytest.raises(NodeTooSlow, match=r"in time \(nothing came for 0.2 s"):
                await client.chain_id()
