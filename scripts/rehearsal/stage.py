"""The stage on which a project's life is tried out: its contracts on a copy of the chain, and who acts.

Fans and patrons are stand-ins, addresses that nobody has the key of; the others are those of the terms.
"""

from dataclasses import dataclass, field
from typing import Any

from eth_utils import keccak, to_checksum_address

from scripts.description.project_terms import NOBODY, ProjectTerms
from scripts.plans.proposal import Proposal
from scripts.project.refunds import FANS_PER_BATCH
from scripts.rehearsal.fork import Fork

MOST_FANS = 40
"""So many try it out, more only for the least shares; a patron gives what is missing to the goal."""


def stand_in(role: str, number: int = 0) -> str:
    """An address that nobody has the key of."""
    return to_checksum_address(keccak(text=f"coprod simulation {role} {number}")[-20:])


ANYBODY, PATRON = stand_in("anybody"), stand_in("patron")


@dataclass(frozen=True)
class Stage:
    """Where it is tried out. gas: of each kind of call, the most that one took."""

    fork: Fork
    factory: str
    proposal: Proposal
    gas: dict[str, int] = field(default_factory=dict)

    @property
    def terms(self) -> ProjectTerms:
        return self.proposal.terms

    @property
    def currency(self) -> str:
        return self.proposal.currency.address

    def act(self, kind: str, who: str, name: str, method: str, *arguments: Any) -> Any:
        """A call of one of the project's contracts, or of the factory. Returns the receipt."""
        return self.note(kind, self.fork.act(who, name, self.address_of(name), method, *arguments))

    def note(self, kind: str, receipt: Any, parts: int = 1) -> Any:
        """parts: for how many people one call did the same; gas is told for one of them, rounded up."""
        self.gas[kind] = max(self.gas.get(kind, 0), -(-receipt["gasUsed"] // parts))
        return receipt

    def read(self, name: str, method: str, *arguments: Any) -> Any:
        return self.fork.read(name, self.address_of(name), method, *arguments)

    def address_of(self, name: str) -> str:
        return {
            "ProjectFactory": self.factory,
            "Campaign": self.proposal.campaign,
            "Waterfall": self.proposal.waterfall,
            "ShareToken": self.proposal.share_token,
        }[name]

    def pay_by(self, who: str, spender: str, amount: int) -> None:
        """Somebody has the money, and lets a contract take exactly that much."""
        self.fork.give_money(who, self.currency, amount)
        self.note("allow", self.fork.act(who, "TestCurrency", self.currency, "approve", spender, amount))

    def balance(self, who: str) -> int:
        return int(self.fork.read("TestCurrency", self.currency, "balanceOf", who))


def contribute(stage: Stage, shares: int) -> dict[str, int]:
    """Fans buy so many shares, each as many as one may hold. Returns how many each has."""
    terms, bought, fans = stage.terms.campaign, 0, dict[str, int]()
    while bought < shares and (len(fans) < MOST_FANS or bought < terms.least_shares):
        part = min(terms.max_shares_per_fan, shares - bought)
        if part < terms.min_shares_per_fan and part < terms.cap_shares - bought:
            break
        fan = stand_in("fan", len(fans))
        admit(stage, fan)
        stage.pay_by(fan, stage.proposal.campaign, part * terms.price_per_share)
        stage.act("contribute", fan, "Campaign", "contribute", part, 0)
        fans[fan], bought = part, bought + part
    return fans


def admit(stage: Stage, fan: str) -> None:
    """The keeper of a transfer rule lets a fan receive shares."""
    if stage.terms.transfer_rule != NOBODY:
        keeper, rule = stage.terms.rule_keeper, stage.terms.transfer_rule
        stage.note("admit", stage.fork.act(keeper, "AllowList", rule, "allow", [fan], True))


def give(stage: Stage, amount: int) -> None:
    if amount:
        stage.pay_by(PATRON, stage.proposal.campaign, amount)
        stage.act("give", PATRON, "Campaign", "give", amount)


def finalize(stage: Stage, kind: str) -> Any:
    """Once it is closed and nobody can think again any more. Returns the receipt."""
    stage.fork.wait_until(max(stage.read("Campaign", "closesAt"), stage.read("Campaign", "lastFirmAt")))
    return stage.act(kind, ANYBODY, "Campaign", "finalize")


def batches(fans: list[str]) -> list[list[str]]:
    return [fans[start : start + FANS_PER_BATCH] for start in range(0, len(fans), FANS_PER_BATCH)]
