"""What people do at random with several projects, in blocks with one event or with many."""

import random
from collections.abc import Callable, Iterator, Sequence

from tests.backend.mirror.lives import LIVES
from tests.backend.terms import EURO
from tests.backend.world import PEOPLE, Project, Receipt, Reverted
from tests.chaos.stage import Stage
from tests.chaos.truth import Account

STATUSES = ("proposed", "raising", "succeeded", "failed", "cancelled", "wound_down", "lapsed")
ALIVE = 4
"""Projects that are acted upon at once."""


class Acts:
    """Draws one act after the other, on projects that it begins itself."""

    def __init__(self, stage: Stage, dice: random.Random) -> None:
        self.stage = stage
        self._dice = dice
        self._alive: list[Project] = []
        self._life: Iterator[str] | None = None
        self._statements = 0

    def act(self) -> str:
        """One of them; its name, or "refused": a contract may not allow what is drawn at random."""
        try:
            return self._choose()
        except Reverted:
            return "refused"

    def forget(self) -> None:
        """After a reorg: the projects that are no longer there, and the life that went through it."""
        self._life = None
        self._alive = [each for each in self._alive if self.stage.exists(each)]

    def _choose(self) -> str:
        if self._dice.random() < 0.05:
            return self._go_on_living()
        if len(self._alive) < 2 or (len(self._alive) < ALIVE and self._dice.random() < 0.03):
            return self._begin()
        project = self._dice.choice(self._alive)
        (number,) = self.stage.call("Campaign", project.campaign, "status")
        acts = self._acts().get(STATUSES[number])
        if not acts:
            self._alive.remove(project)
            return "forgotten"
        (act,) = self._dice.choices(list(acts), weights=list(acts.values()))
        act(project)
        return act.__name__.strip("_").replace("_", " ")

    def _acts(self) -> dict[str, dict[Callable[[Project], object], float]]:
        return {
            "raising": {
                self._contribute: 8,
                self._crowd: 3,
                self._contribute_for: 3,
                self._revoke: 3,
                self._donate: 1,
                self._wait: 2,
                self.stage.finalize: 3,
            },
            "succeeded": {
                self._transfer: 8,
                self._swap: 3,
                self._deposit: 4,
                self.stage.release_everything: 3,
                self._pay: 3,
                self._claim: 4,
                self._ask: 2,
                self._give: 1,
                self._wait: 2,
                self._leave: 0.3,
            },
            "failed": {self._refund: 5, self._leave: 1},
        }

    def _go_on_living(self) -> str:
        """A life of tests/backend/mirror/lives, stage by stage: everything that projects can come to."""
        if self._life is None:
            self._life = self._dice.choice(list(LIVES.values()))(self.stage)
        try:
            next(self._life)
        except (StopIteration, Reverted):
            self._life = None
        return "life"

    def _begin(self) -> str:
        steps = self._dice.choice([1, 1, 3])
        campaign = {"goal": self._dice.choice([100, 100, 100, 500, 20_000]) * EURO, "capShares": 10_000}
        budget = {"totalBudget": 100_000 * EURO, "maxSharesPerFan": 10_000}
        lines = [{"financier": self.stage.financier, "label": "Label", "amount": 100_000 * EURO}]
        lines[0]["amount"] = 100_000 * EURO - campaign["goal"]
        changes = {"campaign": campaign | budget, "waterfall": {"royaltySteps": steps}, "financiers": lines}
        project = self.stage.propose(self.stage.terms(**changes, tiers=[]))
        self._alive.append(project)
        self.stage.start(project)
        return "begin"

    def _contribute(self, project: Project) -> Receipt:
        return self.stage.contribute(project, self._person(), self._dice.randint(1, 40))

    def _contribute_for(self, project: Project) -> Receipt:
        return self.stage.contribute_for(project, self.stage.payer, self._person(), self._dice.randint(1, 9))

    def _crowd(self, project: Project) -> None:
        """Everybody at once, in one block."""
        self.stage.allow(project, project.campaign, *self._fans())
        with self.stage.one_block():
            for fan in self._fans():
                call = ("contribute", self._dice.randint(1, 9), 0)
                self.stage.queue(fan, "Campaign", project.campaign, *call)

    def _revoke(self, project: Project) -> Receipt:
        return self.stage.revoke(project, self._person())

    def _donate(self, project: Project) -> Receipt:
        return self.stage.donate(project, self.stage.patron, self._dice.randint(1, 99) * EURO + 1)

    def _transfer(self, project: Project) -> Receipt:
        return self.stage.transfer(project, self._holder(project), self._person(), self._dice.randint(1, 5))

    def _swap(self, project: Project) -> None:
        """Everybody sends a share to somebody, in one block."""
        holders = self._holders(project)
        with self.stage.one_block():
            for each in holders:
                call = ("transfer", self._person(), 1)
                self.stage.queue(each, "ShareToken", project.share_token, *call)

    def _deposit(self, project: Project) -> Receipt:
        self._statements += 1
        gross = self._dice.randint(1, 10**9)
        return self.stage.deposit(project, gross, self._statements)

    def _pay(self, project: Project) -> Receipt:
        return self.stage.payout(project, *self._earners(project))

    def _claim(self, project: Project) -> Receipt:
        return self.stage.claim(project, self._dice.choice(self._earners(project)))

    def _ask(self, project: Project) -> Receipt:
        """About a milestone: announce, object or read."""
        act = self._dice.randrange(3)
        if act == 0:
            return self.stage.announce(project, self._dice.randrange(2), self._dice.randrange(2**32))
        if act == 1:
            return self.stage.object(project, self._holder(project))
        return self.stage.read(project)

    def _give(self, project: Project) -> Receipt:
        self.stage.give(project, project.share_token, self._dice.randint(1, 10**6))
        return self.stage.sweep(project, project.share_token)

    def _refund(self, project: Project) -> Receipt:
        return self.stage.refund(project, *self._dice.sample(self._fans(), 3))

    def _wait(self, _: Project) -> None:
        """Blocks without events, or a day."""
        if self._dice.random() < 0.5:
            self.stage.mine(self._dice.randint(1, 5))
        else:
            self.stage.warp(86_400)

    def _leave(self, project: Project) -> None:
        """Nobody does anything more with it."""
        self._alive.remove(project)

    # --- people ---

    def _fans(self) -> Sequence[str]:
        return self.stage.cast[len(PEOPLE) :]

    def _person(self) -> str:
        return self._dice.choice([*self._fans(), self.stage.fan, self.stage.second_fan, self.stage.stranger])

    def _holders(self, project: Project) -> list[str]:
        accounts = self._accounts(project)
        return [each for each, account in accounts.items() if account.shares] or [self.stage.fan]

    def _earners(self, project: Project) -> list[str]:
        accounts = self._accounts(project)
        return [each for each, account in accounts.items() if account.claimable] or [self.stage.fan]

    def _accounts(self, project: Project) -> dict[str, Account]:
        """As they are now, but for what others have done since the last block of ours."""
        books = self.stage.record.latest.books.get(project.campaign)
        return books.accounts if books else {}

    def _holder(self, project: Project) -> str:
        return self._dice.choice(self._holders(project))
