"""The platform pauses new contributions: nothing else, and fourteen days in all (2.2)."""

import pytest
from brownie import chain

from tests.contracts import stages
from tests.contracts.answers import refused
from tests.contracts.project import at_second, propose, wait_until
from tests.contracts.signing import FOREVER, sign
from tests.contracts.terms import DAY


@pytest.fixture
def paused(project, factory, platform, fan, patron):
    """The fan has 60 shares in reflection and the patron money to pay with."""
    project.contribute(fan, 60)
    project.fund(patron, 10 * project.price)
    factory.pauseContributions({"from": platform})
    return project


def test_no_contribution_of_any_kind_is_taken(paused, second_fan, patron):
    """2.2: neither pledges nor gifts."""
    assert paused.campaign.isPaused()
    campaign, values = paused.campaign, (second_fan, patron, 2, 0, 0, FOREVER)
    signature = sign(second_fan, campaign, "Contribution", *values)
    permit = (0, 0, 27, bytes(32), bytes(32))
    for call, *arguments in (
        (campaign.contribute, 2, 0),
        (campaign.contributeUpTo, 2, 0),
        (campaign.contributeWithPermit, 2, 0, permit),
        (campaign.contributeFor, second_fan, 2),
        (campaign.contributeBySignature, second_fan, 2, 0, FOREVER, signature),
        (campaign.give, 5),
    ):
        with refused("Campaign_Paused"):
            call(*arguments, {"from": patron})


def test_a_fan_can_think_again_meanwhile(paused, fan):
    """2.2, 3.2: money leaves as ever, and windows do not grow."""
    firm_at = paused.campaign.pledgeOf(fan)["firmAt"]
    at_second(firm_at - 1)
    paused.campaign.revoke({"from": fan})
    assert paused.currency.balanceOf(fan) == 60 * paused.price


def test_the_producer_can_cancel_and_fans_are_refunded_meanwhile(paused, fan, stranger):
    """2.2, 3.4: the platform stops no refund."""
    paused.campaign.cancel({"from": paused.producer})
    paused.campaign.refund(fan, {"from": stranger})
    assert paused.currency.balanceOf(fan) == 60 * paused.price


def test_the_closing_moves_by_the_length_of_all_pauses(project, factory, platform, fan):
    """2.2: to the second; a running pause counts at every moment."""
    closes_at = project.terms.campaign.closes_at
    for days in (2, 3):
        begun = factory.pauseContributions({"from": platform}).timestamp
        at_second(begun + days * DAY)
        factory.resumeContributions({"from": platform})
    assert project.campaign.closesAt() == closes_at + 5 * DAY
    begun = factory.pauseContributions({"from": platform}).timestamp
    wait_until(begun + DAY)
    assert project.campaign.closesAt() == closes_at + 6 * DAY
    at_second(begun + 2 * DAY)
    factory.resumeContributions({"from": platform})
    project.fund(fan, 4 * project.price)
    at_second(closes_at + 7 * DAY - 1)
    project.campaign.contribute(2, 0, {"from": fan})
    at_second(closes_at + 7 * DAY)
    with refused("Campaign_Closed", closes_at + 7 * DAY):
        project.campaign.contribute(2, 0, {"from": fan})


def test_after_fourteen_days_it_is_not_heeded_any_more(paused, second_fan):
    """2.2: bounded in total, so that nobody's money is held up."""
    begun = chain[-1].timestamp
    paused.fund(second_fan, 4 * paused.price)
    at_second(begun + 14 * DAY - 1)
    with refused("Campaign_Paused"):
        paused.campaign.contribute(2, 0, {"from": second_fan})
    at_second(begun + 14 * DAY)
    paused.campaign.contribute(2, 0, {"from": second_fan})
    assert not paused.campaign.isPaused()
    assert paused.campaign.closesAt() == paused.terms.campaign.closes_at + 14 * DAY


def test_the_fourteen_days_are_used_up_for_good(paused, factory, platform, second_fan):
    """2.2: resuming and pausing again wins no new ones."""
    wait_until(chain[-1].timestamp + 20 * DAY)
    factory.resumeContributions({"from": platform})
    factory.pauseContributions({"from": platform})
    assert paused.contribute(second_fan, 2).status == 1
    assert paused.campaign.closesAt() == paused.terms.campaign.closes_at + 14 * DAY


def test_pauses_before_the_opening_do_not_count(factory, platform, producer, later_terms, fan):
    """2.2: of a pause that still runs, only what comes after the opening."""
    for days in (3, 0):
        factory.pauseContributions({"from": platform})
        wait_until(chain[-1].timestamp + days * DAY)
        if days:
            factory.resumeContributions({"from": platform})
    now = chain[-1].timestamp
    terms = later_terms.change(opens_at=now + 2 * DAY, closes_at=now + 20 * DAY)
    project = propose(factory, platform, producer, terms)
    assert (project.campaign.isPaused(), project.campaign.closesAt()) == (False, now + 20 * DAY)
    wait_until(now + DAY)
    project.prepare()
    opened = project.campaign.open({"from": producer}).timestamp
    assert (project.campaign.isPaused(), project.campaign.closesAt()) == (True, now + 20 * DAY)
    at_second(opened + 2 * DAY)
    factory.resumeContributions({"from": platform})
    assert project.campaign.closesAt() == now + 22 * DAY
    assert project.contribute(fan, 2).status == 1


def test_a_closing_that_has_passed_stays_passed(paused, factory, platform, fan):
    """2.2, 3.4: a pause after it brings no contributions back and delays no end."""
    factory.resumeContributions({"from": platform})
    closes_at = paused.campaign.closesAt()
    wait_until(closes_at)
    factory.pauseContributions({"from": platform})
    wait_until(closes_at + DAY)
    with refused("Campaign_Closed", paused.campaign.closesAt()):
        paused.contribute(fan, 2)
    paused.campaign.finalize({"from": fan})
    assert paused.campaign.status() == stages.FAILED
