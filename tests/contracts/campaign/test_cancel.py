"""The producer may cancel before closing, and after it only while the goal is not met (3.4)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused


@pytest.mark.parametrize(
    "stage",
    [stages.fund, stages.fund_too_little, stages.then_close(stages.fund_too_little)],
    ids=["goal met, before closing", "goal missed, before closing", "goal missed, after closing"],
)
def test_the_producer_cancels_and_all_money_stays_for_the_fans(proposed, fan, second_fan, producer, stage):
    """3.4: cancelled projects refund in full."""
    stage(proposed, fan, second_fan)
    raised = proposed.campaign.raised()
    end = proposed.campaign.cancel({"from": producer})
    assert happened(end, "Cancelled", proposed.campaign) == [{}]
    assert proposed.campaign.status() == stages.CANCELLED
    assert proposed.campaign.reserved() == proposed.currency.balanceOf(proposed.campaign) == raised


def test_a_goal_that_is_met_at_the_closing_binds_the_producer(proposed, fan, second_fan, producer):
    """3.4: nobody walks away from the fans of a project that succeeded."""
    stages.then_close(stages.fund)(proposed, fan, second_fan)
    with refused("Campaign_GoalMet", 97 * proposed.price, 80 * proposed.price):
        proposed.campaign.cancel({"from": producer})


def test_nobody_else_cancels(proposed, fan, platform):
    """3.4, 2.2: neither a fan nor the platform."""
    proposed.open()
    for somebody in (fan, platform):
        with refused("Campaign_OnlyProducer", somebody):
            proposed.campaign.cancel({"from": somebody})


def test_a_project_that_is_not_open_yet_can_be_cancelled(proposed, producer):
    """3.4: and then never opens."""
    proposed.prepare()
    proposed.campaign.cancel({"from": producer})
    with refused("Campaign_WrongStatus", stages.CANCELLED):
        proposed.campaign.open({"from": producer})
