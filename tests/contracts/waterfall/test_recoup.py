"""Amounts are recouped before the next position, with a premium, never more than was proved (5.2)."""

import pytest

from tests.contracts.currencies import every_currency
from tests.contracts.project import Deduction
from tests.contracts.terms import HOLDERS, Line, off_the_top, percentage, recoup
from tests.contracts.waterfall.outcome import shared, tell

pytestmark = every_currency


@pytest.fixture(scope="module")
def one(currency):
    return 10 ** currency.decimals()


@pytest.fixture(scope="module")
def terms(terms, one, collector, financier, patron, producer):
    """One pays 700 and may recoup 600 with a quarter more; the other pays 500 and may recoup 900."""
    positions = [
        off_the_top(collector, 1_000),
        recoup(financier, 600 * one, premium_bps=2_500),
        recoup(patron, 900 * one),
        percentage(HOLDERS, 4_000),
        percentage(producer, 6_000),
    ]
    lines = [Line(financier, "broadcaster", 700 * one), Line(patron, "fund", 500 * one)]
    return terms.change(positions=positions, financiers=lines)


def test_each_recoups_before_the_next(project, financier, patron, currency, one):
    """5.2, 5.5: in their order, and once it has, it takes nothing more."""
    waterfall = project.waterfall
    before = [currency.balanceOf(each) for each in (financier, patron)]
    assert [waterfall.dueOf(place) for place in range(5)] == [0, 750 * one, 500 * one, 0, 0]
    for number, (net, parts) in enumerate(
        [
            (800, [80, 720, 0, 0, 0]),
            (1_000, [100, 30, 500, 148, 222]),
            (100, [10, 0, 0, 36, 54]),
        ],
        start=1,
    ):
        expected = ([part * one for part in parts], 0)
        assert tell(waterfall.preview(net * one, net * one)) == expected
        assert shared(project.deposit(net * one, number)) == expected
    assert [waterfall.dueOf(place) for place in range(5)] == [0] * 5
    after = [currency.balanceOf(each) for each in (financier, patron)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [750 * one, 500 * one]
    assert currency.balanceOf(waterfall) == 0


def test_only_what_was_proved_is_recouped(project, one):
    """5.2: at most the amount of the terms, at most what the payee paid; the premium is on that."""
    told = [tuple(project.waterfall.recoupedOf(place)) for place in (1, 2)]
    assert told == [(600 * one, 0), (500 * one, 0)]
    project.deposit(1_000 * one)
    told = [tuple(project.waterfall.recoupedOf(place)) for place in (1, 2)]
    assert told == [(600 * one, 750 * one), (500 * one, 150 * one)]


def test_off_the_top_comes_before_what_is_recouped(project, one):
    """5.2: also what earlier deposits were short of."""
    tax = [Deduction(b"tax".ljust(32, b"\0"), 25 * one)]
    deposit = project.deposit(75 * one, gross=100 * one, deductions=tax)
    assert shared(deposit) == ([10 * one, 65 * one, 0, 0, 0], 0)
