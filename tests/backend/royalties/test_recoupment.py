"""PROTOCOL 4.3, 5.2: what the positions are due, and the holders' cap, from deposit to deposit."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.royalties.recoupment import (
    Standing,
    begin,
    deposit,
    dues_down,
    give_back,
    holders_room_down,
    preview,
    prove,
    reduce_cap,
    set_proved,
)
from backend.royalties.waterfall import UNLIMITED, WHOLE_BPS, PositionKind, holders_part
from tests.positions import HOLDERS, LARGEST, PAYEE, off_the_top, percentage, positions, recoup, units

OTHER = "0x" + 39 * "0" + "2"
ALL_HOLDERS = percentage(WHOLE_BPS, HOLDERS)


def proved(waterfall):
    return [standing.proved for standing in waterfall.standings]


def test_only_what_was_proved_is_recouped_with_its_premium():
    """5.2: 5 % on 300 proved of an advance of 1,000."""
    waterfall = prove(begin([recoup(1_000, 500), ALL_HOLDERS], 0), PAYEE, 300)
    assert dues_down(waterfall) == (315, 0)

    waterfall, shared = deposit(waterfall, 10, 300, 300)
    assert (shared.amounts, dues_down(waterfall)) == ((300, 0), (15, 0))

    waterfall, shared = deposit(prove(waterfall, PAYEE, 900), 10, 2_000, 2_000)
    assert waterfall.standings[0] == Standing(proved=1_000, recouped=1_050)
    assert (shared.amounts, dues_down(waterfall)) == ((750, 1_250), (0, 0))


def test_what_is_short_off_the_top_is_carried():
    """5.2: the agent's half of 1,000, of which 400 were kept back by others."""
    waterfall, shared = deposit(begin([off_the_top(5_000), ALL_HOLDERS], 0), 10, 1_000, 400)
    assert (shared.amounts, dues_down(waterfall)) == ((400, 0), (100, 0))
    assert preview(waterfall, 10, 300, 300).amounts == (250, 50)


def test_a_proof_fills_the_payees_positions_in_order_and_a_return_empties_the_last_first():
    """4.3, 5.2: the other payee's position in between is left alone."""
    waterfall = begin([recoup(100), recoup(50, payee=OTHER), recoup(80), ALL_HOLDERS], 0)
    waterfall = prove(waterfall, PAYEE, 150)
    assert proved(waterfall) == [100, 0, 50, 0]
    assert proved(prove(waterfall, PAYEE, 10**9)) == [100, 0, 80, 0]
    assert proved(give_back(waterfall, PAYEE, 70)) == [80, 0, 0, 0]
    assert proved(give_back(waterfall, PAYEE, 10**9)) == [0, 0, 0, 0]


def test_who_recouped_more_than_it_paid_after_a_return_is_due_nothing():
    """4.3: and gives nothing back."""
    waterfall, _ = deposit(prove(begin([recoup(100), ALL_HOLDERS], 0), PAYEE, 100), 10, 90, 90)
    waterfall = give_back(waterfall, PAYEE, 40)
    assert dues_down(waterfall) == (0, 0)
    assert waterfall.standings[0].recouped == 90


def test_each_share_keeps_its_own_cap_when_others_leave():
    """4.3, 5.2: 3 a share, 1 of it returned; 10 for 10 shares are 1 each, and 4 shares can get 4 more."""
    waterfall, _ = deposit(begin([ALL_HOLDERS], 3), 10, 10, 10)
    assert holders_room_down(waterfall, 10) == 20
    waterfall = reduce_cap(waterfall, 1)
    assert holders_room_down(waterfall, 10) == 10
    assert holders_room_down(waterfall, 4) == 4
    waterfall, shared = deposit(waterfall, 4, 9, 9)
    assert (shared.amounts, shared.to_producer) == ((4,), 5)
    assert holders_room_down(waterfall, 4) == 0
    # Everybody has left: who left first got 1 of the 2 it could have got, and counts as the last ones do.
    assert holders_room_down(waterfall, 10) == 0


def test_a_cap_below_what_came_back_leaves_no_room():
    """4.3: the holders have their money."""
    assert holders_room_down(reduce_cap(begin([ALL_HOLDERS], 3), 4), 10) == 0


def test_without_a_cap_the_holders_have_all_room():
    """5.2: as the contract tells it; nothing is kept of what they got."""
    waterfall, shared = deposit(reduce_cap(begin([ALL_HOLDERS], 0), 4), 10, LARGEST, LARGEST)
    assert holders_room_down(waterfall, 10) == UNLIMITED
    assert (shared.amounts, waterfall.holders_got) == ((LARGEST,), 0)


@settings(max_examples=200)
@given(positions(), units(LARGEST), units(LARGEST))
def test_a_return_undoes_a_proof(places, before, amount):
    """4.3, 5.2: to the same positions, and no more is proved than the terms name."""
    waterfall = prove(begin(places, 0), PAYEE, before)
    more = prove(waterfall, PAYEE, amount)
    named = sum(each.amount for each in places if each.kind is PositionKind.RECOUP and not each.is_holders)
    assert sum(proved(more)) == min(before + amount, named)
    assert give_back(more, PAYEE, sum(proved(more)) - sum(proved(waterfall))) == waterfall


UNITS = st.one_of(st.integers(0, 200), units(10**12))
STEP = st.one_of(
    st.tuples(st.just("deposit"), UNITS, st.integers(0, WHOLE_BPS)),
    st.tuples(st.just("prove"), st.sampled_from([PAYEE, HOLDERS]), UNITS),
    st.tuples(st.just("give_back"), st.sampled_from([PAYEE, HOLDERS]), UNITS),
    st.tuples(st.just("leave"), st.integers(1, 60)),
    st.tuples(st.just("wind_down"), UNITS),
)


@settings(max_examples=200)
@given(positions(10**12), UNITS, st.lists(STEP, max_size=20))
def test_whatever_happens_nobody_gets_more_than_its_own(places, cap, steps):
    """4.3, 5.2, 5.5, K3, K9: recouped at most what was proved with the premium, a share at most its cap."""
    supply = shares = 97
    waterfall = begin(places, cap)
    highest = [0] * len(places)
    earned = Fraction(0)
    for verb, *arguments in steps:
        if verb == "deposit":
            gross, kept = arguments
            net = gross - gross * kept // WHOLE_BPS
            expected = preview(waterfall, shares or supply, gross, net)
            before, highest = waterfall, [max(*each) for each in zip(highest, proved(waterfall), strict=True)]
            waterfall, shared = deposit(waterfall, shares or supply, gross, net)
            assert shared == expected
            assert sum(shared.amounts) + shared.to_producer == net
            part = Fraction(holders_part(places, shared.amounts), shares or supply)
            earned += part
            if cap and part:
                assert earned <= cap - waterfall.returned_per_share
            for place, position in enumerate(places):
                if position.kind is PositionKind.RECOUP:
                    standing = waterfall.standings[place]
                    assert standing.recouped - before.standings[place].recouped == shared.amounts[place]
                    assert standing.recouped * WHOLE_BPS <= highest[place] * (WHOLE_BPS + position.bps)
        elif verb == "prove":
            waterfall = prove(waterfall, *arguments)
            assert all(each.proved <= p.amount for each, p in zip(waterfall.standings, places, strict=True))
        elif verb == "give_back":
            waterfall = give_back(waterfall, *arguments)
            assert min(proved(waterfall)) >= 0
        elif verb == "leave":
            shares -= min(shares, *arguments)
        else:
            waterfall = reduce_cap(waterfall, *arguments)


def test_a_mirror_sets_what_it_was_told_is_proved():
    """5.2: the event Proved names the position and the whole."""
    waterfall = begin([recoup(100), ALL_HOLDERS], 0)
    assert set_proved(waterfall, 0, 60) == replace(waterfall, standings=(Standing(proved=60), Standing()))
