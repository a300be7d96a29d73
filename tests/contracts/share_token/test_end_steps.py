"""A wind-down ends the daily steps: all that came in can enter, later deposits enter at once (4.3, 5.3)."""

import pytest

from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import wait_until
from tests.contracts.terms import DAY

STEPS = 365


@pytest.fixture(scope="module")
def terms(terms):
    """So many steps that none of them is over before the wind-down is."""
    return terms.change(steps=STEPS)


def test_every_tranche_gives_all_that_is_left(project, shares, fan, second_fan, stranger):
    """5.3, K3, K9: whatever of it has entered before, once."""
    received_at = project.deposit(970, 1).timestamp
    wait_until(received_at + 100 * DAY)
    entered = shares.release(1, {"from": stranger}).return_value
    assert 0 < entered < 970
    project.wind_down(fan, 0)
    later = project.deposit(97, 2)
    assert [event["amount"] for event in happened(later, "RoyaltiesReleased")] == [97]
    released = shares.release(1, {"from": stranger})
    assert released.return_value == 970 - entered
    assert plain(shares.tranche(1))[:2] == (970, 970)
    assert plain(shares.totals()) == (1_067, 1_067, 0)
    assert (shares.claimable(fan), shares.claimable(second_fan)) == (660, 407)
    again = shares.release(1, {"from": stranger})
    assert (again.return_value, happened(again, "RoyaltiesReleased")) == (0, [])


def test_each_tranche_holds_exits_back_until_it_is_released(project, shares, fan, stranger):
    """4.3: the amount that is waiting is told."""
    project.deposit(970, 1)
    project.deposit(97, 2)
    project.wind_down(fan, 0)
    with refused("Campaign_ReleaseRoyaltiesFirst", 1_067):
        project.campaign.exit(60, {"from": fan})
    shares.release(2, {"from": stranger})
    with refused("Campaign_ReleaseRoyaltiesFirst", 970):
        project.campaign.exit(60, {"from": fan})
    shares.release(1, {"from": stranger})
    project.campaign.exit(60, {"from": fan})
    assert shares.claimable(fan) == 660


def test_no_person_can_end_the_steps(project, shares, producer, platform, fan, stranger):
    """5.3, K8: only a wind-down does."""
    for somebody in (producer, platform, fan, stranger):
        with refused("ShareToken_OnlyCampaign", somebody):
            shares.endSteps({"from": somebody})
    project.deposit(970, 1)
    assert shares.release(1, {"from": stranger}).return_value == 0
