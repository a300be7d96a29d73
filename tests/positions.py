"""What the positions of a waterfall can be, and what can stand between them and a deposit."""

from itertools import pairwise
from typing import Any, NamedTuple

from hypothesis import strategies as st

from backend.addresses import ZERO_ADDRESS
from backend.royalties.waterfall import UNLIMITED, WHOLE_BPS, Position, PositionKind

HOLDERS = ZERO_ADDRESS
PAYEE = "0x" + 39 * "0" + "1"
LARGEST = 2**96 - 1
"""Most units that a statement can report, or a position recoup."""
BPS = st.integers(0, WHOLE_BPS)


def off_the_top(bps: int, payee: str = PAYEE) -> Position:
    return Position(PositionKind.OFF_THE_TOP, payee, bps)


def recoup(amount: int, premium: int = 0, payee: str = PAYEE, with_previous: bool = False) -> Position:
    return Position(PositionKind.RECOUP, payee, premium, amount, with_previous)


def percentage(bps: int, payee: str = PAYEE) -> Position:
    return Position(PositionKind.PERCENTAGE, payee, bps)


def units(most: int) -> st.SearchStrategy[int]:
    """Any amount up to the most, and often one next to either end."""
    return st.one_of(st.integers(0, most), st.integers(0, min(2, most)), st.integers(max(most - 2, 0), most))


@st.composite
def positions(draw: Any, most: int = LARGEST) -> list[Position]:
    """As the terms take them: at most 16 in the order of their kinds, the holders in their places."""
    cuts = sorted(draw(st.lists(BPS, max_size=4)))
    whole = draw(st.integers(0, WHOLE_BPS))
    tops = [whole * (after - before) // WHOLE_BPS for before, after in pairwise(cuts)]
    recoups = draw(st.lists(st.tuples(units(most), BPS, st.booleans()), max_size=6))
    holders_recoup = draw(st.none() | st.integers(0, 5))
    cuts = sorted(draw(st.lists(BPS, max_size=5)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, WHOLE_BPS], strict=True)]
    holders = draw(st.integers(0, len(parts) - 1))
    return [
        *[off_the_top(bps) for bps in tops],
        *[
            recoup(max(amount, 1), premium, HOLDERS if i == holders_recoup else PAYEE, pari_passu and i > 0)
            for i, (amount, premium, pari_passu) in enumerate(recoups)
        ],
        *[percentage(bps, HOLDERS if i == holders else PAYEE) for i, bps in enumerate(parts)],
    ]


class Case(NamedTuple):
    """The arguments of share_down."""

    positions: list[Position]
    due: list[int]
    room: int
    gross: int
    net: int


@st.composite
def cases(draw: Any) -> Case:
    """Amounts of one size, so that they meet, from a few units to all that there can be."""
    most = draw(st.sampled_from([3, 1_000, 10**12, LARGEST]))
    places = draw(positions(most))
    due = [0 if each.kind is PositionKind.PERCENTAGE else draw(units(2 * most)) for each in places]
    room = draw(st.one_of(units(most), units(4 * most), st.just(UNLIMITED)))
    gross = draw(units(most))
    return Case(places, due, room, gross, draw(st.one_of(st.just(gross), units(gross))))
