"""5.2 to 5.5: what the payer reckons is what the contracts say: any positions, any holders, any sequence.

The twins are fed from the mirror's rows, as the payer feeds them. `make fuzz` lives many more lives.
"""

import random
from collections.abc import Iterator

import pytest

from backend.books.audit import audit
from backend.queries.snapshot import open_snapshot
from backend.royalties.holders import read_due
from backend.royalties.preview import Preview, preview
from backend.royalties.state import read_state
from backend.royalties.statements.project import find_project
from tests.backend.mirror.endings import blocked
from tests.backend.royalties.office import Office
from tests.backend.royalties.test_preview_statement import draw_positions
from tests.backend.terms import DAY, EURO, HOLDERS
from tests.backend.world import Project, World
from tests.contracts.fuzzing import examples, record

STEPS = 14
ACTS = (
    *3 * ["deposit"],
    *2 * ["transfer"],
    *("give", "wait", "claim", "payout", "bar", "hand_on", "leave"),
)


class Life:
    """One project, and what happens to its royalties."""

    def __init__(self, office: Office, world: World, seed: int) -> None:
        self.office, self.world = office, world
        self.chance = chance = random.Random(seed)
        self.people = [*chance.sample(world.fans, 4), world.fan, world.second_fan, world.producer]
        shares = {each: chance.choice([1, 2, 3, 7, 61, 100]) for each in self.people[: chance.randint(1, 5)]}
        shares[self.people[0]] += 100
        self.steps = chance.choice([1, 1, 3])
        world.admit(currency := world.create("BlockingCurrency"))
        self.project: Project = world.raise_funds(
            shares,
            campaign={"currency": currency},
            waterfall={
                "positions": draw_positions(world, chance),
                "deductionCeilingBps": 10_000,
                "holdersCapPerShare": chance.choice([0, 0, chance.randint(1, 30 * EURO)]),
                "royaltySteps": self.steps,
            },
        )
        self.number = 0
        self.wound_down = False

    # --- what happens ---

    def sums(self) -> tuple[int, int]:
        """Gross and net of a deposit; single units and whole fortunes."""
        gross = self.chance.choice([0, 1, 7, 9_999, self.chance.randint(0, 5_000 * EURO)])
        return gross, self.chance.choice([gross, self.chance.randint(0, gross)])

    async def deposit(self) -> None:
        """What was previewed is what comes; where all of it enters at once and nothing waits, also for each
        holder: which of two amounts enters first may move a unit between them."""
        gross, net = self.sums()
        told = await self.check(gross, net)
        deposited, released, _ = self.totals()
        waiting = deposited - released
        before = {each: self.claimable(each) for each in self.people}
        self.number += 1
        deductions = [{"category": b"commission", "amount": gross - net}]
        self.world.deposit(self.project, gross, self.number, deductions=deductions, net=net)
        if (self.steps == 1 or self.wound_down) and not waiting:
            parts = {part.holder: part.amount for part in told.holders}
            for each in self.people:
                assert self.claimable(each) - before[each] == parts.get(each, 0)

    async def give(self) -> None:
        self.world.give(self.project, self.project.share_token, self.chance.choice([1, 97, 10 * EURO]))
        self.world.sweep(self.project, self.project.share_token)

    async def wait(self) -> None:
        self.world.warp(self.chance.randint(1, 3) * DAY)
        self.world.release_everything(self.project)

    async def transfer(self) -> None:
        sender, receiver = self.chance.choice(self.people), self.chance.choice(self.people)
        held = self.shares(sender)
        self.world.transfer(self.project, sender, receiver, self.chance.choice([0, held, held // 2]))

    async def claim(self) -> None:
        holder = self.chance.choice(self.people)
        if self.claimable(holder):
            self.world.claim(self.project, holder, self.chance.choice([holder, self.world.patron]))

    async def payout(self) -> None:
        """Somebody twice, and somebody to whom nothing is owed."""
        holders = self.chance.choices(self.people, k=self.chance.randint(1, 5))
        self.world.payout(self.project, *holders, self.world.artist)

    async def bar(self) -> None:
        """The issuer bars a holder or a payee, but not who reports: what fails stays owed, for later."""
        payees = [self.world.collector, self.world.financier, self.world.treasury]
        who = self.chance.choice([*self.people[:-1], *payees])
        with blocked(self.world, self.project, who):
            await self.deposit()
            self.world.payout(self.project, who, *self.people[:2])
        if self.owed_by_waterfall(who) and self.chance.random() < 0.5:
            self.world.withdraw(self.project, self.project.waterfall, who)

    async def hand_on(self) -> None:
        """The payee of a position gives its place to somebody else; a surplus of the waterfall is swept."""
        places = [
            number
            for number, each in enumerate(self.project.terms["waterfall"]["positions"])
            if each["payee"] != HOLDERS
        ]
        if places:
            self.world.change_payee(self.project, self.chance.choice(places), self.world.patron)
        self.world.give(self.project, self.project.waterfall, 13)
        self.world.sweep(self.project, self.project.waterfall)

    async def leave(self) -> None:
        """The first to leave ends the project; now and then everybody is gone."""
        if not self.wound_down:
            if self.chance.random() < 0.7:
                return
            self.wound_down = True
            self.world.wind_down(self.project, *[each for each in self.people if self.shares(each)])
        holder = self.chance.choice(self.people)
        if held := self.shares(holder):
            self.world.exit(self.project, holder, self.chance.choice([held, 1]))

    # --- what is compared ---

    async def check(self, gross: int, net: int) -> Preview:
        """Positions, indexes and everybody's due, by the mirror's rows and by the contracts."""
        await self.office.mirror.catch_up()
        campaign = self.project.campaign
        async with self.office.engine.connect() as connection:
            told = await preview(connection, campaign, gross, net)
            due = await read_due(connection, campaign, 0)
            project = await find_project(connection, campaign)
            state = await read_state(connection, campaign, project.terms, self.ask("totalSupply"))
        amounts, to_producer = self.world.call("Waterfall", self.project.waterfall, "preview", gross, net)
        assert [amount for _, amount in told.positions] == list(amounts)
        assert told.to_producer == to_producer
        assert sum(amounts) + to_producer == net
        assert (state.index.value, state.leavers.value) == (self.ask("index"), self.ask("leaversIndex"))
        owed = {each: self.claimable(each) for each in self.people}
        assert due.amounts == {each: amount for each, amount in owed.items() if amount}
        deposited, released, paid = self.totals()
        assert state.waiting == deposited - released
        # 5.5: a fraction for each account, of shares and of burned ones, and what did not divide.
        assert 0 <= released - paid - sum(owed.values()) <= 2 * len(self.people) + 1
        return told

    async def end(self) -> None:
        """Everybody is paid everything, and the audit is silent."""
        self.world.warp(self.steps * DAY)
        self.world.release_everything(self.project)
        self.world.payout(self.project, *self.people)
        assert not any(self.claimable(each) for each in self.people)
        await self.check(*self.sums())
        async with open_snapshot(self.office.engine) as connection:
            assert (await audit(connection, self.office.client)).findings == ()

    # --- inside ---

    def ask(self, function: str, *arguments: str) -> int:
        return int(self.world.call("ShareToken", self.project.share_token, function, *arguments)[0])

    def totals(self) -> tuple[int, int, int]:
        """Deposited, released, paid."""
        deposited, released, paid = self.world.call("ShareToken", self.project.share_token, "totals")
        return deposited, released, paid

    def claimable(self, holder: str) -> int:
        return self.ask("claimable", holder)

    def owed_by_waterfall(self, payee: str) -> int:
        return int(self.world.call("Waterfall", self.project.waterfall, "owedTo", payee)[0])

    def shares(self, holder: str) -> int:
        return self.ask("balanceOf", holder)


@pytest.fixture(scope="module")
def count() -> Iterator[dict[str, int]]:
    """Lives and their steps, for the record."""
    sums = {"lives": 0, "steps": 0}
    yield sums
    record("payer", **sums)


@pytest.mark.parametrize("seed", range(examples(5)))
async def test_the_payer_knows_what_the_contracts_know(
    office: Office, world: World, count: dict[str, int], seed: int
) -> None:
    life = Life(office, world, seed)
    for _ in range(STEPS):
        await getattr(life, life.chance.choice(ACTS))()
        await life.check(*life.sums())
    await life.end()
    count["lives"] += 1
    count["steps"] += STEPS
