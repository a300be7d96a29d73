"""Projects that live side by side, from the proposal to years of royalties, in the project's own contracts.

Every act says beforehand how many events it makes; the benchmarks check the sum against the chain.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from backend.chain import codec, contracts
from tests.backend.terms import DAY, EURO, make_statement, tier
from tests.backend.world import FOREVER, Project, World
from tests.bench.miner import GAS, Miner
from tests.bench.shapes import Shape

PRICE = 10 * EURO
MOST_SHARES = 20
"""Of one fan at the beginning."""
REFUNDS = 50
"""In one transaction, which may take 16 million gas."""
ALLOWANCE = 2**256 - 1


@dataclass
class Life:
    """One project. shares: what everybody holds; owed: who has earned something that is not paid yet."""

    project: Project
    succeeds: bool
    steps: int
    shares: dict[str, int] = field(default_factory=dict)
    owed: set[str] = field(default_factory=set)
    tiers: set[str] = field(default_factory=set)
    tranches: int = 0

    @cached_property
    def campaign(self) -> str:
        return self.project.campaign

    @cached_property
    def token(self) -> str:
        return self.project.share_token


class Village:
    """Everybody, and all that they do; the same for the same shape."""

    def __init__(self, world: World, miner: Miner, shape: Shape) -> None:
        self.world = world
        self.miner = miner
        self.shape = shape
        self.projects: list[Project] = []
        self.lives: list[Life] = []
        self._dice = random.Random(shape.name)
        self._crowd = [_person(number) for number in range(shape.fans * 4)]
        self._reports = self._today = 0
        # What the platform said before: its owner, treasury, fee and currency.
        criteria = {"address": world.factory, "fromBlock": "0x0", "toBlock": "latest"}
        miner.events = len(miner.request("eth_getLogs", criteria))
        for each in self._crowd:
            self._tell(world.currency, "mint(address,uint256)", each, 10**9 * EURO)
        call = ("approveFinancier", world.financier, True)
        self._act(world.platform, "ProjectFactory", world.factory, *call, events=1)
        miner.mine()

    # --- the seasons ---

    def live(self) -> None:
        """Cohort after cohort begins, and all go on until there are as many events as the shape wants."""
        for _ in range(self.shape.cohorts):
            self.report(self.begin(self.shape.projects // self.shape.cohorts))
        while self.miner.events < self.shape.events:
            self.report(self.lives)

    def begin(self, number: int) -> list[Life]:
        """So many projects from their proposal to the money back to everybody, or to success: these."""
        fresh = self._propose(number)
        self._open(fresh)
        self._each(fresh, self._contribute)
        self._each(fresh, self._revoke)
        self._close(fresh)
        self._each([each for each in fresh if not each.succeeds], self._refund)
        successes = [each for each in fresh if each.succeeds]
        self._each(successes, self._announce)
        self._each(successes, self._object)
        self.miner.warp_to(self.miner.now() + 8 * DAY)
        self._each(successes, self._read)
        self.projects += [each.project for each in fresh]
        self.lives += successes
        return successes

    def report(self, lives: Sequence[Life]) -> None:
        """One season of royalties: trades, deposits, releases, claims, and payouts to everybody else."""
        self._each(lives, self._trade)
        self._begin_period()
        self._each(lives, self._deposit)
        self.miner.warp_to(self._today + 30 * DAY)
        self._each(lives, self._release)
        self._each(lives, self._claim)
        self._each(lives, self._pay_out)

    def _each(self, lives: Iterable[Life], act: Callable[[Life], None]) -> None:
        """In a block the transactions of different people have no order: what builds upon it comes later."""
        for life in lives:
            act(life)
        self.miner.mine()

    # --- one block at a time ---

    def earn(self, life: Life) -> None:
        """Royalties for every holder of a project where they enter at once."""
        self._begin_period()
        self._each([life], self._deposit)
        life.owed |= set(life.shares)

    def pay(self, life: Life, holders: int) -> int:
        """So many of those who have earned something are paid; the number of the block."""
        paid = sorted(life.owed)[:holders]
        for some in _chunks(paid, self.shape.batch):
            self._act(self.world.payer, "ShareToken", life.token, "payout", some, events=len(some), gas=GAS)
        self.miner.mine()
        life.owed -= set(paid)
        return self.miner.head()

    def _begin_period(self) -> None:
        self._reports, self._today = self._reports + 1, self.miner.now()

    # --- opening ---

    def _propose(self, number: int) -> list[Life]:
        world, first = self.world, len(self.lives)
        made, start = [], self.miner.head() + 1
        for place in range(number):
            succeeds, steps = place % 10 != 2, self._dice.choice([1, 1, 1, 3])
            terms = self._terms(f"Album {first + place}", succeeds, steps)
            data = contracts.encode_call("ProjectFactory", "propose", terms, self._dice.getrandbits(64))
            self.miner.send(world.producer, world.factory, data, events=1, gas=GAS)
            made.append((terms, succeeds, steps))
        self.miner.mine()
        criteria = {"fromBlock": hex(start), "toBlock": "latest", "address": world.factory}
        proposals = self.miner.request("eth_getLogs", criteria)
        lives = []
        for log, (terms, succeeds, steps) in zip(proposals, made, strict=True):
            campaign = to_checksum_address(log["topics"][2][-40:])
            waterfall, token = (to_checksum_address(log["data"][at : at + 40]) for at in (26, 90))
            lives.append(Life(Project(campaign, waterfall, token, terms), succeeds, steps))
        return lives

    def _terms(self, name: str, succeeds: bool, steps: int) -> dict[str, Any]:
        cap = self.shape.fans * MOST_SHARES * 2
        budget = cap * PRICE
        goal = PRICE if succeeds else budget
        lines = [{"financier": self.world.financier, "label": "Label", "amount": budget - goal or 1}]
        return self.world.terms(
            name=name,
            financiers=lines,
            tiers=[tier(10, 1_000, "signed record")],
            campaign={
                "pricePerShare": PRICE,
                "goal": goal,
                "capShares": cap,
                "totalBudget": budget,
                "opensAt": self.miner.now() + 10 * DAY,
                "closesAt": self.miner.now() + 40 * DAY,
            },
            waterfall={"royaltySteps": steps},
        )

    def _open(self, lives: list[Life]) -> None:
        self._each(lives, self._prepare)
        for life in lives:
            self._act(self.world.stranger, "Campaign", life.campaign, "open", events=1)
        self.miner.warp_to(max(each.project.terms["campaign"]["opensAt"] for each in lives))

    def _prepare(self, life: Life) -> None:
        """Everything that an opening needs, and that money is taken from."""
        world, terms, campaign = self.world, life.project.terms, life.campaign
        consent = ("recordConsent", campaign, FOREVER, world.sign_consent(terms, campaign))
        line = (0, terms["financiers"][0]["amount"], True, FOREVER)
        signature = world.sign(
            world.financier,
            ("Coprod campaign", campaign),
            "FinancierLine(uint256 line,uint256 amount,bool paidElsewhere,uint256 deadline)",
            line,
        )
        signed = ("signLine", 0, True, FOREVER, signature)
        self._act(world.platform, "ProjectFactory", world.factory, "approveListing", campaign, events=1)
        self._act(world.stranger, "ProjectFactory", world.factory, *consent, events=1)
        self._act(world.stranger, "Campaign", campaign, *signed, events=1)
        self._approve(world.payer, campaign)
        self._approve(world.patron, campaign)
        self._approve(world.collector, life.project.waterfall)

    # --- raising ---

    def _contribute(self, life: Life) -> None:
        """Most fans buy for themselves, and some are given shares; a patron gives."""
        self._act(self.world.patron, "Campaign", life.campaign, "give", EURO, events=1)
        for fan in self._dice.sample(self._crowd, self.shape.fans):
            shares = life.shares[fan] = self._dice.randint(1, MOST_SHARES)
            if self._dice.random() < 0.1:
                call = ("contributeFor", fan, shares)
                self._act(self.world.payer, "Campaign", life.campaign, *call, events=2)
                continue
            takes = shares >= 10 and self._dice.random() < 0.2
            life.tiers |= {fan} if takes else set()
            self._approve(fan, life.campaign)
            self._act(fan, "Campaign", life.campaign, "contribute", shares, int(takes), events=2)

    def _revoke(self, life: Life) -> None:
        """One in 25 thinks better of it."""
        whole, rest = divmod(len(life.shares), 25)
        number = whole + (self._dice.random() < rest / 25)
        for fan in self._dice.sample(sorted(life.shares), number):
            # The shares burned, what was revoked, the money back, and the reward that is free again.
            self._act(fan, "Campaign", life.campaign, "revoke", events=3 + (fan in life.tiers))
            del life.shares[fan]

    def _close(self, lives: list[Life]) -> None:
        closing = max(each.project.terms["campaign"]["closesAt"] for each in lives)
        self.miner.warp_to(closing + 5 * DAY)
        for life in lives:
            # Succeeded, the first due date and the fee; or only that it failed.
            events = 3 if life.succeeds else 1
            self._act(self.world.stranger, "Campaign", life.campaign, "finalize", events=events)
        self.miner.mine()

    def _refund(self, life: Life) -> None:
        for fans in _chunks(sorted(life.shares), min(REFUNDS, self.shape.batch)):
            # The shares burned, what is refunded, the money back; and rewards that are free again.
            events = 3 * len(fans) + sum(fan in life.tiers for fan in fans)
            call = ("refundMany", fans)
            self._act(self.world.stranger, "Campaign", life.campaign, *call, events=events, gas=GAS)

    def _announce(self, life: Life) -> None:
        call = ("announce", 0, bytes(32), "https://example.org/evidence.pdf")
        self._act(self.world.producer, "Campaign", life.campaign, *call, events=1)

    def _object(self, life: Life) -> None:
        """Whoever has least, if that stops nothing."""
        smallest = min(sorted(life.shares), key=lambda fan: life.shares[fan])
        if life.shares[smallest] * 5 < sum(life.shares.values()):
            self._act(smallest, "Campaign", life.campaign, "object", events=1)

    def _read(self, life: Life) -> None:
        """The first milestone is released, and paid."""
        self._act(self.world.stranger, "Campaign", life.campaign, "read", events=2)

    # --- royalties ---

    def _trade(self, life: Life) -> None:
        """One holder in ten sells a part, or everything."""
        bought: Counter[str] = Counter()
        for seller in self._dice.sample(sorted(life.shares), max(1, len(life.shares) // 10)):
            buyer = self._dice.choice(self._crowd)
            sold = self._dice.randint(1, life.shares[seller])
            if buyer == seller:
                continue
            self._act(seller, "ShareToken", life.token, "transfer", buyer, sold, events=1)
            bought[buyer] += sold
            life.shares[seller] -= sold
        everybody = Counter(life.shares) + bought
        life.shares = dict(everybody)

    def _deposit(self, life: Life) -> None:
        period = {"periodStart": self._today - 30 * DAY, "periodEnd": self._today}
        gross = self._dice.randrange(1_000, 9_000) * EURO + self._dice.randrange(EURO)
        statement = make_statement(gross, self._reports, **period)
        call = ("deposit", statement)
        # Deposited, the next due date, two payments, and the release when it enters at once.
        events = 4 + (life.steps == 1)
        self._act(self.world.collector, "Waterfall", life.project.waterfall, *call, events=events, gas=GAS)
        life.tranches += 1

    def _release(self, life: Life) -> None:
        if life.steps > 1:
            call = ("release", life.tranches)
            self._act(self.world.stranger, "ShareToken", life.token, *call, events=1)
        life.owed |= set(life.shares)

    def _claim(self, life: Life) -> None:
        """One in twenty does not wait for the payer."""
        for holder in self._dice.sample(sorted(life.owed), len(life.owed) // 20):
            self._act(holder, "ShareToken", life.token, "claim", events=1)
            life.owed.discard(holder)

    def _pay_out(self, life: Life) -> None:
        for holders in _chunks(sorted(life.owed), self.shape.batch):
            call = ("payout", holders)
            self._act(self.world.payer, "ShareToken", life.token, *call, events=len(holders), gas=GAS)
        life.owed.clear()

    # --- how ---

    def _act(
        self,
        sender: str,
        contract: str,
        address: str,
        function: str,
        *arguments: Any,
        events: int,
        gas: int = 1_000_000,
    ) -> None:
        data = contracts.encode_call(contract, function, *arguments)
        self.miner.send(sender, address, data, events=events, gas=gas)

    def _approve(self, owner: str, spender: str) -> None:
        data = contracts.encode_call("IERC20Metadata", "approve", spender, ALLOWANCE)
        self.miner.send(owner, self.world.currency, data, events=0)

    def _tell(self, address: str, signature: str, *arguments: Any) -> None:
        types = [{"type": each} for each in signature.partition("(")[2].rstrip(")").split(",")]
        data = keccak(text=signature)[:4] + codec.encode(types, arguments)
        self.miner.send(self.world.stranger, address, data, events=0)


def _person(number: int) -> str:
    return to_checksum_address(keccak(text=f"fan {number}")[12:])


def _chunks(people: list[str], size: int) -> list[list[str]]:
    return [people[start : start + size] for start in range(0, len(people), size)]
