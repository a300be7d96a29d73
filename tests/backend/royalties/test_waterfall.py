"""PROTOCOL 5.2: the positions of the waterfall, in order, to the last unit."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.royalties.waterfall import (
    UNLIMITED,
    WHOLE_BPS,
    Position,
    PositionKind,
    Shared,
    divide_down,
    holders_part,
    read_positions,
    share_down,
)
from tests.positions import HOLDERS, LARGEST, PAYEE, cases, off_the_top, percentage, recoup, units

ALL_HOLDERS = percentage(WHOLE_BPS, HOLDERS)


def test_a_film_is_shared_in_order():
    """5.2: 10 % of the gross to the agent, then 60 % and 40 % of what is left of the net."""
    positions = [off_the_top(1000), percentage(6000), percentage(4000, HOLDERS)]

    shared = share_down(positions, [0, 0, 0], UNLIMITED, gross=1000, net=701)

    # 60 % of 601 is 360.6, rounded down; the holders take the rest.
    assert shared == Shared((100, 360, 241), 0, (0, 0, 0))


def test_what_is_short_is_taken_first_from_the_next_deposit():
    """5.2: at most what is left; the rest is owed from later deposits."""
    positions = [off_the_top(5000), off_the_top(1000), ALL_HOLDERS]

    first = share_down(positions, [0, 0, 0], UNLIMITED, gross=1000, net=520)
    assert first == Shared((500, 20, 0), 0, (0, 80, 0))

    second = share_down(positions, first.due, UNLIMITED, gross=100, net=100)
    assert second == Shared((50, 50, 0), 0, (0, 40, 0))

    assert share_down(positions, second.due, UNLIMITED, gross=0, net=0) == Shared((0, 0, 0), 0, (0, 40, 0))


def test_what_is_paid_pari_passu_is_in_proportion_to_what_is_due():
    """5.2: 300, 200 and 500 due, 601 there: 180.3, 120.2 and 300.5, and the unit left over to the first."""
    positions = [recoup(300), recoup(200, with_previous=True), recoup(500, with_previous=True), ALL_HOLDERS]

    shared = share_down(positions, [300, 200, 500, 0], UNLIMITED, gross=601, net=601)

    assert shared == Shared((181, 120, 300, 0), 0, (119, 80, 200, 0))


def test_a_later_position_recoups_when_the_earlier_ones_have():
    """5.2: fixed amounts are recouped before the next."""
    positions = [recoup(300), recoup(200), percentage(5000), percentage(5000, HOLDERS)]

    assert share_down(positions, [300, 200, 0, 0], UNLIMITED, 300, 300).amounts == (300, 0, 0, 0)
    assert share_down(positions, [300, 200, 0, 0], UNLIMITED, 503, 503).amounts == (300, 200, 1, 2)


def test_what_exceeds_the_holders_cap_is_the_producers():
    """5.2: both of what they recoup and of their percentage; who recoups beside them gets on."""
    positions = [recoup(100, payee=HOLDERS), recoup(100, with_previous=True), ALL_HOLDERS]

    below = share_down(positions, [100, 100, 0], 60, gross=80, net=80)
    assert below == Shared((30, 50, 0), 0, (70, 50, 0))
    above = share_down(positions, [100, 100, 0], 60, gross=200, net=200)
    assert above == Shared((60, 100, 0), 40, (40, 0, 0))
    beyond = share_down(positions, [100, 100, 0], 130, gross=300, net=300)
    assert beyond == Shared((100, 100, 30), 70, (0, 0, 0))


@settings(max_examples=200)
@given(cases())
def test_nothing_is_lost_and_nothing_made(case):
    """5.2, 5.5: all of the net, nobody more than its due nor the holders more than their room."""
    shared = share_down(*case)
    assert sum(shared.amounts) + shared.to_producer == case.net
    assert min(*shared.amounts, shared.to_producer) >= 0
    assert holders_part(case.positions, shared.amounts) <= case.room
    for position, before, amount, after in zip(
        case.positions, case.due, shared.amounts, shared.due, strict=True
    ):
        if position.kind is PositionKind.PERCENTAGE:
            assert after == before == 0
        else:
            more = case.gross * position.bps // WHOLE_BPS if position.kind is PositionKind.OFF_THE_TOP else 0
            assert after + amount == before + more
            assert after >= 0


@settings(max_examples=200)
@given(cases())
def test_nobody_is_paid_before_those_who_come_first(case):
    """5.2: whoever is left short leaves nothing to those behind, but those pari passu with it."""
    shared = share_down(*case)
    room = case.room
    for place, position in enumerate(case.positions):
        if position.is_holders:
            room -= shared.amounts[place]
        # The holders are not short when their cap keeps them from more.
        stopped = position.is_holders and room == 0
        if shared.due[place] and not stopped:
            behind = case.positions[place + 1 :]
            pari_passu = next((i for i, each in enumerate(behind) if not each.with_previous), len(behind))
            assert not any(shared.amounts[place + 1 + pari_passu :])
            assert shared.to_producer == 0


@settings(max_examples=200)
@given(st.lists(units(10**6) | units(LARGEST), min_size=1, max_size=8), st.data())
def test_a_division_is_exact_and_rounded_down_but_for_the_first(wanted, data):
    """5.2, K3: what is left over is below a unit for each, and goes to the first who still wants it."""
    there = data.draw(units(sum(wanted)))
    parts = divide_down(there, wanted)
    assert sum(parts) == there
    assert all(part <= each for part, each in zip(parts, wanted, strict=True))
    down = [there * each // max(sum(wanted), 1) for each in wanted]
    assert all(part >= each for part, each in zip(parts, down, strict=True))
    assert sum(parts) - sum(down) < len(wanted)
    gained = [place for place, part in enumerate(parts) if part > down[place]]
    for place in range(max(gained, default=0)):
        assert parts[place] == wanted[place]


@settings(max_examples=200)
@given(cases())
def test_only_the_holders_gain_by_the_rounding_of_percentages(case):
    """K3: percentages are rounded down; what that leaves is the holders', below a unit per position."""
    shared = share_down(*case)
    parts = [
        (position, amount)
        for position, amount in zip(case.positions, shared.amounts, strict=True)
        if position.kind is PositionKind.PERCENTAGE
    ]
    left = sum(amount for _, amount in parts) + shared.to_producer
    for position, amount in parts:
        exact = Fraction(left * position.bps, WHOLE_BPS)
        if position.is_holders:
            assert exact <= amount + shared.to_producer < exact + len(parts)
        else:
            assert exact - 1 < amount <= exact


@settings(max_examples=200)
@given(cases(), st.randoms())
def test_the_order_of_the_percentages_matters_to_nobody(case, chance):
    """5.2: they are all of what the positions before have left."""
    first = next(i for i, each in enumerate(case.positions) if each.kind is PositionKind.PERCENTAGE)
    order = list(range(first, len(case.positions)))
    chance.shuffle(order)
    order = [*range(first), *order]
    shared = share_down(*case)
    moved = share_down(
        [case.positions[i] for i in order], [case.due[i] for i in order], case.room, case.gross, case.net
    )
    assert moved.amounts == tuple(shared.amounts[i] for i in order)
    assert moved.to_producer == shared.to_producer


@settings(max_examples=200)
@given(cases(), units(10**12))
def test_more_net_gives_nobody_less(case, more):
    """5.2: at the same gross; what others' rounding no longer leaves is less than a unit each."""
    less, bigger = share_down(*case), share_down(*case._replace(net=case.net + more))
    for before, after in zip(less.amounts, bigger.amounts, strict=True):
        assert after > before - len(case.positions)
    assert bigger.to_producer > less.to_producer - len(case.positions)


@settings(max_examples=200)
@given(cases(), st.data())
def test_cutting_a_deposit_brings_nobody_more_than_rounding(case, data):
    """K3: receipts reported in two statements are shared as in one, to less than a unit per position each."""
    first = data.draw(units(case.net))
    whole = share_down(*case._replace(gross=case.net))
    one = share_down(*case._replace(gross=first, net=first))
    room = case.room - holders_part(case.positions, one.amounts)
    other = share_down(case.positions, one.due, room, case.net - first, case.net - first)
    slack = 2 * len(case.positions)
    for together, *apart in zip(whole.amounts, one.amounts, other.amounts, strict=True):
        assert abs(together - sum(apart)) < slack
    assert abs(whole.to_producer - one.to_producer - other.to_producer) < slack


def test_positions_are_read_from_the_mirrors_terms():
    """2.1: the mirror keeps the terms as the event told them."""
    terms = {
        "waterfall": {
            "positions": [
                written("OffTheTop", PAYEE, 1000, "agent"),
                written("Recoup", PAYEE, 500, "advance", amount=2**96 - 1, pari_passu=True),
                written("Percentage", HOLDERS, 10_000, "fans"),
            ]
        }
    }
    assert read_positions(terms) == [
        Position(PositionKind.OFF_THE_TOP, PAYEE, 1000, label="agent"),
        Position(PositionKind.RECOUP, PAYEE, 500, 2**96 - 1, with_previous=True, label="advance"),
        Position(PositionKind.PERCENTAGE, HOLDERS, 10_000, label="fans"),
    ]


def written(kind, payee, bps, label, amount=0, pari_passu=False):
    return {
        "kind": kind,
        "withPrevious": pari_passu,
        "payee": payee,
        "bps": str(bps),
        "amount": str(amount),
        "label": label,
    }
