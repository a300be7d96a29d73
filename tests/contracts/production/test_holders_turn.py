"""After a refused release, the next wind-down that holders ask for is answered by them (4.3)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import wait_until
from tests.contracts.terms import DAY

LAPSES_AFTER = 14 * DAY


def wait_for_grounds(project):
    """Both milestones are overdue past their grace."""
    terms = project.terms.production
    wait_until(terms.milestones[1].due_at + terms.grace)


@pytest.fixture
def refused_once(project, fan):
    """The first milestone was refused, and the grounds are there."""
    project.refuse(fan, 0)
    wait_for_grounds(project)
    return project


def ask(project, holder):
    project.campaign.openWindDown(0, {"from": holder})


def expect_it_waits(project, number):
    """4.3: for either milestone."""
    for milestone in (0, 1):
        with refused("Campaign_QuestionOpen", number):
            project.announce(milestone)


def test_no_announcement_takes_the_place_of_the_request(refused_once, fan):
    """4.3: not before it is marked, nor after its window; then it is answered, and ends the project."""
    ask(refused_once, fan)
    expect_it_waits(refused_once, 201)
    refused_once.campaign.object({"from": fan})
    wait_until(refused_once.campaign.question()["objectionsUntil"])
    expect_it_waits(refused_once, 201)
    refused_once.read()
    refused_once.read()
    assert refused_once.campaign.status() == stages.WOUND_DOWN


def test_a_no_of_the_holders_ends_their_turn(refused_once, fan):
    """4.3: then the producer announces again, and displaces an unmarked request as before the refusal."""
    ask(refused_once, fan)
    assert happened(refused_once.read(), "WindDownDropped") == [{"round": 201}]
    assert happened(refused_once.release(0), "Released")[0]["milestone"] == 0
    refused_once.campaign.openWindDown(1, {"from": fan})
    assert happened(refused_once.announce(1), "WindDownDropped") == [{"round": 202}]


def test_a_request_that_nobody_reads_in_time_ends_their_turn(refused_once, fan, stranger):
    """4.2, 4.3: the producer waits for two weeks after the window at most; anyone can end it."""
    ask(refused_once, fan)
    refused_once.campaign.object({"from": fan})
    wait_until(refused_once.campaign.question()["objectionsUntil"] + LAPSES_AFTER)
    expect_it_waits(refused_once, 201)
    assert happened(refused_once.campaign.read({"from": stranger}), "WindDownDropped") == [{"round": 201}]
    assert happened(refused_once.announce(0), "ReleaseAnnounced")[0]["round"] == 2


def test_a_later_refusal_gives_them_another_turn(refused_once, fan):
    """4.3: each refusal does, of whichever milestone."""
    ask(refused_once, fan)
    refused_once.read()
    refused_once.refuse(fan, 1)
    ask(refused_once, fan)
    expect_it_waits(refused_once, 202)


def test_while_nothing_is_asked_the_producer_goes_on(refused_once, fan):
    """4.3: the turn is no veto; but what is released meanwhile does not use it up."""
    assert happened(refused_once.release(1), "Released")[0]["milestone"] == 1
    ask(refused_once, fan)
    with refused("Campaign_QuestionOpen", 201):
        refused_once.announce(0)


def test_an_announcement_that_lapsed_is_no_refusal(project, fan, stranger):
    """4.2, 4.3: whatever the objections were: a request after it can be displaced."""
    wait_for_grounds(project)
    project.announce(0)
    project.campaign.object({"from": fan})
    wait_until(project.campaign.question()["objectionsUntil"] + LAPSES_AFTER)
    assert happened(project.campaign.read({"from": stranger}), "ReleaseLapsed")
    ask(project, fan)
    assert happened(project.announce(0), "WindDownDropped") == [{"round": 201}]


def test_one_announcement_is_all_that_a_producer_can_put_before_the_end(project, fan):
    """4.3: with a majority against it, each displaced request costs a refusal, and a refusal the next one."""
    wait_for_grounds(project)
    ask(project, fan)
    project.campaign.object({"from": fan})
    assert happened(project.refuse(fan, 0), "ReleaseRefused") == [{"milestone": 0, "refusals": 1}]
    ask(project, fan)
    expect_it_waits(project, 202)
    project.campaign.object({"from": fan})
    project.read()
    assert happened(project.read(), "WoundDown")
