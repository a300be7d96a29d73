"""What one share earns and what a holder is owed: the pure twin of RoyaltyIndex and HolderAccount, and of
what ShareAccounts does with them.

Rules 5.2, 5.3 and 5.5. Amounts are integers in the smallest unit of the currency; `value`, `remainder`,
`index` and `fraction` are in 2^-48 of it. Everything rounds down, and what was rounded off is kept for the
next time.
"""

from functools import partial
from typing import NamedTuple

FINE = 2**48


class Index(NamedTuple):
    """What all shares have in common.

    `value` is what one share has earned since the beginning; `remainder` did not divide by the supply and
    goes into the next release.
    """

    value: int = 0
    remainder: int = 0
    supply: int = 0


class Account(NamedTuple):
    """One holder, settled up to `index`; `owed` are the whole units settled and not paid yet."""

    shares: int = 0
    index: int = 0  # type: ignore[assignment]
    fraction: int = 0
    owed: int = 0


_account = partial(tuple.__new__, Account)
"""An account of a tuple of all four, several times faster: there is one for every payment."""


def add_down(index: Index, amount: int) -> Index:
    """The index after `amount` units entered for all shares. Raises ZeroDivisionError without a share."""
    each, remainder = divmod(amount * FINE + index.remainder, index.supply)
    return index._replace(value=index.value + each, remainder=remainder)


def settle_down(account: Account, index: Index) -> tuple[Account, int]:
    """The account brought up to the index, and the whole units that its shares earned meanwhile.

    `owed` is left alone: who settles decides whether the units are paid or kept (see `settle_owed`).
    """
    shares, before, fraction, owed = account
    earned, fraction = divmod((index.value - before) * shares + fraction, FINE)
    return _account((shares, index.value, fraction, owed)), earned


def settle_owed(account: Account, index: Index) -> Account:
    """The account brought up to the index, as every transfer of shares does it: what was earned is owed."""
    if account.index == index.value:
        return account
    (shares, now, fraction, owed), earned = settle_down(account, index)
    return _account((shares, now, fraction, owed + earned))


def hold(account: Account, shares: int) -> Account:
    """The account, settled, with so many shares."""
    _, index, fraction, owed = account
    return _account((shares, index, fraction, owed))


def join_fraction(account: Account, other: int) -> tuple[Account, int]:
    """The account with the fraction of another of its holder, and the unit, 0 or 1, that both make (5.5)."""
    unit, fraction = divmod(account.fraction + other, FINE)
    return account._replace(fraction=fraction), unit


def enter_down(index: Index, leavers: Index, amount: int) -> tuple[Index, Index]:
    """Both indexes after `amount` units entered: for all shares or, when none is left, for those burned at a
    wind-down, whose index is `leavers`."""
    if index.supply:
        return add_down(index, amount), leavers
    return index, add_down(leavers, amount)


def burn(index: Index, shares: int) -> Index:
    """The index with fewer shares: what comes in from now on, and the remainder, is divided by the others."""
    return index._replace(supply=index.supply - shares)


def leave(leavers: Index, left: Account, shares: int) -> tuple[Index, Account]:
    """Shares burned at a wind-down, counted beside: they earn nothing before no other is left to burn."""
    return leavers._replace(supply=leavers.supply + shares), left._replace(shares=left.shares + shares)


def take_earned(
    account: Account, left: Account, index: Index, leavers: Index
) -> tuple[Account, Account, int]:
    """A holder's accounts, of shares and of burned shares, after a claim or payout, and all that it takes.

    Two fractions can make a unit: what remains of both is in the first account. Accounts of which no whole
    unit is taken stay as they are.
    """
    settled, earned = settle_down(account, index)
    if left is NO_ACCOUNT and not account.owed:
        return (settled if earned else account), left, earned
    settled_left, more = settle_down(left, leavers)
    joined, unit = join_fraction(settled, settled_left.fraction)
    earned += more + unit + account.owed
    if not earned:
        return account, left, 0
    has_left = left.shares > 0
    return (
        joined._replace(owed=0),
        settled_left._replace(fraction=0) if has_left else left,
        earned,
    )


NO_ACCOUNT, NO_INDEX = Account(), Index()


def claimable(account: Account, index: Index, left: Account = NO_ACCOUNT, leavers: Index = NO_INDEX) -> int:
    """Whole units that the holder can claim now."""
    return take_earned(account, left, index, leavers)[2]
