"""How a deposit is shared among the positions of the terms: the pure twin of contracts' WaterfallShares.sol.

PROTOCOL 5.2. Amounts are integers in the smallest unit of the project's currency; percentages are basis
points (bps), 10,000 being the whole. Every position but the holders' percentage is rounded down; the holders
take what that leaves, to the last unit, until their cap. See recoupment.py for what deposits leave behind.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from typing import Any

from backend.addresses import ZERO_ADDRESS

WHOLE_BPS = 10_000
UNLIMITED = 2**256 - 1
"""The holders' room without a cap, as the contract tells it."""


class PositionKind(Enum):
    """How a position takes its part; the names are the contract's, in its order."""

    OFF_THE_TOP = "OffTheTop"
    RECOUP = "Recoup"
    PERCENTAGE = "Percentage"


@dataclass(frozen=True, slots=True)
class Position:
    """One position of the waterfall. The zero address as payee stands for the holders.

    Off the top `bps` are of the gross, to recoup they are the premium, and else they are of what is left.
    `amount`, in currency units, and `with_previous` (pari passu with the position before) are of those that
    recoup.
    """

    kind: PositionKind
    payee: str
    bps: int
    amount: int = 0
    with_previous: bool = False
    label: str = ""

    @property
    def is_holders(self) -> bool:
        """Whether the holders are paid for this position."""
        return self.payee == ZERO_ADDRESS


@dataclass(frozen=True, slots=True)
class Shared:
    """A deposit, shared: one amount per position, and what exceeded the holders' cap; together the net.

    `due` is what each position is due afterwards; see share_down.
    """

    amounts: tuple[int, ...]
    to_producer: int
    due: tuple[int, ...]


def share_down(positions: Sequence[Position], due: Sequence[int], room: int, gross: int, net: int) -> Shared:
    """Share `net` among the positions: off the top, then to recoup, then the percentages of the rest.

    The positions are as the contract takes them in terms: in the order of their kinds, exactly one percentage
    the holders', and 10,000 bps of percentages. `due` is what each is due before this deposit: off the top
    what earlier deposits were short of, to recoup what is not recouped yet, 0 for percentages. `room` is what
    the holders can still get before their cap.
    """
    amounts: list[int] = []
    owed, left = list(due), net
    for place, position in enumerate(_of_kind(positions, PositionKind.OFF_THE_TOP)):
        owed[place] += gross * position.bps // WHOLE_BPS
        amounts.append(min(owed[place], left))
        left -= amounts[place]
    for group in _pari_passu(positions):
        wanted = [min(owed[place], room) if positions[place].is_holders else owed[place] for place in group]
        parts = divide_down(min(left, sum(wanted)), wanted)
        room -= sum(part for place, part in zip(group, parts, strict=True) if positions[place].is_holders)
        left -= sum(parts)
        amounts += parts
    percentages = _of_kind(positions, PositionKind.PERCENTAGE)
    parts = [0 if each.is_holders else left * each.bps // WHOLE_BPS for each in percentages]
    rest = left - sum(parts)
    holders = min(rest, room)
    amounts += [holders if each.is_holders else part for each, part in zip(percentages, parts, strict=True)]
    after = [
        before if position.kind is PositionKind.PERCENTAGE else before - amount
        for position, before, amount in zip(positions, owed, amounts, strict=True)
    ]
    return Shared(tuple(amounts), rest - holders, tuple(after))


def divide_down(units: int, wanted: Sequence[int]) -> list[int]:
    """`units`, at most the sum of what is wanted, in proportion to what each wants, rounded down.

    The units that are left over go to the first that still wants some.
    """
    total = sum(wanted)
    parts = [units * each // total if total else 0 for each in wanted]
    over = units - sum(parts)
    for place, each in enumerate(wanted):
        more = min(each - parts[place], over)
        parts[place] += more
        over -= more
    return parts


def holders_part(positions: Sequence[Position], amounts: Sequence[int]) -> int:
    """What the holders get of a deposit: what they recoup, and their percentage."""
    return sum(amount for position, amount in zip(positions, amounts, strict=True) if position.is_holders)


def read_positions(terms: Mapping[str, Any]) -> list[Position]:
    """The positions of a project's terms, as the mirror keeps them in projects.terms."""
    return [
        Position(
            PositionKind(each["kind"]),
            each["payee"],
            int(each["bps"]),
            int(each["amount"]),
            each["withPrevious"],
            each["label"],
        )
        for each in terms["waterfall"]["positions"]
    ]


def _of_kind(positions: Sequence[Position], kind: PositionKind) -> list[Position]:
    return [position for position in positions if position.kind is kind]


def _pari_passu(positions: Sequence[Position]) -> Iterator[list[int]]:
    """The places that recoup, those together that recoup pari passu."""
    for place, position in enumerate(positions):
        if position.kind is PositionKind.RECOUP and not position.with_previous:
            later = range(place + 1, len(positions))
            yield [place, *takewhile(lambda each: positions[each].with_previous, later)]
