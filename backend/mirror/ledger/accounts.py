"""What each holder has and has earned, event by event: the ShareToken's accounts, reckoned again. Pure.

The amounts that the contract says it paid must be those reckoned here, or the mirror stops (rules 5.3, 5.5).
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from backend.accrual import Account, Index, leave, settle_owed, take_earned
from backend.chain.events import (
    Exited,
    RoyaltiesReleased,
    RoyaltiesReleasedToLeavers,
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


NO_HOLDING, NO_ACCOUNT, NO_INDEX = Holding(), Account(), Index()


class Touched(NamedTuple):
    """Whose accounts an event changed: of shares, and of shares burned at a wind-down."""

    holders: tuple[str, ...] = ()
    leavers: tuple[str, ...] = ()


NOTHING = Touched()
CONCERNED = frozenset({
    Transfer, Exited, RoyaltiesReleased, RoyaltiesReleasedToLeavers, RoyaltyPaid, RoyaltyPaymentFailed
})  # fmt: skip
"""The events that touch accounts."""


@dataclass(slots=True)
class Accounts:
    """The newest accounts of every holder concerned, and what one share has earned by campaign.

    `left` and `leaver_indexes` are of shares burned at a wind-down.
    """

    holdings: dict[Holder, Holding] = field(default_factory=dict)
    indexes: dict[str, Index] = field(default_factory=dict)
    left: dict[Holder, Account] = field(default_factory=dict)
    leaver_indexes: dict[str, Index] = field(default_factory=dict)

    def take(self, said: Said) -> Touched:
        """Advance by one event. Raises ChainContradictsItself."""
        if type(said.event) not in CONCERNED:
            return NOTHING
        match said.event:
            case Transfer(sender, receiver, shares):
                if sender != NOBODY:
                    self._move(said, sender, -shares)
                if receiver != NOBODY:
                    self._move(said, receiver, shares)
                return Touched(tuple(each for each in {sender: 0, receiver: 0} if each != NOBODY))
            case Exited(holder, shares):
                _, left = leave(Index(), self._left(said.campaign, holder), shares)
                self.left[said.campaign, holder] = left
                return Touched(leavers=(holder,))
            case RoyaltiesReleased(_, _, value):
                self.indexes[said.campaign] = Index(value=value)
            case RoyaltiesReleasedToLeavers(_, _, value):
                self.leaver_indexes[said.campaign] = Index(value=value)
            case RoyaltyPaid(holder, _, amount):
                return self._take_earned(said, holder, amount, paid=amount)
            case RoyaltyPaymentFailed(holder, amount):
                return self._take_earned(said, holder, amount, paid=0)
        return NOTHING

    def _move(self, said: Said, holder: str, change: int) -> None:
        holding = self.holdings.get((said.campaign, holder), NO_HOLDING)
        account = settle_owed(holding.account, self.indexes.get(said.campaign, NO_INDEX))
        if account.shares + change < 0:
            raise _contradiction(said, f"{holder} gives {-change} shares and has {account.shares}")
        account = Account(account.shares + change, account.index, account.fraction, account.owed)
        self.holdings[said.campaign, holder] = Holding(account, holding.paid)

    def _take_earned(self, said: Said, holder: str, amount: int, paid: int) -> Touched:
        """What is not paid stays owed."""
        holding = self.holdings.get((said.campaign, holder), NO_HOLDING)
        before = self._left(said.campaign, holder)
        index = self.indexes.get(said.campaign, NO_INDEX)
        leavers = self.leaver_indexes.get(said.campaign, NO_INDEX)
        account, left, earned = take_earned(holding.account, before, index, leavers)
        if earned != amount:
            raise _contradiction(said, f"{holder} is paid {amount} and has earned {earned}")
        if paid != amount:
            account = replace(account, owed=amount - paid)
        self.holdings[said.campaign, holder] = Holding(account, holding.paid + paid)
        if paid and not (before.shares or before.fraction):
            # What is left is said by the payment alone: see tables.accounts.
            return NOTHING
        self.left[said.campaign, holder] = left
        return Touched((holder,), (holder,) if left != before else ())

    def _left(self, campaign: str, holder: str) -> Account:
        return self.left.get((campaign, holder), NO_ACCOUNT)


def _contradiction(said: Said, what: str) -> ChainContradictsItself:
    return ChainContradictsItself(
        f"Log {said.log_index} of block {said.block_number}: {what}. An earlier log is missing or wrong: ask "
        "another node with `coprod reconcile` before you go on."
    )
