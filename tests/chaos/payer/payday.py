"""Statements are paid while workers are killed and the node misbehaves, until everybody has what is owed."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from backend.local import Anvil
from backend.local.postgres import Postgres
from tests.chaos.payer.company import Company
from tests.chaos.payer.ledger import Ledger
from tests.chaos.payer.staff import Staff, StoodStill
from tests.chaos.payer.storm import Storm

FINALITY = 10
"""anvil calls final what is 20 blocks old."""
DEEPEST = 17
"""Of the reorgs: what is final stays."""
BATCH = 20
"""Holders in one transaction: many of them, so that much can be in the middle."""
PATIENCE = 1.5
"""Seconds to wait for a moment to kill at."""


class Payday:
    """One company, its payer and its node. The seed decides what is drawn; what meets what is decided by the
    machine as well.

    kills: where each landed that hit an unfinished run. restores: of the database.
    """

    def __init__(
        self,
        anvil: Anvil,
        postgres: Postgres,
        database: str,
        home: Path,
        seed: int,
        *,
        holders: int,
        say: Callable[[str], None] = print,
    ) -> None:
        self.kills: list[str] = []
        self.restores = 0
        self._dice = random.Random(f"{seed} payday")
        self._say = say
        self._home = home
        self._begun = time.monotonic()
        self.ledger = Ledger(postgres, database)
        self.company = Company(anvil, self.ledger.url, holders)
        self.company.world.mine(2 * FINALITY + DEEPEST)
        self.storm = Storm(self.company.world, anvil, random.Random(f"{seed} storm"), DEEPEST)
        self.staff = Staff(home, self.company, self.ledger, random.Random(f"{seed} staff"), BATCH)

    def begin(self, number: int) -> None:
        """Bring in a statement, and approve it; other receipts for each number."""
        self.storm.calm()
        self.company.bring(number)
        self._tell(f"statement {number} is approved")

    def survive(self, kills: int) -> None:
        """Until there were so many in all, or all is paid in spite of everything."""
        while len(self.kills) < kills and self.ledger.is_unfinished():
            self.live_through_episode()

    def live_through_episode(self) -> None:
        """Some weather, a kill at a random moment, and some blocks."""
        self.staff.start()
        self.staff.wait_until_up()
        if self._dice.random() < 0.3:
            self.storm.drop()
        if self._dice.random() < 0.2:
            self.storm.surge()
            self.storm.calm()
        # What is mined is taken back before it is final, or the run would soon be over.
        if self._dice.random() < (0.15 if self._is_busy() else 0.8):
            self.storm.reorganise()
        if self._dice.random() < 0.1:
            self.storm.restart()
        self._kill_one()
        self.storm.mine(self._dice.choice([0, 1, 1, 2, 3]))
        if self._dice.random() < 0.2:
            self.storm.drop()

    def lose_database(self, episodes: int = 3) -> None:
        """A backup is taken while payouts are not final; the payer goes on for so long, and is put back."""
        self._wait_for_payouts()
        backup = self._home / "backup"
        self.ledger.save(backup)
        before = self.ledger.statuses()
        self._tell(f"backup: {_list(before)}")
        for _ in range(episodes):
            self.live_through_episode()
            self.storm.mine(3)
        after = self.ledger.statuses()
        self.staff.dismiss()
        self.ledger.restore(backup)
        self.restores += 1
        self._tell(f"restored, was {_list(after)}, is {_list(self.ledger.statuses())}")

    def finish(self) -> None:
        """No more weather, until every statement is paid. Raises StoodStill."""
        self.storm.calm()

        def is_paid() -> bool:
            self.storm.mine(1)
            time.sleep(0.1)
            return not self.ledger.is_unfinished()

        self.staff.start()
        self.staff.wait(is_paid)
        self._tell(f"all is paid: {_list(self.ledger.statuses())}")

    def _is_busy(self) -> bool:
        """Whether something waits to be mined."""
        return any(each in self.ledger.statuses() for each in ("due", "signed", "sent", "replaced"))

    def _wait_for_payouts(self) -> None:
        """Until some are signed or sent, and none of this round is final."""

        def ready() -> bool:
            self.storm.mine(1)
            time.sleep(0.1)
            open_ = "('signed', 'sent', 'replaced', 'mined')"
            return self.ledger.count(f"transactions where intent like 'payout%' and status in {open_}") > 0

        self.staff.start()
        self.staff.wait(ready)

    def _kill_one(self) -> None:
        """At once, after a moment, or in the middle of a transaction."""
        victims = self.staff.running[:: self._dice.choice([1, -1])]
        moment = self._dice.choice(["any time", "writing", "writing", "after blocks"])
        if moment == "any time":
            time.sleep(self._dice.random() * 0.4)
        elif moment == "after blocks":
            self.storm.mine(self._dice.randint(1, 2))
            time.sleep(self._dice.random() * 0.05)
        else:
            deadline, late = time.monotonic() + PATIENCE, self._dice.choice([0, 0, 0.002, 0.01])
            while time.monotonic() < deadline:
                writing = [each for each in victims if self.ledger.find_writing(each.ports)]
                if writing:
                    victims = writing
                    break
            time.sleep(late)
        unfinished = self.ledger.is_unfinished()
        victim = victims[0]
        landed = self.staff.kill(victim, self.ledger)
        where = f"{moment}: {landed}; {_list(self.ledger.statuses())}"
        if unfinished:
            self.kills.append(where)
        self._tell(f"kill {len(self.kills)}{'' if unfinished else ' (counts not)'}: {victim.name}, {where}")

    def stop(self) -> None:
        with suppress(StoodStill):
            self.staff.dismiss()

    def _tell(self, line: str) -> None:
        self._say(f"{time.monotonic() - self._begun:6.1f} s  {line}")


def _list(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items())) or "nothing yet"
