"""Six processes on one database: two servers, two mirrors and two that do the jobs."""

import json
import random
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
from eth_account import Account

from backend.local.anvil import MNEMONIC
from tests.backend.records import write_record
from tests.backend.web.room.conftest import SITE
from tests.chaos import nursery
from tests.chaos.mirrors import Process
from tests.chaos.stage import Stage

PATIENCE = 120
"""Seconds until a process answers, or what is waited for is so."""
PAYER = 50
"""Account of the chain that nobody else uses."""
PASSWORD = "correct horse"

ROLES = {"api": "serve", "mirror": "worker --only mirror", "jobs": "worker --only jobs"}


class StoodStill(Exception):
    """The processes do not get further."""


class Fleet:
    """urls: of both servers, which keep their addresses. ended: last words of those that ended by
    themselves. payer: the address from which the jobs pay.

    replica_url: where the second server reads what the chain said.
    """

    def __init__(
        self, home: Path, stage: Stage, database_url: str, dice: random.Random, replica_url: str | None = None
    ) -> None:
        write_record(home, stage)
        Account.enable_unaudited_hdwallet_features()
        account = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{PAYER}")
        self.payer = account.address
        keystore, password = home / "payer.json", home / "password"
        keystore.write_text(json.dumps(Account.encrypt(bytes(account.key), PASSWORD, "pbkdf2", iterations=1)))
        password.write_text(PASSWORD)
        self._home = home
        self._dice = dice
        self._settings = {
            "COPROD_HOME": str(home),
            "COPROD_DATABASE_URL": database_url,
            "COPROD_RPC_URL": stage.anvil.url,
            "COPROD_POLL_SECONDS": "0.1",
            "COPROD_RATE_READS": "0",
            "COPROD_SITE_URL": SITE,
            "COPROD_WEBHOOKS_PRIVATE": "true",
        }
        keys = {
            "COPROD_PAYER_KEYSTORE": str(keystore),
            "COPROD_PAYER_PASSWORD_FILE": str(password),
            "COPROD_PATIENCE_BLOCKS": "3",
        }
        ports = _find_ports(2)
        self.urls = [f"http://127.0.0.1:{each}" for each in ports]
        self._own: dict[str, dict[str, str]] = {
            "api 1": {"COPROD_PORT": str(ports[0])},
            "api 2": {"COPROD_PORT": str(ports[1])}
            | ({"COPROD_DATABASE_READ_URL": replica_url} if replica_url else {}),
            "mirror 1": {},
            "mirror 2": {},
            "jobs 1": keys,
            "jobs 2": keys,
        }
        self._starts = 0
        self.running: dict[str, Process] = {}
        self.ended: list[str] = []

    @property
    def names(self) -> list[str]:
        return list(self._own)

    def start(self) -> None:
        """All that are missing, also those that ended by themselves; until all are up."""
        for name, each in list(self.running.items()):
            if not each.is_running:
                self.ended.append(f"{name} ended by itself: {each.last_words()[-4_000:]}")
                del self.running[name]
        for name in self._own.keys() - self.running.keys():
            self._starts += 1
            log = self._home / f"{name} {self._starts}.log"
            command = ROLES[name.split()[0]]
            made = nursery.start(command, self._settings | self._own[name], log)
            self.running[name] = Process(name, made, log)

    def wait_until_up(self) -> None:
        self.wait(lambda: all(self._is_up(name) for name in self.names), "all are up")

    def kill(self, name: str) -> None:
        """kill -9."""
        self.running.pop(name).kill()

    def find(self, port: int | None) -> str | None:
        """Whose connection comes from this port."""
        return next((name for name, each in self.running.items() if port in each.ports), None)

    def stop(self) -> None:
        for each in self.running.values():
            each.stop()
        self.running.clear()

    def wait(self, ready: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Whoever ends by itself meanwhile is started again, and noted."""
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > deadline:
                words = "\n".join(
                    f"{name}: {each.last_words()[-2_000:]}" for name, each in self.running.items()
                )
                raise StoodStill(f"not within {seconds} s: {what}\n{words}")
            self.start()
            time.sleep(0.02)

    def _is_up(self, name: str) -> bool:
        if not name.startswith("api"):
            return self.running[name].is_up
        with suppress(httpx.TransportError):
            return httpx.get(self.urls[int(name[-1]) - 1] + "/health").status_code == 200
        return False


def _find_ports(count: int) -> list[int]:
    """Free ones below those that the system gives to whoever connects: a server comes back to its own."""
    found: list[int] = []
    for port in range(random.randrange(20_000, 28_000), 32_000):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            found.append(port)
        if len(found) == count:
            return found
    raise StoodStill("no port is free")
