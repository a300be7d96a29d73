"""Every move that is allowed, and every one that is not, in every state of a campaign (2.4, 3.4)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import refused

ALLOWED = None


def wrong(status):
    return ("Campaign_WrongStatus", status)


def after_the_opening_time(project, fan, second_fan):
    stages.wait_until(project.terms.campaign.opens_at)


def only_approved(project, fan, second_fan):
    stages.approve(project)


def opened_early(project, fan, second_fan):
    stages.open_early(project)


# What each of open, contribute, finalize, cancel, refund and refundMany answers. Names stand for terms.
TABLE = {
    "proposed": (
        lambda *_: None,
        stages.PROPOSED,
        [("Campaign_NotApproved",), *[wrong(0)] * 2, ALLOWED, *[wrong(0)] * 2],
    ),
    "approved": (only_approved, stages.PROPOSED, [ALLOWED, *[wrong(0)] * 2, ALLOWED, *[wrong(0)] * 2]),
    "lapsed": (
        after_the_opening_time,
        stages.LAPSED,
        [("Campaign_OpeningPassed", "opens_at"), *[wrong(0)] * 2, ALLOWED, *[wrong(0)] * 2],
    ),
    "opened early": (
        opened_early,
        stages.RAISING,
        [
            wrong(1),
            ("Campaign_NotOpenYet", "opens_at"),
            ("Campaign_NotClosedYet", "closes_at"),
            ALLOWED,
            *[wrong(1)] * 2,
        ],
    ),
    "raising": (
        stages.fund,
        stages.RAISING,
        [wrong(1), ALLOWED, ("Campaign_NotClosedYet", "closes_at"), ALLOWED, *[wrong(1)] * 2],
    ),
    "closed, goal met": (
        stages.then_close(stages.fund),
        stages.RAISING,
        [
            wrong(1),
            ("Campaign_Closed", "closes_at"),
            ALLOWED,
            ("Campaign_GoalMet", 970_000_000, "goal"),
            *[wrong(1)] * 2,
        ],
    ),
    "closed, goal missed": (
        stages.then_close(stages.fund_too_little),
        stages.RAISING,
        [wrong(1), ("Campaign_Closed", "closes_at"), ALLOWED, ALLOWED, *[wrong(1)] * 2],
    ),
    "succeeded": (stages.succeed, stages.SUCCEEDED, [wrong(2)] * 6),
    "failed": (stages.fail, stages.FAILED, [*[wrong(3)] * 4, ALLOWED, ALLOWED]),
    "cancelled": (stages.cancel, stages.CANCELLED, [*[wrong(4)] * 4, ALLOWED, ALLOWED]),
}


@pytest.mark.parametrize("state", TABLE)
def test_each_state_allows_its_moves_and_refuses_the_others(proposed, fan, second_fan, producer, state):
    """2.4, 3.4: the whole table; what an allowed move does is told by the file of that move."""
    reach, status, answers = TABLE[state]
    reach(proposed, fan, second_fan)
    campaign, terms = proposed.campaign, proposed.terms.campaign._asdict()
    assert campaign.status() == status
    proposed.currency.mint(producer, 3 * proposed.price, {"from": producer})
    proposed.currency.approve(campaign, 3 * proposed.price, {"from": producer})
    moves = [
        (campaign.open,),
        (campaign.contribute, 3),
        (campaign.finalize,),
        (campaign.cancel,),
        (campaign.refund, fan),
        (campaign.refundMany, [fan]),
    ]
    for (move, *arguments), answer in zip(moves, answers, strict=True):
        if answer is ALLOWED:
            move.call(*arguments, {"from": producer})
        else:
            error, *values = answer
            with refused(error, *[terms.get(value, value) for value in values]):
                move.call(*arguments, {"from": producer})
