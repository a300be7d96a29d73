"""The largest amounts and the longest lists of the terms still add up (2.1, 5.2, 5.5)."""

import pytest

from tests.contracts.answers import refused
from tests.contracts.project import Deduction
from tests.contracts.terms import HOLDERS, Line, off_the_top, percentage, recoup
from tests.contracts.waterfall.outcome import shared, tell

MOST = 2**96 - 1
HALF = 2**95


@pytest.fixture(scope="module")
def terms(terms, collector, financier, patron, producer):
    """Sixteen positions, the most there can be, recouping half of all money with twice its amount."""
    positions = [
        *[off_the_top(collector, 100)] * 5,
        recoup(financier, MOST, premium_bps=10_000),
        recoup(patron, HALF, premium_bps=10_000, with_previous=True),
        recoup(HOLDERS, MOST, premium_bps=10_000, with_previous=True),
        *[percentage(producer, 1_000)] * 7,
        percentage(HOLDERS, 3_000),
    ]
    lines = [Line(financier, "broadcaster", HALF), Line(patron, "fund", HALF - 2**40)]
    return terms.change(positions=positions, financiers=lines, ceiling_bps=10_000, cap_per_share=MOST // 97)


def test_the_largest_deposits_add_up(project, currency, financier, patron):
    """5.2, 5.5, K12: nothing overflows, whatever has been recouped and carried before."""
    lost = [Deduction(b"tax".ljust(32, b"\0"), MOST)]
    for number in (1, 2, 3):
        project.deposit(0, number, gross=MOST, deductions=lost)
    carried = 3 * (MOST // 100)
    assert project.waterfall.dueOf(0) == carried
    before = [currency.balanceOf(each) for each in (financier, patron)]
    for number in (4, 5):
        expected = tell(project.waterfall.preview(MOST, MOST))
        parts, more = shared(project.deposit(MOST, number))
        assert (parts, more) == expected
        assert sum(parts) + more == MOST
    got = [currency.balanceOf(each) - then for each, then in zip((financier, patron), before, strict=True)]
    assert got == [project.waterfall.recoupedOf(place)["recouped"] for place in (5, 6)]
    assert project.waterfall.dueOf(0) == 0
    assert currency.balanceOf(project.waterfall) == 0
    assert currency.balanceOf(project.shares) == project.shares.totals()["deposited"] < MOST


def test_each_deposit_is_bounded(project):
    """5.1, K12: one unit more than 2^96 - 1 is refused before anything is counted."""
    with refused("Waterfall_GrossAboveMaximum", MOST + 1, MOST):
        project.deposit(MOST, gross=MOST + 1)
