"""What of each payment to a holder is from which statement. Pure.

`payout` and `claim` pay what is owed from all statements together (rule 5.4). Each release adds to what one
share has earned (5.3), so that what it brought to a holder is known to 2^-48 units; a payment takes the whole
units of all of it. They are given to statements in the order in which these entered, the running sum rounded
down: the parts of a payment add up to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from backend.accrual import FINE
from backend.errors import CoprodError

Place = tuple[int, int]
"""Block and log."""


class PaymentUnexplained(CoprodError):
    """A payment is not what the holder's shares had earned: the mirror is wrong."""

    type = "payment-unexplained"
    title = "This payment cannot be explained"


@dataclass(frozen=True, slots=True)
class Move:
    """Shares that came (or, below zero, left); `burned`: to those burned at a wind-down."""

    place: Place
    shares: int
    burned: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """growth: what one share earned by it, in 2^-48 units; `burned`: one that was burned."""

    place: Place
    tranche: int
    growth: int
    burned: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """Units that a holder was paid."""

    place: Place
    amount: int


Parts = dict[int, int]
"""Units by the number of the tranche, 0 for what came without a statement; only those of one unit or more."""


@dataclass(slots=True)
class _Account:
    shares: dict[bool, int] = field(default_factory=lambda: {False: 0, True: 0})
    fraction: int = 0
    earned: Parts = field(default_factory=dict)

    def divide(self) -> tuple[Parts, int]:
        """What is owed by tranche, and the fraction of a unit that stays."""
        parts: Parts = {}
        running = self.fraction
        for tranche, earned in self.earned.items():
            whole = (running + earned) // FINE - running // FINE
            running += earned
            if whole:
                parts[tranche] = whole
        return parts, running % FINE


def attribute(
    moves: Iterable[Move], releases: Iterable[Release], payments: Iterable[Payment]
) -> tuple[Sequence[Parts], Parts]:
    """The parts of each payment, in the order of the places; and of what is owed after them all.

    All are of one holder in one project. Raises PaymentUnexplained.
    """
    account, paid = _Account(), []
    events: list[Move | Release | Payment] = [*moves, *releases, *payments]
    for each in sorted(events, key=lambda each: each.place):
        match each:
            case Move(_, shares, burned):
                account.shares[burned] += shares
            case Release(_, tranche, growth, burned):
                earned = account.earned.get(tranche, 0) + growth * account.shares[burned]
                account.earned[tranche] = earned
            case Payment(place, amount):
                parts, account.fraction = account.divide()
                account.earned = {}
                if sum(parts.values()) != amount:
                    raise PaymentUnexplained(
                        f"In block {place[0]}, {amount} was paid and {sum(parts.values())} had been earned: "
                        "tell the operator, who compares with `coprod reconcile`."
                    )
                paid.append(parts)
    return paid, account.divide()[0]
