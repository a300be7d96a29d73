"""What the holders recoup counts toward their cap, and stops at it (5.2)."""

import pytest

from tests.contracts.currencies import every_currency
from tests.contracts.terms import HOLDERS, percentage, recoup
from tests.contracts.waterfall.outcome import shared, tell

pytestmark = every_currency


@pytest.fixture(scope="module")
def terms(terms, producer):
    """97 shares of at most 9 units each, of which 960 were to be recouped first."""
    positions = [recoup(HOLDERS, 960), percentage(HOLDERS, 5_000), percentage(producer, 5_000)]
    return terms.change(positions=positions, cap_per_share=9)


def test_who_recoups_more_than_the_cap_gets_the_cap(project, currency, producer):
    """5.2, 5.5: to the unit; what is left is shared on, and the holders' percentage of it flips."""
    before = currency.balanceOf(producer)
    assert tell(project.waterfall.preview(1_000, 1_000)) == ([873, 0, 63], 64)
    assert shared(project.deposit(1_000)) == ([873, 0, 63], 64)
    assert project.waterfall.holdersRoom() == 0
    assert project.waterfall.dueOf(0) == 87
    assert currency.balanceOf(producer) - before == 127
    assert currency.balanceOf(project.shares) == 873


def test_what_is_due_beyond_the_cap_takes_nothing_from_later_deposits(project):
    """5.2: the room is gone, whatever is due."""
    project.deposit(1_000)
    assert shared(project.deposit(100, 2)) == ([0, 0, 50], 50)
    assert project.waterfall.dueOf(0) == 87
