"""Blocks as fast as the node makes them or some time apart, the same for everybody who is measured.

A block is mined when something waits and the one before is long enough ago. anvil's automine is no clock to
measure by: it makes 10 blocks of the same batches or 40, as requests happen to fall, each of which costs it a
copy of everything; and what does not fit into a block it leaves until somebody sends more. In a process of
its own, so that nobody who is measured waits for it.
"""

import http.client
import json
import select
import subprocess
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tests.backend.world import World

PAUSE = 0.005
"""Seconds between two looks at what waits."""


class Mining:
    """In `with`, and nobody else mines meanwhile: blocks at least `seconds` apart.

    Raises MiningFailed at the end when it had ended before.
    """

    def __init__(self, world: "World", seconds: float) -> None:
        self._world = world
        self._seconds = seconds

    def __enter__(self) -> Self:
        self._world.request("evm_setAutomine", False)
        command = [sys.executable, "-m", __name__, self._world.anvil.url, str(self._seconds)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout
        self._process.stdout.readline()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()
        self._world.request("evm_setAutomine", True)
        if self._process.returncode and error is None:
            raise MiningFailed("no more blocks were mined, see above")


class MiningFailed(Exception):
    """The node does not do what it is told."""


def mine(url: str, seconds: float) -> None:
    """Until the standard input is closed."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        while int(_request(connection, "txpool_status")["pending"], 16):
            _request(connection, "evm_mine")
            time.sleep(seconds)


def _request(connection: http.client.HTTPConnection, method: str) -> Any:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": []})
    connection.request("POST", "/", body, {"content-type": "application/json"})
    return json.load(connection.getresponse())["result"]


if __name__ == "__main__":
    mine(sys.argv[1], float(sys.argv[2]))
