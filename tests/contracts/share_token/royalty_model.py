"""What the shares should know: the whole of 5.3 to 5.5 in a few lines of Python, in exact integers."""

from dataclasses import dataclass, field, replace
from typing import Any

from backend.accrual import FINE, Account, Index, add_down, claimable, settle_down, settle_owed
from tests.contracts.terms import DAY


@dataclass
class Tranche:
    amount: int
    received_at: int
    released: int = 0


@dataclass
class RoyaltyModel:
    """The accounts of all holders, and the tranches that have come in."""

    steps: int
    index: Index
    accounts: dict[Any, Account]
    tranches: list[Tranche] = field(default_factory=list)
    deposited: int = 0
    paid: int = 0

    @property
    def released(self) -> int:
        return self.deposited - sum(tranche.amount - tranche.released for tranche in self.tranches)

    @property
    def dust(self) -> int:
        """What is nobody's whole unit yet, in 2^-48 units."""
        fractions = [settle_down(account, self.index)[0].fraction for account in self.accounts.values()]
        return sum(fractions) + self.index.remainder

    def claimable(self, holder: Any) -> int:
        return claimable(self.accounts[holder], self.index)

    def deposit(self, amount: int, now: int) -> None:
        self.deposited += amount
        self.tranches.append(Tranche(amount, now))

    def give(self, amount: int) -> None:
        self.deposited += amount
        self.index = add_down(self.index, amount)

    def release(self, place: int, now: int) -> int:
        tranche = self.tranches[place]
        due = min((now - tranche.received_at) // DAY, self.steps)
        amount = tranche.amount * due // self.steps - tranche.released
        tranche.released += amount
        self.index = add_down(self.index, amount)
        return amount

    def transfer(self, seller: Any, buyer: Any, shares: int) -> None:
        for holder, change in ((seller, -shares), (buyer, shares)):
            settled = settle_owed(self.accounts[holder], self.index)
            self.accounts[holder] = replace(settled, shares=settled.shares + change)

    def pay(self, holder: Any) -> int:
        """Everything that the holder has earned, paid."""
        settled = settle_owed(self.accounts[holder], self.index)
        self.accounts[holder] = replace(settled, owed=0)
        self.paid += settled.owed
        return settled.owed

    def fail_to_pay(self, holder: Any) -> int:
        """Everything that the holder has earned, tried and owed."""
        self.accounts[holder] = settle_owed(self.accounts[holder], self.index)
        return self.accounts[holder].owed

    def adds_up(self) -> bool:
        """Rule 5.5: claimable + paid + unreleased + dust = deposited, to 2^-48 of a unit."""
        whole = sum(map(self.claimable, self.accounts)) + self.paid + self.deposited - self.released
        return whole * FINE + self.dust == self.deposited * FINE
