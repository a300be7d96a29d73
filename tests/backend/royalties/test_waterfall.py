"""PROTOCOL 5.2: the positions of the waterfall, in order, to the last unit."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from backend.addresses import ZERO_ADDRESS
from backend.royalties.waterfall import (
    WHOLE_BPS,
    Position,
    PositionKind,
    carry,
    holders_place,
    read_positions,
    share_down,
)

PAYEE = "0x" + 39 * "0" + "1"


def off_the_top(bps):
    return Position(PositionKind.OFF_THE_TOP, PAYEE, bps)


def percentage(bps, payee=PAYEE):
    return Position(PositionKind.PERCENTAGE, payee, bps)


@st.composite
def terms(draw):
    """Positions as TermsCheck passes them: off the top first, percentages of 10,000 bps, one the holders'."""
    top = [off_the_top(bps) for bps in draw(st.lists(st.integers(0, WHOLE_BPS), max_size=5))]
    cuts = sorted(draw(st.lists(st.integers(0, WHOLE_BPS), max_size=5)))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, WHOLE_BPS], strict=True)]
    holders = draw(st.integers(0, len(parts) - 1))
    rest = [percentage(bps, ZERO_ADDRESS if i == holders else PAYEE) for i, bps in enumerate(parts)]
    return top + rest


GROSS = st.one_of(st.integers(0, 1000), st.integers(0, 2**96 - 1))


@st.composite
def deposits(draw):
    gross = draw(GROSS)
    return gross, draw(st.integers(0, gross))


def test_a_film_is_shared_in_order():
    """5.2: 10 % of the gross to the agent, then 60 % and 40 % of what is left of the net."""
    positions = [off_the_top(1000), percentage(6000), percentage(4000, ZERO_ADDRESS)]

    amounts, short = share_down(positions, [0, 0, 0], gross=1000, net=701)

    assert amounts == [100, 360, 241]  # 60 % of 601 is 360.6, rounded down; the holders take the rest
    assert short == [0, 0, 0]


def test_what_is_short_is_taken_first_from_the_next_deposit():
    """5.2: at most what is left; the rest is owed from later deposits."""
    positions = [off_the_top(5000), off_the_top(1000), percentage(10_000, ZERO_ADDRESS)]

    first, short = share_down(positions, [0, 0, 0], gross=1000, net=520)
    assert (first, short) == ([500, 20, 0], [0, 80, 0])

    second, short = share_down(positions, short, gross=100, net=100)
    assert (second, short) == ([50, 50, 0], [0, 40, 0])

    third, short = share_down(positions, short, gross=0, net=0)
    assert (third, short) == ([0, 0, 0], [0, 40, 0])
    assert carry(positions, [(1000, 520), (100, 100), (0, 0)]) == short


@given(terms(), st.lists(deposits(), min_size=1, max_size=6))
def test_nothing_is_lost_and_nothing_made(positions, history):
    """5.5: a deposit's amounts add up to its net; off the top, taken and still owed add up to the due."""
    short, taken, due = [0] * len(positions), [0] * len(positions), [0] * len(positions)
    for gross, net in history:
        amounts, short = share_down(positions, short, gross, net)
        assert sum(amounts) == net
        assert min(amounts) >= 0
        for place, position in enumerate(positions):
            if position.kind is PositionKind.OFF_THE_TOP:
                taken[place] += amounts[place]
                due[place] += gross * position.bps // WHOLE_BPS
                assert taken[place] + short[place] == due[place]
            else:
                assert short[place] == 0


@given(terms(), deposits())
def test_only_the_holders_gain_by_rounding(positions, deposit):
    """K3: percentages are rounded down; what that leaves is the holders', below a unit per position."""
    gross, net = deposit
    amounts, _ = share_down(positions, [0] * len(positions), gross, net)
    left = net - sum(a for a, p in zip(amounts, positions, strict=True) if p.kind is PositionKind.OFF_THE_TOP)
    for place, position in enumerate(positions):
        if position.kind is PositionKind.PERCENTAGE:
            exact = Fraction(left * position.bps, WHOLE_BPS)
            if position.is_holders:
                assert exact <= amounts[place] < exact + len(positions)
            else:
                assert exact - 1 < amounts[place] <= exact


@given(terms(), deposits(), st.integers(0, 10**12))
def test_more_net_gives_nobody_less(positions, deposit, more):
    """5.2: monotone in the net, for every position, at the same gross."""
    gross, net = deposit
    carried = [0] * len(positions)
    less, _ = share_down(positions, carried, gross, net)
    bigger, _ = share_down(positions, carried, gross, net + more)
    for place, position in enumerate(positions):
        if not position.is_holders:
            assert bigger[place] >= less[place]
    # The holders' rest may lose what the others' rounding no longer leaves them: less than a unit each.
    holders = holders_place(positions)
    assert bigger[holders] > less[holders] - len(positions)


def test_positions_are_read_from_the_mirrors_terms():
    """2.1: the mirror keeps the terms as the event told them."""
    terms = {
        "waterfall": {
            "positions": [
                {"kind": "OffTheTop", "payee": PAYEE, "bps": "1000", "label": "agent"},
                {"kind": "Percentage", "payee": ZERO_ADDRESS, "bps": "10000", "label": "fans"},
            ]
        }
    }
    assert read_positions(terms) == [
        Position(PositionKind.OFF_THE_TOP, PAYEE, 1000, "agent"),
        Position(PositionKind.PERCENTAGE, ZERO_ADDRESS, 10_000, "fans"),
    ]
