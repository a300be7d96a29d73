"""Rule 7.1: a node that does not answer in time is asked for less, and for more again when it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import orjson
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.chain.errors import NodeTooSlow
from backend.mirror.sync import Mirror, Step
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.lives import live
from tests.backend.world import World


class Gateway:
    """Stands before a node, and gives up on eth_getLogs of more than `most` blocks."""

    def __init__(self, node: str) -> None:
        self.node = node
        self.most = 10**9
        self.asked: list[int] = []

    def answer(self, body: bytes) -> tuple[int, bytes]:
        calls = orjson.loads(body)
        ranges = [
            where
            for call in (calls if isinstance(calls, list) else [calls])
            for where in call["params"]
            if call["method"] == "eth_getLogs" and "toBlock" in where
        ]
        for where in ranges:
            self.asked.append(int(where["toBlock"], 16) - int(where["fromBlock"], 16) + 1)
            if self.asked[-1] > self.most:
                return 504, b"Gateway Time-out"
        headers = {"content-type": "application/json"}
        return 200, httpx.post(self.node, content=body, headers=headers, timeout=60).content

    @contextmanager
    def listen(self) -> Iterator[str]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                status, body = gateway.answer(self.rfile.read(int(self.headers["content-length"])))
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Be quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


async def patiently(mirror: Mirror) -> Step:
    """As `follow` does, without its pauses."""
    for _ in range(200):
        try:
            step = await mirror.step()
        except NodeTooSlow:
            continue
        if step.caught_up:
            return step
    raise AssertionError("still not where the chain is after 200 steps")


async def test_a_range_that_takes_too_long_is_halved(
    world: World, engine: AsyncEngine, deployment: Deployment, compare: Compare
) -> None:
    live(world)
    world.mine(300)
    gateway = Gateway(world.anvil.url)
    gateway.most = 10
    with gateway.listen() as url:
        async with ChainClient(url) as client:
            mirror = Mirror(client, engine, deployment, log_range=64)
            await patiently(mirror)
            assert gateway.asked[:4] == [64, 32, 16, 8]

            gateway.asked.clear()
            gateway.most = 10**9
            world.mine(240)
            await patiently(mirror)
    assert max(gateway.asked) == 64
    assert (await compare()).differences == []
