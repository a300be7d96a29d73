"""Holders object, within the window (4.2)."""

import pytest
from brownie import chain

from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import at_second, wait_until


def test_a_holder_objects_with_all_it_holds(project, asked, fan):
    """4.2: the balance of the moment, told with the round."""
    objection = project.campaign.object({"from": fan})
    assert happened(objection, "Objected", project.campaign) == [{"holder": fan, "round": 1}]
    assert plain(project.shares.objections()) == (1, 60, 97)
    assert project.shares.hasObjected(fan)


def test_objections_add_up(project, asked, fan, second_fan):
    """4.2: up to all shares."""
    for holder in (fan, second_fan):
        project.campaign.object({"from": holder})
    assert plain(project.shares.objections()) == (1, 97, 97)


def test_who_holds_nothing_cannot_object(project, asked, stranger, producer, financier):
    """4.2: not even who pays for the film, or makes it."""
    for somebody in (stranger, producer, financier):
        with refused("ShareToken_NoShares", somebody):
            project.campaign.object({"from": somebody})


def test_nobody_objects_twice(project, asked, fan):
    """4.2, K8: the second time is refused and counts nothing."""
    project.campaign.object({"from": fan})
    with refused("ShareToken_AlreadyObjecting", fan):
        project.campaign.object({"from": fan})
    assert project.shares.objections()["objecting"] == 60


def test_without_a_question_there_is_nothing_to_object_to(project, fan):
    """4.2: neither before the announcement nor after it was read."""
    with refused("Campaign_NoQuestionOpen"):
        project.campaign.object({"from": fan})
    project.release(0)
    with refused("Campaign_NoQuestionOpen"):
        project.campaign.object({"from": fan})


def test_the_window_is_open_from_the_announcement_on(project, fan):
    """4.2: in the very same second."""
    announced_at = project.announce(0).timestamp
    at_second(announced_at + 1)
    project.campaign.object({"from": fan})
    assert project.campaign.question()["objectionsUntil"] == announced_at + 7 * 86_400


def test_the_last_second_of_the_window_counts(project, asked, fan):
    """4.2: the second before the end is inside."""
    at_second(asked - 1)
    project.campaign.object({"from": fan})
    assert chain[-1].timestamp == asked - 1
    assert project.shares.objections()["objecting"] == 60


def test_objecting_ends_with_the_window(project, asked, fan):
    """4.2: the first second after it is outside."""
    at_second(asked)
    with refused("Campaign_ObjectionsClosed", asked):
        project.campaign.object({"from": fan})
    assert chain[-1].timestamp == asked


def test_the_mark_opens_no_second_window(project, asked, fan, second_fan):
    """4.2: read again a day later is read only."""
    project.campaign.object({"from": fan})
    project.read()
    with refused("Campaign_ObjectionsClosed", asked):
        project.campaign.object({"from": second_fan})


def test_an_objection_lasts_for_one_question(project, asked, fan):
    """4.2: the next announcement starts from nothing, and can be objected to again."""
    project.campaign.object({"from": fan})
    project.read()
    project.read()
    assert plain(project.shares.objections()) == (0, 0, 97)
    assert not project.shares.hasObjected(fan)
    project.announce(0)
    assert plain(project.shares.objections()) == (2, 0, 97)
    assert not project.shares.hasObjected(fan)
    project.campaign.object({"from": fan})
    assert plain(project.shares.objections()) == (2, 60, 97)


def test_objections_to_a_wind_down_do_not_count_against_a_release(project, fan, second_fan):
    """4.2, 4.3: a question that takes another one's place starts from nothing."""
    terms = project.terms.production
    wait_until(terms.milestones[0].due_at + terms.grace)
    project.campaign.openWindDown(0, {"from": fan})
    project.campaign.object({"from": fan})
    project.announce(0)
    assert plain(project.shares.objections()) == (1, 0, 97)
    project.shares.transfer(second_fan, 60, {"from": fan})
    assert plain(project.shares.objections()) == (1, 0, 97)


@pytest.mark.parametrize(
    ("verb", "arguments"), [("object", ["fan"]), ("setRound", [2]), ("burn", ["fan", 1])]
)
def test_only_the_campaign_runs_the_rounds(project, asked, fan, producer, platform, verb, arguments):
    """4.2: nobody objects for somebody else, ends a round, or burns somebody's shares."""
    arguments = [fan if each == "fan" else each for each in arguments]
    for somebody in (fan, producer, platform):
        with refused("ShareToken_OnlyCampaign", somebody):
            getattr(project.shares, verb)(*arguments, {"from": somebody})
