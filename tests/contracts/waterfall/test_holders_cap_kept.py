"""Each share keeps its own cap, whoever burns its shares and however the holders are paid (5.2)."""

import pytest

from tests.contracts import stages
from tests.contracts.project import Project
from tests.contracts.terms import HOLDERS, percentage, recoup
from tests.contracts.waterfall.outcome import shared

ONE = 1_000_000
CAP = 20 * ONE
UNSPENT = (970 * ONE - 970 * ONE // 20) // 2
PER_SHARE = 10 * ONE * UNSPENT // (970 * ONE)
LEFT = CAP - PER_SHARE
"""Of each share's cap, after what the wind-down gives back."""


@pytest.fixture(scope="module")
def terms(terms, producer):
    """Half of everything, once 8 a share are recouped."""
    positions = [
        recoup(HOLDERS, 776 * ONE),
        percentage(HOLDERS, 5_000),
        percentage(producer, 5_000),
    ]
    return terms.change(positions=positions, cap_per_share=CAP)


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan) -> Project:
    stages.succeed(proposed, fan, second_fan)
    proposed.release(0)
    return proposed


def test_what_the_holders_recoup_counts_toward_the_cap(project):
    """5.2: 8 a share recouped, then half of what is left, up to 20 a share."""
    assert shared(project.deposit(776 * ONE)) == ([776 * ONE, 0, 0], 0)
    assert project.waterfall.holdersRoom() == 97 * 12 * ONE
    more = 2 * 97 * 12 * ONE + 200
    assert shared(project.deposit(more, 2)) == ([0, 97 * 12 * ONE, more // 2], 100)
    assert project.waterfall.holdersRoom() == 0


def test_those_who_stay_earn_up_to_their_own_cap(project, fan, second_fan):
    """5.2, K9: what the leavers got before does not count twice, what they did not get is nobody else's."""
    earned = 97 * 5 * ONE
    project.deposit(earned)
    project.wind_down(fan, 1)
    project.campaign.exit(60, {"from": fan})
    assert project.shares.claimable(second_fan) == 37 * 5 * ONE
    assert project.waterfall.holdersRoom() == 37 * (LEFT - 5 * ONE)
    parts, more = shared(project.deposit(2 * 97 * LEFT, 2))
    assert (sum(parts[:2]), sum(parts) + more) == (37 * (LEFT - 5 * ONE), 2 * 97 * LEFT)
    assert project.shares.claimable(second_fan) == 37 * LEFT
    assert project.shares.claimable(fan) == 60 * 5 * ONE
    assert shared(project.deposit(1_000, 3)) == ([0, 0, 500], 500)


def test_uneven_amounts_never_exceed_the_cap(project, fan, second_fan):
    """5.2, K3: what was got is rounded up when shares are burned."""
    project.deposit(1_000_003)
    project.wind_down(fan, 1)
    project.campaign.exit(59, {"from": fan})
    got = -(-1_000_003 * 38 // 97)
    assert project.waterfall.holdersRoom() == 38 * LEFT - got
    project.deposit(10_000 * ONE, 2)
    assert project.waterfall.holdersRoom() == 0
    before = 1_000_003 * 37 // 97
    assert before < project.shares.claimable(second_fan) <= 37 * LEFT
    project.campaign.exit(37, {"from": second_fan})
    assert project.waterfall.holdersRoom() == 0


def test_a_cap_below_what_came_back_is_reached(project, fan, second_fan):
    """4.3, 5.2: the wind-down gave each share more than was left of its cap."""
    project.deposit(776 * ONE + 2 * (97 * (LEFT + 1) - 776 * ONE))
    assert project.waterfall.holdersRoom() == 97 * (PER_SHARE - 1)
    project.wind_down(fan, 1)
    assert project.waterfall.holdersRoom() == 0
    assert shared(project.deposit(1_000, 2)) == ([0, 0, 500], 500)
    assert project.shares.claimable(second_fan) == 37 * (LEFT + 1)


def test_what_exceeds_the_cap_goes_to_the_producer_of_the_day(project, producer, stranger, currency):
    """2.5, 5.2: to who has the role, not to who had it."""
    project.deposit(97 * CAP + 20_000 * ONE)
    project.campaign.offerProducer(stranger, {"from": producer})
    project.campaign.acceptProducer({"from": stranger})
    before = currency.balanceOf(producer)
    assert shared(project.deposit(1_000, reporter=stranger)) == ([0, 0, 500], 500)
    assert (currency.balanceOf(stranger), currency.balanceOf(producer) - before) == (500, 500)
