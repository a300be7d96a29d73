"""Blocks are announced as they are mined, and a broken connection is never mistaken for a quiet chain."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator

import pytest

from backend.chain.client import Block, ChainClient
from backend.chain.errors import NodeUnreachable
from backend.chain.heads import follow
from tests.backend.chain.test_ask_node import node_that_answers
from tests.backend.mirror.faults import HangsUp
from tests.backend.mirror.proxy import Proxy
from tests.backend.world import World

SOON = 60
"""Seconds: a busy machine is no failure."""


async def take(heads: AsyncIterator[Block]) -> Block:
    async with asyncio.timeout(SOON):
        return await anext(heads)


async def exhaust(heads: AsyncIterator[Block]) -> None:
    """Until what was announced already has been taken, and something else comes."""
    while True:
        await take(heads)


async def begin(world: World, url: str, *, keep_alive: float = 10) -> tuple[AsyncIterator[Block], Block]:
    """Heads that are followed already, with the first of them. Blocks are mined until one is announced."""
    heads = follow(url, keep_alive=keep_alive)
    first = asyncio.ensure_future(anext(heads))
    async with asyncio.timeout(SOON):
        while not first.done():
            world.mine()
            await asyncio.wait([first], timeout=0.2)
    return heads, first.result()


@pytest.mark.parametrize("scheme", ["http", "ws"])
async def test_each_new_block_with_its_bloom(world: World, scheme: str) -> None:
    heads, last = await begin(world, world.anvil.url.replace("http", scheme))
    project = world.propose()
    async with ChainClient(world.anvil.url) as client:
        while last.number < world.head():
            block = await take(heads)
            assert block.parent_hash == last.hash
            assert block == await client.block(block.number)
            last = block
    assert int(last.bloom, 16)
    assert project.campaign


async def test_blocks_that_replace_others(world: World) -> None:
    heads, last = await begin(world, world.anvil.url)
    # Empty ones would be replaced by the same again.
    world.propose()
    world.propose()
    while last.number < world.head():
        last = await take(heads)
    old = [world.block(number) for number in (last.number - 1, last.number)]
    assert all(block["transactions"] for block in old)
    world.reorg(2)
    found = [await take(heads), await take(heads)]
    assert [block.number for block in found] == [last.number - 1, last.number]
    assert found[0].parent_hash == old[0]["parentHash"]
    assert found[1].parent_hash == found[0].hash
    assert {block.hash for block in found}.isdisjoint(block["hash"] for block in old)


async def test_a_connection_that_breaks_is_said(world: World) -> None:
    proxy = Proxy(world.anvil.url)
    with proxy.listen() as url:
        heads, _ = await begin(world, url)
        proxy.cut()
        with pytest.raises(NodeUnreachable, match=r"announces no blocks .* COPROD_WS_URL"):
            await exhaust(heads)
        with proxy.suffering(HangsUp()), pytest.raises(NodeUnreachable):
            await take(follow(url))


async def test_a_node_that_is_silent_is_found_out(world: World) -> None:
    heads, _ = await begin(world, world.anvil.url, keep_alive=1)
    os.kill(world.anvil.pid, signal.SIGSTOP)
    try:
        with pytest.raises(NodeUnreachable, match=r"keepalive|ping"):
            await exhaust(heads)
    finally:
        os.kill(world.anvil.pid, signal.SIGCONT)


async def test_a_node_without_websocket_is_named_without_its_key() -> None:
    with node_that_answers(b"{}") as url, pytest.raises(NodeUnreachable) as failure:
        await take(follow(url))
    assert "ws://127.0.0.1" in str(failure.value)
    assert "secret" not in str(failure.value)
    assert "/key" not in str(failure.value)


async def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NodeUnreachable):
        await take(follow(f"http://127.0.0.1:{port}"))
