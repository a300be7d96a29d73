"""New blocks as a node announces them, over WebSocket: sooner than by asking again and again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from backend.chain.blocks import Block, read_block
from backend.chain.endpoints import Endpoint
from backend.chain.errors import NodeUnreachable

PATIENCE = 10
"""Seconds for the connection and for the answer to the subscription."""


async def follow(url: str, *, keep_alive: float = 10) -> AsyncIterator[Block]:
    """The head of each new block, with its bloom, from now on and until the connection breaks.

    url: ws:// or wss://, or a node's http:// or https:// for the same by WebSocket. keep_alive: seconds
    between two pings, and until one that is not answered counts as a broken connection.
    After a reorg the blocks that replace others come in their order, and those replaced are not named. Blocks
    can be left out: a node drops what we are too slow for.
    Raises NodeUnreachable, always in the end: whoever wants more follows again, and asks what was missed.
    """
    node = Endpoint(_by_websocket(url))
    try:
        async with connect(
            node.url,
            compression=None,
            open_timeout=PATIENCE,
            ping_interval=keep_alive,
            ping_timeout=keep_alive,
            close_timeout=1,
        ) as connection:
            await _subscribe(connection)
            async for text in connection:
                message = orjson.loads(text)
                if message.get("method") == "eth_subscription":
                    yield read_block(message["params"]["result"])
    except (OSError, WebSocketException) as failure:
        raise _broken(node, f"{type(failure).__name__} {failure}".strip()) from failure
    except (ValueError, KeyError, TypeError, AttributeError) as failure:
        raise _broken(node, f"a message that cannot be read: {failure}") from failure
    raise _broken(node, "closed by the node")


async def _subscribe(connection: ClientConnection) -> None:
    call: dict[str, Any] = {
        "jsonrpc": "2.0",
        "id": 0,
        "method": "eth_subscribe",
        "params": ["newHeads"],
    }
    await connection.send(orjson.dumps(call), text=True)
    async with asyncio.timeout(PATIENCE):
        answer = orjson.loads(await connection.recv())
    if "result" not in answer:
        raise ValueError(f"eth_subscribe: {answer.get('error')}")


def _by_websocket(url: str) -> str:
    return f"ws{url.removeprefix('http')}" if url.startswith("http") else url


def _broken(node: Endpoint, why: str) -> NodeUnreachable:
    return NodeUnreachable(
        f"The node at {node.name} announces no blocks ({why}): it is asked for them instead. If it has its "
        "WebSocket elsewhere, set COPROD_WS_URL."
    )
