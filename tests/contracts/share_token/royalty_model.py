"""What the shares should know: the whole of 5.3 to 5.5 in a few lines of Python, in exact integers."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from backend.accrual import (
    FINE,
    Account,
    Index,
    burn,
    claimable,
    enter_down,
    leave,
    settle_down,
    settle_owed,
    take_earned,
)
from tests.contracts.terms import DAY


@dataclass
class Tranche:
    amount: int
    received_at: int
    released: int = 0


@dataclass
class RoyaltyModel:
    """The accounts of all holders, of shares and of burned shares, and the tranches that have come in."""

    steps: int
    index: Index
    accounts: dict[Any, Account]
    leavers: Index = field(default_factory=Index)
    left: dict[Any, Account] = field(default_factory=lambda: defaultdict(Account))
    tranches: list[Tranche] = field(default_factory=list)
    deposited: int = 0
    paid: int = 0

    @property
    def released(self) -> int:
        return self.deposited - sum(tranche.amount - tranche.released for tranche in self.tranches)

    @property
    def earning_shares(self) -> int:
        return self.index.supply or self.leavers.supply

    @property
    def dust(self) -> int:
        """What is nobody's whole unit yet, in 2^-48 units."""
        return sum(map(self.fraction, self.accounts)) + self.index.remainder + self.leavers.remainder

    def fraction(self, holder: Any) -> int:
        """What both accounts of a holder have beside whole units, in 2^-48 units."""
        account, _ = settle_down(self.accounts[holder], self.index)
        left, _ = settle_down(self.left[holder], self.leavers)
        return (account.fraction + left.fraction) % FINE

    def claimable(self, holder: Any) -> int:
        return claimable(self.accounts[holder], self.index, self.left[holder], self.leavers)

    def deposit(self, amount: int, now: int) -> None:
        """A tranche comes in; with one step it enters at once."""
        if not amount:
            return
        self.deposited += amount
        self.tranches.append(Tranche(amount, now))
        if self.steps == 1:
            self.release(-1, now)

    def give(self, amount: int) -> None:
        self.deposited += amount
        self.enter(amount)

    def release(self, place: int, now: int) -> int:
        tranche = self.tranches[place]
        due = 1 if self.steps == 1 else min((now - tranche.received_at) // DAY, self.steps)
        amount = tranche.amount * due // self.steps - tranche.released
        tranche.released += amount
        self.enter(amount)
        return amount

    def enter(self, amount: int) -> None:
        if amount:
            self.index, self.leavers = enter_down(self.index, self.leavers, amount)

    def end_steps(self) -> None:
        """At a wind-down: all that waits can be released, and what comes in later enters at once (5.3)."""
        self.steps = 1

    def transfer(self, seller: Any, buyer: Any, shares: int) -> None:
        for holder, change in ((seller, -shares), (buyer, shares)):
            settled = settle_owed(self.accounts[holder], self.index)
            self.accounts[holder] = settled._replace(shares=settled.shares + change)

    def exit(self, holder: Any, shares: int) -> None:
        """The holder burns shares of a project that was wound down."""
        settled = settle_owed(self.accounts[holder], self.index)
        self.accounts[holder] = settled._replace(shares=settled.shares - shares)
        self.index = burn(self.index, shares)
        self.leavers, self.left[holder] = leave(self.leavers, self.left[holder], shares)

    def pay(self, holder: Any) -> int:
        """Everything that the holder has earned, paid."""
        taken = self.take(holder)
        self.paid += taken
        return taken

    def fail_to_pay(self, holder: Any) -> int:
        """Everything that the holder has earned, tried and owed."""
        taken = self.take(holder)
        self.accounts[holder] = self.accounts[holder]._replace(owed=taken)
        return taken

    def take(self, holder: Any) -> int:
        accounts = self.accounts[holder], self.left[holder], self.index, self.leavers
        self.accounts[holder], self.left[holder], taken = take_earned(*accounts)
        return taken

    def adds_up(self) -> bool:
        """Rule 5.5: claimable + paid + unreleased + dust = deposited, to 2^-48 of a unit."""
        whole = sum(map(self.claimable, self.accounts)) + self.paid + self.deposited - self.released
        return whole * FINE + self.dust == self.deposited * FINE
