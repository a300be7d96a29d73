"""Mirrors as processes, each a `coprod worker` without a payer's key, to be killed; and the API's server."""

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import psutil

from backend.local.processes import free_port
from tests.backend.records import write_record
from tests.backend.world import World
from tests.chaos import nursery


@dataclass
class Process:
    """One that runs or has run."""

    name: str
    process: ForkServerProcess
    log: Path

    @property
    def ports(self) -> list[int]:
        """The local ones of its connections, while it lives."""
        with suppress(psutil.Error):
            found = psutil.Process(self.process.pid).connections("tcp")
            return [each.laddr.port for each in found if each.raddr]
        return []

    @property
    def is_running(self) -> bool:
        return self.process.is_alive()

    @property
    def is_up(self) -> bool:
        """Whether it leads or stands by, and not merely starts."""
        return "worker started" in self.last_words()

    def freeze(self) -> None:
        """It does nothing more, and everything stays as it is at this instant."""
        os.kill(self.process.pid or 0, signal.SIGSTOP)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.join()

    def stop(self) -> None:
        """SIGTERM; kill -9 when it does not end by it."""
        self.process.terminate()
        self.process.join(timeout=10)
        self.kill()

    def last_words(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


class Mirrors:
    """Starts them on one chain and one database. home: a new folder for their records and logs."""

    def __init__(self, home: Path, world: World, database_url: str) -> None:
        self._home = home
        self._settings = {"COPROD_HOME": str(home), "COPROD_DATABASE_URL": database_url}
        write_record(home, world)

    def start(self, name: str, nodes: Sequence[str], *, poll_seconds: float, log_range: int) -> Process:
        settings = {
            "COPROD_RPC_URL": " ".join(nodes),
            "COPROD_POLL_SECONDS": str(poll_seconds),
            "COPROD_LOG_RANGE": str(log_range),
        }
        return self._start(name, "worker", settings)

    def serve(self) -> tuple[Process, str]:
        """The API's process, and its address, before it answers."""
        port = free_port()
        return self._start("server", "serve", {"COPROD_PORT": str(port)}), f"http://127.0.0.1:{port}"

    def _start(self, name: str, command: str, settings: dict[str, str]) -> Process:
        log = self._home / f"{name}.log"
        return Process(name, nursery.start(command, self._settings | settings, log), log)
