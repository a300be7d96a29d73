"""A percentage of gross comes first, at most what is left; the rest is owed from later deposits (5.2)."""

import pytest

from tests.contracts.currencies import every_currency
from tests.contracts.project import Deduction
from tests.contracts.terms import HOLDERS, off_the_top, percentage
from tests.contracts.waterfall.outcome import shared, tell

pytestmark = every_currency


@pytest.fixture(scope="module")
def terms(terms, collector, financier, producer):
    """30 % of gross to one, then 60 % to another: nine tenths, before a quarter is kept back."""
    positions = [
        off_the_top(collector, 3_000, "collection agent"),
        off_the_top(financier, 6_000, "sales agent"),
        percentage(HOLDERS, 5_000, "holders"),
        percentage(producer, 5_000, "producer"),
    ]
    return terms.change(positions=positions)


def test_what_is_missing_is_owed_from_later_deposits(project, collector, financier, currency):
    """5.2, 5.5: in their order, to the unit, and paid for real."""
    waterfall = project.waterfall
    before = [currency.balanceOf(each) for each in (collector, financier)]
    tax = [Deduction(b"tax".ljust(32, b"\0"), 250)]
    assert shared(project.deposit(750, gross=1_000, deductions=tax)) == ([300, 450, 0, 0], 0)
    assert [waterfall.dueOf(place) for place in range(4)] == [0, 150, 0, 0]
    # Of 100 the first takes 30, the second its 60 and 10 of the 150.
    assert tell(waterfall.preview(100, 100)) == ([30, 70, 0, 0], 0)
    assert shared(project.deposit(100, number=2)) == ([30, 70, 0, 0], 0)
    assert waterfall.dueOf(1) == 140
    assert shared(project.deposit(2_001, number=3)) == ([600, 1_340, 31, 30], 0)
    assert waterfall.dueOf(1) == 0
    after = [currency.balanceOf(each) for each in (collector, financier)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [930, 1_860]
    assert currency.balanceOf(waterfall) == waterfall.reserved() == 0


def test_a_nil_net_carries_everything(project):
    """5.1, 5.2: what was kept back is still gross."""
    tax = [Deduction(b"tax".ljust(32, b"\0"), 1)]
    assert shared(project.deposit(3, gross=4, deductions=tax)) == ([1, 2, 0, 0], 0)
    assert shared(project.deposit(0, number=2)) == ([0, 0, 0, 0], 0)
    assert project.waterfall.dueOf(1) == 0
