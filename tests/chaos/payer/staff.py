"""Two workers on one database, to be killed; whoever is missing is started again."""

import random
import time
from collections.abc import Callable
from pathlib import Path

from tests.backend.royalties.process import Workers
from tests.chaos import nursery
from tests.chaos.mirrors import Process
from tests.chaos.payer.company import Company
from tests.chaos.payer.ledger import Ledger

PATIENCE = 120
"""Seconds until the workers must have done what is waited for."""


class StoodStill(Exception):
    """The workers do not get further."""


class Staff:
    """ended: last words of those that ended by themselves; so does a worker that loses its database."""

    def __init__(self, home: Path, company: Company, ledger: Ledger, dice: random.Random, batch: int) -> None:
        made = Workers(home, company.world, ledger.url, company.payer, company.reporter)
        self.environment = made.environment | {
            "COPROD_PAYOUT_BATCH": str(batch),
            "COPROD_PATIENCE_BLOCKS": "3",
            # So that a round goes through many steps.
            "COPROD_IN_FLIGHT": "4",
        }
        self.running: list[Process] = []
        self.ended: list[str] = []
        self._home = home
        self._dice = dice
        self._started = 0

    @property
    def ports(self) -> list[int]:
        """From which they are connected."""
        return [port for each in self.running for port in each.ports]

    def start(self) -> None:
        """As many as are missing of two, also those that ended by themselves."""
        for each in [each for each in self.running if not each.is_running]:
            self.ended.append(f"{each.name}: {each.last_words()[-2_000:]}")
            self.running.remove(each)
        while len(self.running) < 2:
            self._started += 1
            name = f"worker {self._started}"
            log = self._home / f"{name}.log"
            own = {"COPROD_POLL_SECONDS": self._dice.choice(["0.05", "0.2"])}
            started = nursery.start("worker", self.environment | own, log)
            self.running.append(Process(name, started, log))

    def wait_until_up(self) -> None:
        self.wait(lambda: all(each.is_up for each in self.running))

    def kill(self, victim: Process, ledger: Ledger) -> str:
        """kill -9 at this instant; what it was in the middle of."""
        # Frozen, it stays as it is while we look; it never does anything again.
        victim.freeze()
        ports = victim.ports
        writing = ledger.find_writing(ports) or "between transactions"
        victim.kill()
        self.running.remove(victim)
        return writing

    def dismiss(self) -> None:
        """kill -9, all of them, because nothing is to be connected any more."""
        for each in list(self.running):
            each.kill()
        self.running.clear()

    def wait(self, ready: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """While they work; whoever ends by itself is started again."""
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > deadline:
                words = "\n".join(f"{each.name}: {each.last_words()[-3_000:]}" for each in self.running)
                raise StoodStill(f"not within {seconds:.0f} s:\n{words}")
            self.start()
            time.sleep(0.01)
