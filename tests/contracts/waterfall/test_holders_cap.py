"""What exceeds the holders' cap goes to the producer, to the unit (5.2)."""

import pytest

from tests.contracts.currencies import every_currency
from tests.contracts.terms import HOLDERS, percentage
from tests.contracts.waterfall.outcome import shared, tell

pytestmark = every_currency
CAP = 100


@pytest.fixture(scope="module")
def terms(terms, financier, producer):
    positions = [
        percentage(financier, 3_000),
        percentage(HOLDERS, 4_000),
        percentage(producer, 3_000),
    ]
    return terms.change(positions=positions, cap_per_share=CAP)


def test_exactly_at_the_cap_nothing_flips(project):
    """5.2: 40 % of 24,250 are 100 for each of 97 shares."""
    assert project.waterfall.holdersRoom() == 9_700
    assert shared(project.deposit(24_250)) == ([7_275, 9_700, 7_275], 0)
    assert project.waterfall.holdersRoom() == 0


@pytest.mark.parametrize(("net", "holders", "more"), [(24_251, 9_700, 1), (30_000, 9_700, 2_300)])
def test_one_unit_above_the_cap_flips(project, currency, producer, net, holders, more):
    """5.2, 5.5: to the producer, beside its own position; the sum is the net."""
    before = currency.balanceOf(producer)
    part = net * 3_000 // 10_000
    assert tell(project.waterfall.preview(net, net)) == ([part, holders, part], more)
    assert shared(project.deposit(net)) == ([part, holders, part], more)
    assert 2 * part + holders + more == net
    assert currency.balanceOf(producer) - before == part + more
    assert currency.balanceOf(project.shares) == holders


def test_the_cap_counts_over_all_deposits(project, currency):
    """5.2: reached in the middle of a deposit, it stays reached."""
    expected = [
        (24_000, [7_200, 9_600, 7_200], 0),
        (1_000, [300, 100, 300], 300),
        (1_000, [300, 0, 300], 400),
    ]
    for number, (net, parts, more) in enumerate(expected, start=1):
        assert tell(project.waterfall.preview(net, net)) == (parts, more)
        assert shared(project.deposit(net, number)) == (parts, more)
    assert project.shares.totals()["deposited"] == currency.balanceOf(project.shares) == 9_700
