"""A holder asks to wind down, with grounds, while nothing else is asked (4.3)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import at_second, propose, wait_until
from tests.contracts.terms import DAY


@pytest.fixture
def overdue(project):
    """When the first milestone is overdue past its grace."""
    return overdue_at(project, 0)


def overdue_at(project, milestone):
    terms = project.terms.production
    return terms.milestones[milestone].due_at + terms.grace


def test_silence_is_a_no(project, overdue, fan):
    """4.3: from the end of the grace on, to the second."""
    at_second(overdue - 1)
    with refused("Campaign_NoGroundsToWindDown", 0):
        project.campaign.openWindDown(0, {"from": fan})
    at_second(overdue)
    opening = project.campaign.openWindDown(0, {"from": fan})
    until = overdue + project.terms.production.objection_seconds
    assert happened(opening, "WindDownOpened", project.campaign) == [
        {"milestone": 0, "objectionsUntil": until, "round": 201, "holder": fan}
    ]
    assert plain(project.campaign.question()) == (201, 0, True, until, 0)


def test_each_milestone_has_its_own_time(project, overdue, fan):
    """4.3: the first one is overdue, the second is not."""
    wait_until(overdue)
    assert [project.campaign.hasGrounds(milestone) for milestone in (0, 1)] == [True, False]
    with refused("Campaign_NoGroundsToWindDown", 1):
        project.campaign.openWindDown(1, {"from": fan})


def test_a_second_refusal_is_grounds_at_once(project, overdue, fan, second_fan):
    """4.3: long before it is due; the first refusal is none."""
    project.refuse(fan, 0)
    assert not project.campaign.hasGrounds(0)
    with refused("Campaign_NoGroundsToWindDown", 0):
        project.campaign.openWindDown(0, {"from": fan})
    refusal = project.refuse(fan, 0)
    assert refusal.timestamp < project.terms.production.milestones[0].due_at
    assert [project.campaign.hasGrounds(milestone) for milestone in (0, 1)] == [True, False]
    project.campaign.openWindDown(0, {"from": second_fan})


def test_a_released_milestone_is_no_grounds_however_old(project, overdue, fan):
    """4.3: nor one that was refused before it was released."""
    project.refuse(fan, 0)
    project.release(0)
    wait_until(overdue)
    assert not project.campaign.hasGrounds(0)
    with refused("Campaign_NoGroundsToWindDown", 0):
        project.campaign.openWindDown(0, {"from": fan})


def test_when_everything_was_released_there_are_no_grounds_left(project, fan):
    """4.3: the film is made."""
    project.release(0)
    project.release(1)
    wait_until(overdue_at(project, 1) + 3_650 * DAY)
    for milestone in (0, 1):
        with refused("Campaign_NoGroundsToWindDown", milestone):
            project.campaign.openWindDown(milestone, {"from": fan})


@pytest.mark.parametrize("milestone", [2, 256, 2**256 - 1])
def test_a_milestone_that_the_terms_do_not_have_is_refused(project, overdue, fan, milestone):
    """4.3: whatever its lowest byte would be."""
    wait_until(overdue)
    with refused("Campaign_UnknownMilestone", milestone):
        project.campaign.openWindDown(milestone, {"from": fan})


def test_only_a_holder_asks(project, overdue, fan, second_fan, producer, platform, financier):
    """4.3: not the producer, the platform, a financier, or a fan who has sold."""
    wait_until(overdue)
    project.shares.transfer(second_fan, 60, {"from": fan})
    for somebody in (fan, producer, platform, financier):
        with refused("Campaign_OnlyHolder", somebody):
            project.campaign.openWindDown(0, {"from": somebody})


def test_one_share_is_enough_to_ask(project, overdue, fan, stranger):
    """4.3: whoever brought it."""
    project.shares.transfer(stranger, 1, {"from": fan})
    wait_until(overdue)
    project.campaign.openWindDown(0, {"from": stranger})


def test_asking_is_not_objecting(project, overdue, fan):
    """4.3: who asks still has to say so, by the same call as everybody."""
    wait_until(overdue)
    project.campaign.openWindDown(0, {"from": fan})
    assert plain(project.shares.objections()) == (201, 0, 97)


def test_not_while_an_announcement_is_open(project, overdue, fan):
    """4.3: from its first second, marked, and overdue, until it is read."""
    wait_until(overdue)
    project.announce(0)
    for pass_time in (lambda: None, lambda: object_and_read(project, fan), lambda: let_lapse(project)):
        pass_time()
        with refused("Campaign_QuestionOpen", 1):
            project.campaign.openWindDown(0, {"from": fan})
    assert happened(project.campaign.read({"from": fan}), "ReleaseLapsed")
    project.campaign.openWindDown(0, {"from": fan})


def test_not_while_another_one_is_asked_for(project, overdue, fan, second_fan):
    """4.3: one thing at a time."""
    wait_until(overdue)
    project.campaign.openWindDown(0, {"from": fan})
    for holder in (fan, second_fan):
        with refused("Campaign_QuestionOpen", 201):
            project.campaign.openWindDown(0, {"from": holder})


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        (lambda *_: None, stages.PROPOSED),
        (stages.fund, stages.RAISING),
        (stages.fail, stages.FAILED),
        (stages.cancel, stages.CANCELLED),
        (stages.wind_down, stages.WOUND_DOWN),
    ],
    ids=["proposed", "raising", "failed", "cancelled", "wound-down"],
)
def test_only_a_success_can_be_wound_down(
    factory, platform, producer, later_terms, fan, second_fan, stage, status
):
    """4.3: before it there are refunds, and there is nothing after it."""
    young = propose(factory, platform, producer, later_terms)
    stage(young, fan, second_fan)
    with refused("Campaign_WrongStatus", status):
        young.campaign.openWindDown(0, {"from": fan})


def test_the_two_kinds_of_questions_are_counted_apart(project, overdue, fan, stranger):
    """4.2, 4.3: neither producer nor holders can use up the rounds of the other; no number comes twice."""
    wait_until(overdue)
    rounds = []
    for _ in range(3):
        opening = project.campaign.openWindDown(0, {"from": fan})
        rounds.append(happened(opening, "WindDownOpened")[0]["round"])
        rounds.append(happened(project.announce(0), "ReleaseAnnounced")[0]["round"])
        let_lapse(project)
        project.campaign.read({"from": stranger})
    assert rounds == [201, 1, 202, 2, 203, 3]


def object_and_read(project, holder):
    project.campaign.object({"from": holder})
    project.read()


def let_lapse(project):
    asked = project.campaign.question()
    wait_until(max(asked["objectionsUntil"], asked["readAgainAt"]) + 14 * DAY)
