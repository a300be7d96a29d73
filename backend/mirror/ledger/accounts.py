"""What each holder has and has earned, event by event: the ShareToken's accounts, reckoned again. Pure.

The amounts that the contract says it paid must be those reckoned here, or the mirror stops (rules 5.3, 5.5).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from backend.accrual import (
    NO_ACCOUNT,
    NO_INDEX,
    Account,
    Index,
    hold,
    leave,
    settle_down,
    settle_owed,
    take_earned,
)
from backend.chain.events import (
    Event,
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


class Holding(NamedTuple):
    """An account, and the whole units ever paid out of it."""

    account: Account = NO_ACCOUNT
    paid: int = 0


NO_HOLDING = Holding()


_holding = partial(tuple.__new__, Holding)
"""Of a tuple of both, several times faster."""


class Touched(NamedTuple):
    """Whose accounts an event changed: of shares, and of shares burned at a wind-down."""

    holders: tuple[str, ...] = ()
    leavers: tuple[str, ...] = ()


NOTHING = Touched()


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
        take = _TAKES.get(type(said.event))
        return take(self, said, *said.event) if take else NOTHING

    def transfer(self, said: Said, sender: str, receiver: str, shares: int) -> Touched:
        touched: list[str] = []
        if sender != NOBODY:
            self._move(said, sender, -shares)
            touched.append(sender)
        if receiver != NOBODY:
            self._move(said, receiver, shares)
            if receiver != sender:
                touched.append(receiver)
        return Touched(tuple(touched))

    def leave(self, said: Said, holder: str, shares: int, _: int) -> Touched:
        left = self.left.get((said.campaign, holder), NO_ACCOUNT)
        self.left[said.campaign, holder] = leave(NO_INDEX, left, shares)[1]
        return Touched(leavers=(holder,))

    def release(self, said: Said, _: int, __: int, value: int) -> Touched:
        self.indexes[said.campaign] = Index(value=value)
        return NOTHING

    def release_to_leavers(self, said: Said, _: int, __: int, value: int) -> Touched:
        self.leaver_indexes[said.campaign] = Index(value=value)
        return NOTHING

    def pay(self, said: Said, holder: str, receiver: str | None, amount: int) -> Touched:
        """Without a receiver nothing was paid, and all of it stays owed."""
        campaign = said.campaign
        concerned = campaign, holder
        account, paid = self.holdings.get(concerned, NO_HOLDING)
        before = self.left.get(concerned, NO_ACCOUNT)
        index = self.indexes.get(campaign, NO_INDEX)
        leavers = self.leaver_indexes.get(campaign, NO_INDEX)
        account, left, earned = take_earned(account, before, index, leavers)
        if earned != amount:
            raise _contradiction(said, f"{holder} is paid {amount} and has earned {earned}")
        if receiver is None:
            account = account._replace(owed=amount)
        else:
            paid += amount
        self.holdings[concerned] = _holding((account, paid))
        if receiver and not (before.shares or before.fraction):
            # What is left is said by the payment alone: see tables.accounts.
            return NOTHING
        self.left[concerned] = left
        return Touched((holder,), (holder,) if left != before else ())

    def pay_royalty(self, said: Said) -> Touched:
        """`pay` for a RoyaltyPaid, of which there are more than of all else: at once to whom nothing was owed
        and who never left."""
        campaign, (holder, receiver, amount) = said[4:]
        concerned = campaign, holder
        account, paid = self.holdings.get(concerned, NO_HOLDING)
        if account.owed or concerned in self.left:
            return self.pay(said, holder, receiver, amount)
        settled, earned = settle_down(account, self.indexes.get(campaign, NO_INDEX))
        if earned != amount:
            raise _contradiction(said, f"{holder} is paid {amount} and has earned {earned}")
        self.holdings[concerned] = _holding((settled if earned else account, paid + amount))
        return NOTHING

    def fail_to_pay(self, said: Said, holder: str, amount: int) -> Touched:
        return self.pay(said, holder, None, amount)

    def _move(self, said: Said, holder: str, change: int) -> None:
        campaign = said.campaign
        concerned = campaign, holder
        account, paid = self.holdings.get(concerned, NO_HOLDING)
        account = settle_owed(account, self.indexes.get(campaign, NO_INDEX))
        shares = account.shares + change
        if shares < 0:
            raise _contradiction(said, f"{holder} gives {-change} shares and has {account.shares}")
        self.holdings[concerned] = _holding((hold(account, shares), paid))


_TAKES: dict[type[Event], Callable[..., Touched]] = {
    Transfer: Accounts.transfer,
    Exited: Accounts.leave,
    RoyaltiesReleased: Accounts.release,
    RoyaltiesReleasedToLeavers: Accounts.release_to_leavers,
    RoyaltyPaid: Accounts.pay,
    RoyaltyPaymentFailed: Accounts.fail_to_pay,
}
"""What an event does to accounts, with its fields."""


def _contradiction(said: Said, what: str) -> ChainContradictsItself:
    return ChainContradictsItself(
        f"Log {said.log_index} of block {said.block_number}: {what}. An earlier log is missing or wrong: ask "
        "another node with `coprod reconcile` before you go on."
    )
