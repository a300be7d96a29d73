"""Blocks as fast as the node makes them, the same for everybody who is measured.

A block is mined when something waits and the one before is done. anvil's own automine is no clock to measure
by: it makes 10 blocks of the same batches or 40, as requests happen to fall, each of which costs it a copy of
everything; and what does not fit into a block it leaves until somebody sends more.
"""

import threading
import time
from types import TracebackType
from typing import Self

from tests.backend.world import World

PAUSE = 0.005
"""Seconds between two looks at what waits."""


class Mining:
    """In `with`, and nobody else mines meanwhile. Raises what stopped it at the end of the block."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._mine)
        self._failure: Exception | None = None

    def _mine(self) -> None:
        try:
            while not self._ending.is_set():
                if int(self._world.request("txpool_status")["pending"], 16):
                    self._world.request("evm_mine")
                else:
                    time.sleep(PAUSE)
        except Exception as failure:
            self._failure = failure

    def __enter__(self) -> Self:
        self._world.request("evm_setAutomine", False)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self._thread.join()
        self._world.request("evm_setAutomine", True)
        if self._failure and error is None:
            raise self._failure
