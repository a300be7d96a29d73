"""How long after a block was announced its rows can be read by another connection."""

import contextlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

import orjson
import psycopg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.bench.measure import Wrong

PATIENCE = 60
"""Seconds for the rows of one block."""
GLANCE = 0.0003
"""Seconds between two looks into the database."""


class Watch:
    """Notes when the node announces each block, and when a query finds the first row."""

    def __init__(self, websocket_url: str) -> None:
        self._socket = connect(websocket_url, compression=None)
        call = {"jsonrpc": "2.0", "id": 0, "method": "eth_subscribe", "params": ["newHeads"]}
        self._socket.send(orjson.dumps(call), text=True)
        orjson.loads(self._socket.recv())
        self._announced: dict[int, float] = {}
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._pool = ThreadPoolExecutor(1)

    def measure(self, database: psycopg.Connection[Any], query: str, mine: Callable[[], int]) -> float:
        """Seconds from the announcement of the block that `mine` mines, and tells the number of.

        query: finds a row as soon as what is in the block can be read, and none before.
        """
        if database.execute(query).fetchone() is not None:
            raise Wrong("the rows were there before the block")
        readable = self._pool.submit(_wait_for, database, query)
        number = mine()
        return readable.result() - self._when(number)

    def _when(self, number: int) -> float:
        with self._news:
            if not self._news.wait_for(lambda: number in self._announced, PATIENCE):
                raise Wrong(f"the node never announced block {number}")
            return self._announced[number]

    def _listen(self) -> None:
        """Until the connection ends: who waits for a block then waits in vain, and says so."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                text = self._socket.recv()
                now, message = time.perf_counter(), orjson.loads(text)
                if message.get("method") == "eth_subscription":
                    with self._news:
                        self._announced[int(message["params"]["result"]["number"], 16)] = now
                        self._news.notify_all()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        self._pool.shutdown()


def _wait_for(database: psycopg.Connection[Any], query: str) -> float:
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline:
        if database.execute(query).fetchone() is not None:
            return time.perf_counter()
        time.sleep(GLANCE)
    raise Wrong(f"nothing was there {PATIENCE} seconds after the block: {query}")
