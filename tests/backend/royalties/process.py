"""A worker as a process of its own, to be killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from eth_account import Account

from backend.local.paths import ROOT
from backend.royalties.sender.keys import Key
from tests.backend.records import write_record
from tests.backend.world import World

PROGRAM = "from backend.cli import main; main()"
PATIENCE = 180
"""Seconds: a busy machine is no failure."""


class Workers:
    """Starts workers on one chain and one database, which know their keys from keystores.

    environment: what they are told by it.
    """

    def __init__(self, home: Path, world: World, database_url: str, payer: Key, reporter: Key) -> None:
        self._log = home / "worker.log"
        self._running: list[subprocess.Popen[bytes]] = []
        write_record(home, world)
        password = home / "password"
        password.write_text("correct horse\n")
        self.environment = {
            "COPROD_HOME": str(home),
            "COPROD_RPC_URL": world.anvil.url,
            "COPROD_DATABASE_URL": database_url,
            "COPROD_POLL_SECONDS": "0.05",
            "COPROD_PAYOUT_BATCH": "4",
        }
        for name, key in (("PAYER", payer), ("REPORTER", reporter)):
            keystore = home / f"{name.lower()}.json"
            # One round of hashing: these keys are public, and every start of a worker opens them.
            content = Account.encrypt(key.secret, "correct horse", kdf="pbkdf2", iterations=1)
            keystore.write_text(json.dumps(content))
            self.environment |= {
                f"COPROD_{name}_KEYSTORE": str(keystore),
                f"COPROD_{name}_PASSWORD_FILE": str(password),
            }

    def start(self, *options: str, **changes: str) -> None:
        """One more worker; `changes` are settings of its own, named without COPROD_."""
        own = {f"COPROD_{name}": value for name, value in changes.items()}
        with self._log.open("ab") as log:
            started = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, "worker", *options],
                cwd=ROOT,
                env=os.environ | self.environment | own,
                stdout=log,
                stderr=log,
            )
        self._running.append(started)

    def kill(self) -> None:
        """kill -9, all of them."""
        self._end(signal.SIGKILL)

    def kill_one(self, pid: int) -> None:
        """kill -9, this one."""
        one = next(each for each in self._running if each.pid == pid)
        self._running.remove(one)
        one.kill()
        one.wait(PATIENCE)

    def stop(self) -> list[int]:
        """SIGTERM, and their exit codes."""
        return self._end(signal.SIGTERM)

    def wait(self) -> list[int]:
        """Their exit codes, when they end by themselves."""
        codes = [each.wait(PATIENCE) for each in self._running]
        self._running.clear()
        return codes

    def wait_until(self, ready: Callable[[], bool], seconds: float = PATIENCE, pause: float = 0.01) -> None:
        """Return when `ready` says so, while the workers work. Fails when one ends or it takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            ended = [each.returncode for each in self._running if each.poll() is not None]
            assert not ended, f"a worker ended with {ended}:\n{self.last_words()}"
            assert time.monotonic() < deadline, f"not within {seconds} s:\n{self.last_words()}"
            time.sleep(pause)

    def last_words(self) -> str:
        return self._log.read_text()[-20_000:]

    def _end(self, number: signal.Signals) -> list[int]:
        for each in self._running:
            each.send_signal(number)
        return self.wait()
