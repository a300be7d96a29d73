"""How a deposit is shared among the positions of the terms: the pure twin of contracts' WaterfallShares.sol.

PROTOCOL 5.2. Amounts are integers in the smallest unit of the project's currency. Every position but the
holders' is rounded down; the holders take the rest, so that the amounts add up to the net to the last unit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from backend.addresses import ZERO_ADDRESS

WHOLE_BPS = 10_000


class PositionKind(Enum):
    """How a position takes its part; the names are the contract's."""

    OFF_THE_TOP = "OffTheTop"
    PERCENTAGE = "Percentage"


@dataclass(frozen=True, slots=True)
class Position:
    """One position of the waterfall. The zero address as payee stands for the holders."""

    kind: PositionKind
    payee: str
    bps: int
    label: str = ""

    @property
    def is_holders(self) -> bool:
        """Whether this is the holders' position."""
        return self.payee == ZERO_ADDRESS


def share_down(
    positions: Sequence[Position], carried: Sequence[int], gross: int, net: int
) -> tuple[list[int], list[int]]:
    """The amount of each position, and what each is short of and will take first from the next deposit.

    `carried` is what earlier deposits were short of, one per position. The positions are in the order of the
    terms: those off the top first, then percentages of which one is the holders'.
    """
    amounts, short, left = [0] * len(positions), list(carried), net
    for place, position in enumerate(positions):
        if position.kind is PositionKind.OFF_THE_TOP:
            due = carried[place] + gross * position.bps // WHOLE_BPS
            amounts[place] = min(due, left)
            short[place] = due - amounts[place]
            left -= amounts[place]
    for place, position in enumerate(positions):
        if position.kind is PositionKind.PERCENTAGE and not position.is_holders:
            amounts[place] = left * position.bps // WHOLE_BPS
    amounts[holders_place(positions)] = net - sum(amounts)
    return amounts, short


def holders_place(positions: Sequence[Position]) -> int:
    """Which position is the holders': the terms have exactly one. Raises StopIteration without one."""
    return next(place for place, position in enumerate(positions) if position.is_holders)


def carry(positions: Sequence[Position], deposits: Iterable[tuple[int, int]]) -> list[int]:
    """What each position is short of after all `deposits`, (gross, net) in the order in which they came."""
    short = [0] * len(positions)
    for gross, net in deposits:
        _, short = share_down(positions, short, gross, net)
    return short


def read_positions(terms: Mapping[str, Any]) -> list[Position]:
    """The positions of a project's terms, as the mirror keeps them in projects.terms."""
    return [
        Position(PositionKind(each["kind"]), each["payee"], int(each["bps"]), each["label"])
        for each in terms["waterfall"]["positions"]
    ]
