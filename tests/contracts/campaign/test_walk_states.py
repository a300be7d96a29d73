"""Every move that is allowed, and every other one, in every state of a campaign (2.4, 3.4, 4.1, 4.3)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import refused
from tests.contracts.project import wait_until
from tests.contracts.signing import FOREVER

ALLOWED = None
NOTHING_TO_REVOKE = ("Campaign_NothingToRevoke", "fan")
CLOSED = {"contribute": ("Campaign_Closed", "closes_at"), "give": ("Campaign_Closed", "closes_at")}
OPEN = {"contribute": ALLOWED, "give": ALLOWED, "finalize": ("Campaign_NotClosedYet", "closes_at")}
REFUNDING = {"refund": ALLOWED, "refundMany": ALLOWED}


def stay(project, fan, second_fan):
    """As it was proposed."""


def prepare(project, fan, second_fan):
    project.prepare()


def lapse(project, fan, second_fan):
    project.prepare()
    wait_until(project.terms.campaign.opens_at)


def open_early(project, fan, second_fan):
    stages.open_early(project)


# How to reach a state, its status, and what it answers other than Campaign_WrongStatus with that status.
STATES = {
    "proposed": (stay, stages.PROPOSED, {"open": ("Campaign_NotApproved",), "cancel": ALLOWED}),
    "prepared": (prepare, stages.PROPOSED, {"open": ALLOWED, "cancel": ALLOWED}),
    "lapsed": (lapse, stages.LAPSED, {"open": ("Campaign_OpeningPassed", "opens_at")}),
    "opened early": (
        open_early,
        stages.RAISING,
        {
            **dict.fromkeys(["contribute", "give"], ("Campaign_NotOpenYet", "opens_at")),
            "revoke": NOTHING_TO_REVOKE,
            "finalize": ("Campaign_NotClosedYet", "closes_at"),
            "cancel": ALLOWED,
        },
    ),
    "raising": (stages.fund, stages.RAISING, {**OPEN, "revoke": ALLOWED, "cancel": ALLOWED}),
    "closed, goal met": (
        stages.then_close(stages.fund),
        stages.RAISING,
        {
            **CLOSED,
            "revoke": NOTHING_TO_REVOKE,
            "finalize": ALLOWED,
            "cancel": ("Campaign_GoalMet", 970_000_000, "goal"),
        },
    ),
    "closed, goal missed": (
        stages.then_close(stages.fund_too_little),
        stages.RAISING,
        {**CLOSED, "revoke": NOTHING_TO_REVOKE, "finalize": ALLOWED, "cancel": ALLOWED},
    ),
    "succeeded": (
        stages.succeed,
        stages.SUCCEEDED,
        {"announce": ALLOWED, "openWindDown": ("Campaign_NoGroundsToWindDown", 0)},
    ),
    "failed": (stages.fail, stages.FAILED, REFUNDING),
    "cancelled": (stages.cancel, stages.CANCELLED, REFUNDING),
    "wound down": (stages.wind_down, stages.WOUND_DOWN, {"exit": ALLOWED}),
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_allows_its_moves_and_refuses_the_others(proposed, fan, second_fan, producer, state):
    """2.4, 3.4, 4.1, 4.3: the whole table; what an allowed move does is told by the file of that move."""
    reach, status, answers = STATES[state]
    reach(proposed, fan, second_fan)
    campaign = proposed.campaign
    assert campaign.status() == status
    proposed.fund(producer, 3 * proposed.price)
    moves = {
        "open": (campaign.open, producer),
        "contribute": (campaign.contribute, 3, 0, producer),
        "give": (campaign.give, 5, producer),
        "revoke": (campaign.revoke, fan),
        "finalize": (campaign.finalize, producer),
        "cancel": (campaign.cancel, producer),
        "refund": (campaign.refund, fan, producer),
        "refundMany": (campaign.refundMany, [fan], producer),
        "announce": (campaign.announce, 0, bytes(32), "", producer),
        "openWindDown": (campaign.openWindDown, 0, fan),
        "exit": (campaign.exit, 1, fan),
    }
    named = {**proposed.terms.campaign._asdict(), "fan": fan}
    assert answers.keys() <= moves.keys()
    for name, (move, *arguments, caller) in moves.items():
        answer = answers.get(name, ("Campaign_WrongStatus", status))
        if answer is ALLOWED:
            move.call(*arguments, {"from": caller})
        else:
            error, *values = answer
            with refused(error, *[named.get(value, value) for value in values]):
                move.call(*arguments, {"from": caller})


@pytest.mark.parametrize("state", ["succeeded", "failed", "cancelled", "wound down", "lapsed"])
def test_no_end_is_followed_by_contributions_of_any_kind(proposed, fan, second_fan, stranger, state):
    """3.4: by whatever door."""
    reach, status, _ = STATES[state]
    reach(proposed, fan, second_fan)
    campaign = proposed.campaign
    for call, *arguments in (
        (campaign.contributeUpTo, 2, 0),
        (campaign.contributeWithPermit, 2, 0, (0, 0, 27, bytes(32), bytes(32))),
        (campaign.contributeFor, stranger, 2),
    ):
        with refused("Campaign_WrongStatus", status):
            call.call(*arguments, {"from": stranger})
    with refused("Campaign_WrongSigner", fan):
        campaign.contributeBySignature.call(fan, 2, 0, FOREVER, b"", {"from": stranger})
