"""Several payees recoup pari passu, the holders among them (5.2)."""

import pytest

from tests.contracts.currencies import every_currency
from tests.contracts.terms import HOLDERS, Line, percentage, recoup
from tests.contracts.waterfall.outcome import shared, tell

pytestmark = every_currency


@pytest.fixture(scope="module")
def terms(terms, currency, financier, patron, producer):
    """7, 5 and 9 units together; all of them have paid far more."""
    one = 10 ** currency.decimals()
    positions = [
        recoup(financier, 7),
        recoup(patron, 5, with_previous=True),
        recoup(HOLDERS, 9, with_previous=True),
        percentage(HOLDERS, 5_000),
        percentage(producer, 5_000),
    ]
    lines = [Line(financier, "broadcaster", 700 * one), Line(patron, "fund", 500 * one)]
    return terms.change(positions=positions, financiers=lines)


def test_each_gets_in_proportion_and_the_first_what_rounding_leaves(project, currency):
    """5.2, 5.5, K3: 7, 5 and 9 of 21, rounded down; the units left over go to the first that is due some."""
    expected = [
        # 10 of 21 are 3.3, 2.4 and 4.3.
        (10, [4, 2, 4, 0, 0]),
        # Due are 3, 3 and 5: 1 of 11 is nothing for anybody, so the first takes it.
        (1, [1, 0, 0, 0, 0]),
        # Due are 2, 3 and 5: 7 of 10 are 1.4, 2.1 and 3.5.
        (7, [2, 2, 3, 0, 0]),
        # Due are 0, 1 and 2: 2 of 3 are 0.7 and 1.3, so the second takes what rounding leaves.
        (2, [0, 1, 1, 0, 0]),
        (4, [0, 0, 1, 2, 1]),
    ]
    for number, (net, parts) in enumerate(expected, start=1):
        assert tell(project.waterfall.preview(net, net)) == (parts, 0)
        assert shared(project.deposit(net, number)) == (parts, 0)
    assert [project.waterfall.dueOf(place) for place in range(3)] == [0, 0, 0]
    assert currency.balanceOf(project.waterfall) == project.waterfall.reserved() == 0


def test_the_holders_earn_what_they_recoup(project, currency):
    """5.2: their part of both positions is one tranche."""
    project.deposit(21 + 970)
    assert project.shares.totals()["deposited"] == currency.balanceOf(project.shares) == 9 + 485
