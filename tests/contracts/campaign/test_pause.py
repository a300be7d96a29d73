"""What a pause of the platform does to a campaign: it waits, for at most fourteen days in all (2.2)."""

import pytest
from brownie import chain

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import at_second, propose, wait_until
from tests.contracts.signing import FOREVER, sign
from tests.contracts.terms import DAY

MOST = 14 * DAY


@pytest.fixture
def paused(project, platform):
    """An open project, paused now. Returns it and the second in which it was."""
    pause = project.factory.pauseContributions({"from": platform})
    return project, pause.timestamp


def resume(project, time):
    at_second(time)
    project.factory.resumeContributions({"from": project.platform})


def test_new_contributions_are_refused(paused, fan, second_fan, patron):
    """2.2: shares, however they are bought, and gifts."""
    project, _ = paused
    assert project.campaign.isPaused()
    for person in (fan, second_fan, patron):
        project.fund(person, 10 * project.price)
    with refused("Campaign_Paused"):
        project.campaign.contribute(2, 0, {"from": fan})
    with refused("Campaign_Paused"):
        project.campaign.contributeUpTo(2, 0, {"from": fan})
    with refused("Campaign_Paused"):
        project.campaign.contributeWithPermit(2, 0, (1, 0, 27, bytes(32), bytes(32)), {"from": fan})
    with refused("Campaign_Paused"):
        project.campaign.contributeFor(second_fan, 2, {"from": fan})
    signature = sign(fan, project.campaign, "Contribution", fan, patron, 2, 0, 0, FOREVER)
    with refused("Campaign_Paused"):
        project.campaign.contributeBySignature(fan, 2, 0, FOREVER, signature, {"from": patron})
    with refused("Campaign_Paused"):
        project.campaign.give(project.price, {"from": patron})
    assert project.campaign.raised() == 0


def test_the_closing_moves_by_the_length_of_the_pause(paused, fan):
    """2.2: to the second; the campaign ends then, as it would have."""
    project, since = paused
    closes_at = project.terms.campaign.closes_at
    resume(project, since + 3 * DAY + 7)
    assert not project.campaign.isPaused()
    assert project.campaign.closesAt() == closes_at + 3 * DAY + 7
    project.fund(fan, 4 * project.price)
    at_second(closes_at + 3 * DAY + 6)
    project.campaign.contribute(2, 0, {"from": fan})
    with refused("Campaign_Closed", closes_at + 3 * DAY + 7):
        at_second(closes_at + 3 * DAY + 7)
        project.campaign.contribute(2, 0, {"from": fan})


def test_while_it_runs_the_closing_stays_as_far_away(paused):
    """2.2: nobody finalises a campaign that stands still."""
    project, since = paused
    closes_at = project.terms.campaign.closes_at
    at_second(since + 5 * DAY)
    chain.mine()
    assert project.campaign.closesAt() == closes_at + 5 * DAY


def test_nobody_finalises_before_the_moved_closing(project, platform, producer):
    """2.2: a pause in the last second gives that second back."""
    closes_at = project.terms.campaign.closes_at
    at_second(closes_at - 1)
    project.factory.pauseContributions({"from": platform})
    at_second(closes_at + DAY)
    with refused("Campaign_NotClosedYet", closes_at + DAY + 1):
        project.campaign.finalize({"from": producer})
    resume(project, closes_at + 2 * DAY)
    assert project.campaign.closesAt() == closes_at + 2 * DAY + 1
    at_second(closes_at + 2 * DAY + 1)
    project.campaign.finalize({"from": producer})
    assert project.campaign.status() == stages.FAILED


def test_after_fourteen_days_the_campaign_goes_on(paused, fan):
    """2.2: a platform that never resumes stops nobody."""
    project, since = paused
    closes_at = project.terms.campaign.closes_at
    project.fund(fan, 4 * project.price)
    at_second(since + MOST - 1)
    with refused("Campaign_Paused"):
        project.campaign.contribute(2, 0, {"from": fan})
    at_second(since + MOST)
    project.campaign.contribute(2, 0, {"from": fan})
    assert not project.campaign.isPaused()
    wait_until(since + MOST + 9 * DAY)
    assert project.campaign.closesAt() == closes_at + MOST


def test_fourteen_days_are_those_of_all_pauses_together(paused, platform, fan):
    """2.2: bounded in total."""
    project, since = paused
    closes_at = project.terms.campaign.closes_at
    resume(project, since + 10 * DAY)
    at_second(since + 11 * DAY)
    project.factory.pauseContributions({"from": platform})
    project.fund(fan, 4 * project.price)
    at_second(since + 15 * DAY - 1)
    with refused("Campaign_Paused"):
        project.campaign.contribute(2, 0, {"from": fan})
    at_second(since + 15 * DAY)
    project.campaign.contribute(2, 0, {"from": fan})
    resume(project, since + 20 * DAY)
    assert project.campaign.closesAt() == closes_at + MOST
    project.factory.pauseContributions({"from": platform})
    assert not project.campaign.isPaused()


def test_pauses_before_the_opening_do_not_count(factory, platform, producer, later_terms):
    """2.2: neither one that has ended nor one that runs; each project has its own fourteen days."""
    waiting = propose(factory, platform, producer, later_terms, nonce=3)
    waiting.prepare()
    closes_at = later_terms.campaign.closes_at
    start = chain[-1].timestamp + 10
    at_second(start)
    factory.pauseContributions({"from": platform})
    resume(waiting, start + 50)
    at_second(start + 100)
    factory.pauseContributions({"from": platform})
    assert (waiting.campaign.isPaused(), waiting.campaign.closesAt()) == (False, closes_at)
    at_second(start + 300)
    waiting.campaign.open({"from": producer})
    assert (waiting.campaign.isPaused(), waiting.campaign.closesAt()) == (True, closes_at)
    at_second(start + 600)
    chain.mine()
    assert waiting.campaign.closesAt() == closes_at + 300
    resume(waiting, start + 700)
    assert waiting.campaign.closesAt() == closes_at + 400


def test_a_pause_after_the_closing_changes_nothing(project, platform, producer):
    """2.2: a closing that has passed stays passed."""
    closes_at = project.terms.campaign.closes_at
    at_second(closes_at)
    project.factory.pauseContributions({"from": platform})
    wait_until(closes_at + 3 * DAY)
    project.campaign.finalize({"from": producer})
    assert project.campaign.status() == stages.FAILED


def test_every_campaign_counts_for_itself(factory, platform, producer, project, later_terms):
    """2.2: what an older campaign has used up is none of a younger one's."""
    pause = factory.pauseContributions({"from": platform})
    resume(project, pause.timestamp + DAY // 2)
    younger = propose(factory, platform, producer, later_terms, nonce=3)
    younger.prepare()
    younger.campaign.open({"from": producer})
    assert project.campaign.closesAt() == project.terms.campaign.closes_at + DAY // 2
    assert younger.campaign.closesAt() == later_terms.campaign.closes_at


def test_a_reopened_campaign_counts_on(project, platform, producer, fan, second_fan):
    """2.2, 3.2: pauses before the reopening are used up, what comes after it moves the closing again."""
    pause = project.factory.pauseContributions({"from": platform})
    resume(project, pause.timestamp + 10 * DAY)
    project.contribute(fan, 60)
    closes_at = project.campaign.closesAt()
    wait_until(closes_at - DAY)
    project.contribute(second_fan, 37)
    at_second(closes_at + DAY)
    revocation = project.campaign.revoke({"from": second_fan})
    assert happened(revocation, "Reopened", project.campaign) == [{"closesAt": closes_at + 5 * DAY}]
    assert project.campaign.closesAt() == closes_at + 5 * DAY
    at_second(closes_at + 2 * DAY)
    project.factory.pauseContributions({"from": platform})
    project.fund(second_fan, 2 * project.price)
    at_second(closes_at + 6 * DAY - 1)
    with refused("Campaign_Paused"):
        project.campaign.contribute(2, 0, {"from": second_fan})
    at_second(closes_at + 6 * DAY)
    project.campaign.contribute(2, 0, {"from": second_fan})
    assert project.campaign.closesAt() == closes_at + 9 * DAY
