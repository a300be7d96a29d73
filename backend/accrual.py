"""What one share earns and what a holder is owed: the pure twin of RoyaltyIndex and HolderAccount.

Rules 5.3 and 5.5. Amounts are integers in the smallest unit of the currency; `value`, `remainder`, `index`
and `fraction` are in 2^-48 of it. Everything rounds down, and what was rounded off is kept for the next time.
"""

from dataclasses import dataclass, replace

FINE = 2**48


@dataclass(frozen=True, slots=True)
class Index:
    """What all shares have in common.

    `value` is what one share has earned since the beginning; `remainder` did not divide by the supply and
    goes into the next release.
    """

    value: int = 0
    remainder: int = 0
    supply: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """One holder, settled up to `index`; `owed` are the whole units settled and not paid yet."""

    shares: int = 0
    index: int = 0
    fraction: int = 0
    owed: int = 0


def add_down(index: Index, amount: int) -> Index:
    """The index after `amount` units entered for all shares. Raises ZeroDivisionError without a share."""
    each, remainder = divmod(amount * FINE + index.remainder, index.supply)
    return replace(index, value=index.value + each, remainder=remainder)


def settle_down(account: Account, index: Index) -> tuple[Account, int]:
    """The account brought up to the index, and the whole units that its shares earned meanwhile.

    `owed` is left alone: who settles decides whether the units are paid or kept (see `settle_owed`).
    """
    earned, fraction = divmod((index.value - account.index) * account.shares + account.fraction, FINE)
    return replace(account, index=index.value, fraction=fraction), earned


def settle_owed(account: Account, index: Index) -> Account:
    """The account brought up to the index, as every transfer of shares does it: what was earned is owed."""
    settled, earned = settle_down(account, index)
    return replace(settled, owed=settled.owed + earned)


def claimable(account: Account, index: Index) -> int:
    """Whole units that the holder can claim now."""
    return settle_owed(account, index).owed
