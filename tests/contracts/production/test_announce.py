"""The producer asks for a milestone, with evidence, one at a time, for good (4.1)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import propose, wait_until
from tests.contracts.terms import DAY

EVIDENCE = bytes(31) + b"\x09"


def test_the_producer_announces_a_release(project):
    """4.1: its amount, the end of the window to the second, and the evidence are told."""
    announcement = project.announce(0)
    until = announcement.timestamp + project.terms.production.objection_seconds
    assert happened(announcement, "ReleaseAnnounced", project.campaign) == [
        {
            "milestone": 0,
            "amount": project.campaign.milestoneOf(0)[0],
            "objectionsUntil": until,
            "round": 1,
            "evidenceHash": "0x" + (1).to_bytes(32, "big").hex(),
            "uri": "https://coprod.example/evidence",
        }
    ]
    assert plain(project.campaign.question()) == (1, 0, False, until, 0)


def test_milestones_are_announced_in_any_order(project):
    """4.1: the terms number them, life orders them."""
    project.announce(1)
    assert project.campaign.question()["milestone"] == 1


def test_nobody_else_announces(project, fan, second_fan, financier, platform, stranger):
    """4.1: it is the only power of the producer over the money."""
    for somebody in (fan, second_fan, financier, platform, stranger):
        with refused("Campaign_OnlyProducer", somebody):
            project.campaign.announce(0, EVIDENCE, "", {"from": somebody})


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        (lambda *_: None, stages.PROPOSED),
        (lambda young, *_: wait_until(young.terms.campaign.opens_at), stages.LAPSED),
        (stages.fund, stages.RAISING),
        (stages.then_close(stages.fund), stages.RAISING),
        (stages.fail, stages.FAILED),
        (stages.cancel, stages.CANCELLED),
        (stages.wind_down, stages.WOUND_DOWN),
    ],
    ids=["proposed", "lapsed", "open", "closed", "failed", "cancelled", "wound-down"],
)
def test_only_a_success_has_money_to_release(
    factory, platform, producer, later_terms, fan, second_fan, stage, status
):
    """4.1, 4.3: not before, and nothing more after a wind-down."""
    young = propose(factory, platform, producer, later_terms)
    stage(young, fan, second_fan)
    with refused("Campaign_WrongStatus", status):
        young.announce(1)


@pytest.mark.parametrize("milestone", [2, 255, 256, 2**256 - 1])
def test_a_milestone_that_the_terms_do_not_have_is_refused(project, milestone):
    """4.1: whatever its lowest byte would be."""
    with refused("Campaign_UnknownMilestone", milestone):
        project.campaign.announce(milestone, EVIDENCE, "", {"from": project.producer})


def test_the_evidence_has_an_address_of_bounded_length(project):
    """4.1: in bytes, not in letters; the longest is accepted."""
    for uri, length in (("x" * 1_025, 1_025), ("é" * 513, 1_026)):
        with refused("Campaign_EvidenceUriTooLong", length, 1_024):
            project.campaign.announce(0, EVIDENCE, uri, {"from": project.producer})
    announcement = project.campaign.announce(0, EVIDENCE, "é" * 512, {"from": project.producer})
    assert happened(announcement, "ReleaseAnnounced")[0]["uri"] == "é" * 512


@pytest.mark.parametrize("milestone", [0, 1])
def test_one_announcement_is_open_at_a_time(project, fan, asked, milestone):
    """4.1: neither the same nor another, marked or overdue, until somebody reads it."""
    with refused("Campaign_QuestionOpen", 1):
        project.announce(milestone)
    project.campaign.object({"from": fan})
    project.read()
    with refused("Campaign_QuestionOpen", 1):
        project.announce(milestone)
    wait_until(project.campaign.question()["readAgainAt"] + 14 * DAY)
    with refused("Campaign_QuestionOpen", 1):
        project.announce(milestone)
    project.read()
    assert happened(project.announce(milestone), "ReleaseAnnounced")[0]["round"] == 2


def test_an_announcement_cannot_be_withdrawn(project, asked, producer, fan):
    """4.1: the producer neither ends it early, nor cancels, nor escapes by handing its role over."""
    before = plain(project.campaign.question())
    with refused("Campaign_ObjectionsOpen", asked):
        project.campaign.read({"from": producer})
    with refused("Campaign_WrongStatus", stages.SUCCEEDED):
        project.campaign.cancel({"from": producer})
    project.campaign.offerProducer(fan, {"from": producer})
    project.campaign.acceptProducer({"from": fan})
    with refused("Campaign_QuestionOpen", 1):
        project.campaign.announce(0, EVIDENCE, "", {"from": fan})
    assert plain(project.campaign.question()) == before


def test_a_released_milestone_is_released_once(project):
    """4.1: no second payment for the same work."""
    project.release(0)
    with refused("Campaign_AlreadyReleased", 0):
        project.announce(0)


def test_a_refused_milestone_is_announced_once_more_and_never_again(project, fan):
    """4.2: changed, or not; the other one is not touched."""
    assert happened(project.refuse(fan, 0), "ReleaseRefused") == [{"milestone": 0, "refusals": 1}]
    assert happened(project.refuse(fan, 0), "ReleaseRefused") == [{"milestone": 0, "refusals": 2}]
    assert plain(project.campaign.milestoneOf(0))[1:] == (False, 2)
    with refused("Campaign_RefusedTwice", 0):
        project.announce(0)
    assert plain(project.campaign.milestoneOf(1))[1:] == (False, 0)
    project.release(1)


def test_a_milestone_refused_once_can_still_be_released(project, fan):
    """4.2: the second announcement convinces."""
    project.refuse(fan, 0)
    assert happened(project.release(0), "Released")[0]["milestone"] == 0
    with refused("Campaign_AlreadyReleased", 0):
        project.announce(0)


def test_the_new_producer_announces_and_the_old_one_no_longer(project, producer, stranger):
    """2.5, 4.1: from the second step on, not from the first."""
    project.campaign.offerProducer(stranger, {"from": producer})
    with refused("Campaign_OnlyProducer", stranger):
        project.campaign.announce(0, EVIDENCE, "", {"from": stranger})
    project.campaign.acceptProducer({"from": stranger})
    with refused("Campaign_OnlyProducer", producer):
        project.announce(0)
    project.campaign.announce(0, EVIDENCE, "", {"from": stranger})
