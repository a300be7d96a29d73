"""What each holder has and has earned, event by event: the ShareToken's accounts, reckoned again. Pure.

The amounts that the contract says it paid must be those reckoned here, or the mirror stops (rules 5.3, 5.5).
"""

from dataclasses import dataclass, field, replace

from backend.accrual import Account, Index, settle_owed
from backend.chain.events import (
    RoyaltiesReleased,
    RoyaltyPaid,
    RoyaltyPaymentFailed,
    Transfer,
)
from backend.mirror.contracts import Said
from backend.mirror.incidents import ChainContradictsItself

NOBODY = "0x0000000000000000000000000000000000000000"
Holder = tuple[str, str]
"""Campaign and address."""


@dataclass(frozen=True, slots=True)
class Holding:
    """An account, and the whole units ever paid out of it."""

    account: Account = field(default_factory=Account)
    paid: int = 0


@dataclass(slots=True)
class Accounts:
    """The newest holding of every holder concerned, and what one share has earned by campaign."""

    holdings: dict[Holder, Holding] = field(default_factory=dict)
    indexes: dict[str, Index] = field(default_factory=dict)

    def take(self, said: Said) -> list[str]:
        """Advance by one event; the holders whose accounts it touched. Raises ChainContradictsItself."""
        match said.event:
            case Transfer(sender, receiver, shares):
                moves = [(sender, -shares), (receiver, shares)]
                touched = [each for each, _ in moves if each != NOBODY]
                for holder, change in moves:
                    if holder != NOBODY:
                        self._move(said, holder, change)
                return list(dict.fromkeys(touched))
            case RoyaltiesReleased(_, _, value):
                self.indexes[said.campaign] = Index(value=value)
                return []
            case RoyaltyPaid(holder, _, amount):
                settled = self._owing(said, holder, amount)
                account = replace(settled.account, owed=0)
                self.holdings[said.campaign, holder] = Holding(account, settled.paid + amount)
                return [holder]
            case RoyaltyPaymentFailed(holder, amount):
                self.holdings[said.campaign, holder] = self._owing(said, holder, amount)
                return [holder]
            case _:
                return []

    def settled(self, campaign: str, holder: str) -> Holding:
        """The holding as of now, with what its shares have earned since it was touched."""
        holding = self.holdings.get((campaign, holder), Holding())
        index = self.indexes.get(campaign, Index())
        return replace(holding, account=settle_owed(holding.account, index))

    def _move(self, said: Said, holder: str, change: int) -> None:
        holding = self.settled(said.campaign, holder)
        shares = holding.account.shares + change
        if shares < 0:
            raise _contradiction(said, f"{holder} gives {-change} shares and has {holding.account.shares}")
        account = replace(holding.account, shares=shares)
        self.holdings[said.campaign, holder] = replace(holding, account=account)

    def _owing(self, said: Said, holder: str, amount: int) -> Holding:
        holding = self.settled(said.campaign, holder)
        if holding.account.owed != amount:
            raise _contradiction(said, f"{holder} is paid {amount} and has earned {holding.account.owed}")
        return holding


def _contradiction(said: Said, what: str) -> ChainContradictsItself:
    return ChainContradictsItself(
        f"Log {said.log_index} of block {said.block_number}: {what}. An earlier log is missing or wrong: ask "
        "another node with `coprod reconcile` before you go on."
    )
