"""What a reader's browser stands before: a chain, a database, a worker and the website, as processes.

The chain is never taken back, for the worker follows it; stories that begin with a project of their own do
not meet each other. Its clock runs ahead of ours whenever a story lets time pass.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from backend.local import free_port
from backend.local.paths import ROOT
from backend.local.processes import Child
from tests.backend.records import write_record
from tests.backend.world import World

COPROD = Path(sys.prefix) / "bin" / "coprod"
PATIENCE = 120
"""Seconds: a busy machine is no failure."""


class Stage:
    """Between `with` and its end the worker follows the chain of `world`, and the website is at `url`.

    home: an empty folder for records and logs. database_url: migrated and empty. settings: of worker and
    server, beside what they are told here.
    Raises ChildFailed with the last words of what did not start.
    """

    def __init__(self, home: Path, world: World, database_url: str, **settings: str) -> None:
        self.world = world
        self.database_url = database_url
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._home = home
        # Where the worker reads which factory it follows.
        write_record(home, world)
        self._environment = os.environ | {
            "COPROD_HOME": str(home),
            "COPROD_RPC_URL": world.anvil.url,
            "COPROD_DATABASE_URL": database_url,
            "COPROD_PORT": str(self.port),
            "COPROD_POLL_SECONDS": "0.25",
            # All readers of the tests have one address, and come within minutes.
            **{f"COPROD_RATE_{each}": "0" for each in ("READS", "WRITES", "SIGN_INS")},
            **settings,
        }
        self._children: list[Child] = []

    def __enter__(self) -> "Stage":
        for command in ("worker", "serve"):
            log = self._home / f"{command}.log"
            made = Child(
                f"coprod {command}", [COPROD, command], log=log, folder=ROOT, environment=self._environment
            )
            self._children.append(made)
        self._wait(lambda: self._get("/health").status_code == 200)
        self.catch_up()
        return self

    def __exit__(self, *_: object) -> None:
        for child in reversed(self._children):
            child.stop()

    def catch_up(self) -> None:
        """Return once the website answers as of the chain's newest block, or of a later one."""
        head = self.world.head()
        self._wait(lambda: self._read_head() >= head)

    def read(self, path: str) -> Any:
        """What the API answers."""
        return self._get(path).raise_for_status().json()

    def write(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """As a page's own script asks the API to do something."""
        answer = httpx.post(self.url + path, json=body, headers={"Origin": self.url}, timeout=PATIENCE)
        return answer.raise_for_status()

    def _read_head(self) -> int:
        answer = self._get("/v1/status")
        return int(answer.json()["as_of"]["block"]) if answer.status_code == 200 else -1

    def _get(self, path: str) -> httpx.Response:
        try:
            return httpx.get(self.url + path, timeout=PATIENCE)
        except httpx.TransportError:
            return httpx.Response(503, request=httpx.Request("GET", self.url + path))

    def _wait(self, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not ready():
            ended = [f"{each.name} ended: {each.last_words()}" for each in self._children if not each.running]
            assert not ended, ended
            assert time.monotonic() < deadline, [each.last_words() for each in self._children]
            time.sleep(0.05)
