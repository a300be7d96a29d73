"""A project opens by anyone's call, once approved and before its opening time (2.4)."""

import pytest
from brownie import chain

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import at_second


@pytest.fixture
def approved(proposed):
    stages.approve(proposed)
    return proposed


def test_anyone_opens_an_approved_project(approved, stranger):
    """2.4: the producer has no say in when."""
    opening = approved.campaign.open({"from": stranger})
    assert happened(opening, "Opened", approved.campaign) == [{}]
    assert approved.campaign.status() == stages.RAISING


def test_a_project_that_is_not_approved_stays_closed(proposed, producer):
    """2.4: the platform approves listings."""
    with refused("Campaign_NotApproved"):
        proposed.campaign.open({"from": producer})


def test_the_last_second_before_the_opening_time_is_in_time(approved, stranger):
    """2.4: not opened by its opening time, it has lapsed."""
    at_second(approved.terms.campaign.opens_at - 1)
    assert approved.campaign.open({"from": stranger}).status == 1


def test_at_its_opening_time_it_has_lapsed(approved, stranger):
    """2.4: for good."""
    opens_at = approved.terms.campaign.opens_at
    at_second(opens_at)
    with refused("Campaign_OpeningPassed", opens_at):
        approved.campaign.open({"from": stranger})
    assert chain[-1].timestamp == opens_at
    assert approved.campaign.status() == stages.LAPSED


def test_it_opens_once(approved, stranger):
    """2.4: a second call is refused."""
    approved.campaign.open({"from": stranger})
    with refused("Campaign_WrongStatus", stages.RAISING):
        approved.campaign.open({"from": stranger})
