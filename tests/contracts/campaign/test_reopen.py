"""Revocations after the closing that bring a reached goal below it reopen the campaign, once (3.2)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import at_second, propose, wait_until
from tests.contracts.terms import DAY

REFLECTION = 4 * DAY


@pytest.fixture
def late(proposed, fan, second_fan):
    """Closed; of the 97 shares, with a goal of 80, 37 are still in reflection for three days."""
    proposed.open()
    proposed.contribute(fan, 60)
    wait_until(proposed.terms.campaign.closes_at - DAY)
    proposed.contribute(second_fan, 37)
    wait_until(proposed.terms.campaign.closes_at)
    return proposed


@pytest.fixture
def reopened(late, second_fan):
    """With 60 of 80 shares, for one reflection from the revocation on."""
    late.campaign.revoke({"from": second_fan})
    return late


def test_a_goal_that_is_lost_after_the_closing_reopens_the_campaign(late, second_fan, stranger):
    """3.2: for one reflection period, counted from the revocation, in which others can take the place."""
    revocation = late.campaign.revoke({"from": second_fan})
    closes_at = revocation.timestamp + REFLECTION
    assert happened(revocation, "Reopened", late.campaign) == [{"closesAt": closes_at}]
    assert late.campaign.closesAt() == closes_at
    assert late.contribute(stranger, 2).status == 1
    with refused("Campaign_NotClosedYet", closes_at):
        late.campaign.finalize({"from": stranger})


def test_it_reopens_to_the_second(reopened, stranger):
    """3.2: as at the first closing, the last second counts."""
    closes_at = reopened.campaign.closesAt()
    reopened.fund(stranger, 4 * reopened.price)
    at_second(closes_at - 1)
    reopened.campaign.contribute(2, 0, {"from": stranger})
    at_second(closes_at)
    with refused("Campaign_Closed", closes_at):
        reopened.campaign.contribute(2, 0, {"from": stranger})


def test_others_save_it(reopened, stranger, fan):
    """3.2: finalising waits for the reflection of those who came last."""
    wait_until(reopened.campaign.closesAt() - DAY)
    firm_at = reopened.contribute(stranger, 20).timestamp + REFLECTION
    at_second(firm_at - 1)
    with refused("Campaign_ReflectionRunning", firm_at):
        reopened.campaign.finalize({"from": fan})
    at_second(firm_at)
    assert happened(reopened.campaign.finalize({"from": fan}), "Succeeded")[0]["shares"] == 80


def test_a_gift_saves_it(reopened, patron):
    """3.2, 3.3: gifts count in the reopening as before."""
    reopened.give(patron, 20 * reopened.price)
    reopened.close()
    assert reopened.campaign.status() == stages.SUCCEEDED


def test_nobody_comes_and_it_fails(reopened):
    """3.2, 3.4: all or nothing."""
    reopened.close()
    assert reopened.campaign.status() == stages.FAILED


def test_it_reopens_once(reopened, stranger, fan):
    """3.2: who brings the goal back and takes it away again wins no more time."""
    wait_until(reopened.campaign.closesAt() - DAY)
    reopened.contribute(stranger, 20)
    closes_at = reopened.campaign.closesAt()
    wait_until(closes_at)
    revocation = reopened.campaign.revoke({"from": stranger})
    assert happened(revocation, "Reopened") == []
    assert reopened.campaign.closesAt() == closes_at
    with refused("Campaign_Closed", closes_at):
        reopened.contribute(stranger, 20)
    reopened.close()
    assert reopened.campaign.status() == stages.FAILED


def test_the_producer_may_cancel_meanwhile(reopened):
    """3.4: as long as the goal is not met again."""
    reopened.campaign.cancel({"from": reopened.producer})
    assert reopened.campaign.status() == stages.CANCELLED


def test_a_goal_that_is_met_again_binds_the_producer(reopened, stranger, producer):
    """3.2, 3.4: as after the first closing, though this one is ahead; whoever leaves again frees it."""
    reopened.contribute(stranger, 19)
    wait_until(reopened.campaign.closesAt() - DAY)
    reopened.contribute(stranger, 1)
    for second in (reopened.campaign.closesAt() - 1, reopened.campaign.closesAt()):
        wait_until(second)
        with refused("Campaign_GoalMet", 80 * reopened.price, 80 * reopened.price):
            reopened.campaign.cancel({"from": producer})
    reopened.campaign.revoke({"from": stranger})
    reopened.campaign.cancel({"from": producer})
    assert reopened.campaign.status() == stages.CANCELLED


def test_a_goal_that_stays_met_reopens_nothing(proposed, fan, second_fan, stranger):
    """3.2: the 17 shares above the goal may go."""
    proposed.open()
    closes_at = proposed.terms.campaign.closes_at
    proposed.contribute(fan, 60)
    proposed.contribute(second_fan, 20)
    wait_until(closes_at - DAY)
    proposed.contribute(stranger, 17)
    wait_until(closes_at)
    assert happened(proposed.campaign.revoke({"from": stranger}), "Reopened") == []
    assert proposed.campaign.closesAt() == closes_at
    proposed.close()
    assert proposed.campaign.status() == stages.SUCCEEDED


def test_a_goal_that_was_never_met_reopens_nothing(proposed, fan, second_fan):
    """3.2: revoking is no way to more time."""
    proposed.open()
    proposed.contribute(fan, 60)
    wait_until(proposed.terms.campaign.closes_at - DAY)
    proposed.contribute(second_fan, 19)
    wait_until(proposed.terms.campaign.closes_at)
    assert happened(proposed.campaign.revoke({"from": second_fan}), "Reopened") == []


def test_before_the_closing_nothing_needs_to_reopen(proposed, fan, second_fan):
    """3.2: and the one reopening is not used up; the closing itself is after."""
    proposed.open()
    closes_at = proposed.terms.campaign.closes_at
    wait_until(closes_at - DAY)
    for each, shares in ((fan, 60), (second_fan, 37)):
        proposed.contribute(each, shares)
    at_second(closes_at - 1)
    assert happened(proposed.campaign.revoke({"from": second_fan}), "Reopened") == []
    assert proposed.campaign.closesAt() == closes_at


def test_the_least_number_of_shares_is_part_of_the_goal(
    factory, platform, producer, later_terms, fan, second_fan, patron
):
    """3.2, 3.3: a goal of money that a patron holds up is not enough."""
    project = propose(factory, platform, producer, later_terms.change(least=50))
    project.open()
    project.give(patron, 80 * project.price)
    project.contribute(fan, 49)
    wait_until(project.terms.campaign.closes_at - DAY)
    project.contribute(second_fan, 2)
    wait_until(project.terms.campaign.closes_at)
    assert len(happened(project.campaign.revoke({"from": second_fan}), "Reopened")) == 1
    project.contribute(second_fan, 2)
    project.close()
    assert project.campaign.status() == stages.SUCCEEDED


def test_pauses_before_are_not_counted_again(factory, platform, proposed, fan, second_fan):
    """2.2, 3.2: the reopening is one reflection long, however long the campaign stood still before."""
    proposed.open()
    proposed.contribute(fan, 60)
    factory.pauseContributions({"from": platform})
    wait_until(proposed.terms.campaign.opens_at + 3 * DAY)
    factory.resumeContributions({"from": platform})
    wait_until(proposed.campaign.closesAt() - DAY)
    proposed.contribute(second_fan, 37)
    wait_until(proposed.campaign.closesAt())
    revocation = proposed.campaign.revoke({"from": second_fan})
    closes_at = revocation.timestamp + REFLECTION
    assert happened(revocation, "Reopened", proposed.campaign) == [{"closesAt": closes_at}]
    assert proposed.campaign.closesAt() == closes_at


def test_a_pause_extends_the_reopening(factory, platform, reopened, stranger):
    """2.2, 3.2: by its length, to the second."""
    closes_at = reopened.campaign.closesAt()
    begun = factory.pauseContributions({"from": platform}).timestamp
    with refused("Campaign_Paused"):
        reopened.contribute(stranger, 20)
    at_second(begun + DAY)
    factory.resumeContributions({"from": platform})
    assert reopened.campaign.closesAt() == closes_at + DAY
    reopened.fund(stranger, 20 * reopened.price)
    at_second(closes_at + DAY - 1)
    assert reopened.campaign.contribute(20, 0, {"from": stranger}).status == 1


def test_a_pause_that_runs_while_it_reopens_counts_from_then_on(
    factory, platform, late, second_fan, stranger
):
    """2.2, 3.2: a reopening during a pause loses none of its days."""
    begun = factory.pauseContributions({"from": platform}).timestamp
    reopens = begun + DAY
    at_second(reopens)
    late.campaign.revoke({"from": second_fan})
    assert late.campaign.closesAt() == reopens + REFLECTION
    with refused("Campaign_Paused"):
        late.contribute(stranger, 20)
    at_second(reopens + 2 * DAY)
    factory.resumeContributions({"from": platform})
    assert late.campaign.closesAt() == reopens + 2 * DAY + REFLECTION
    assert late.contribute(stranger, 20).status == 1
