"""A project opens by anyone's call, once it is approved, consented to and covered, and in time (2.4)."""

import pytest
from brownie import chain

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import at_second, propose
from tests.contracts.terms import Line


@pytest.fixture
def prepared(proposed):
    proposed.prepare()
    return proposed


def test_anyone_opens_a_project_that_is_ready(prepared, stranger):
    """2.4: the producer has no say in when."""
    opening = prepared.campaign.open({"from": stranger})
    assert happened(opening, "Opened", prepared.campaign) == [{}]
    assert prepared.campaign.status() == stages.RAISING


def test_without_the_platforms_approval_it_stays_closed(proposed, producer):
    """2.4: the platform approves listings."""
    proposed.consent()
    proposed.sign_line()
    with refused("Campaign_NotApproved"):
        proposed.campaign.open({"from": producer})


def test_without_the_artists_consent_it_stays_closed(proposed, producer):
    """2.4: no artist is announced who never signed."""
    proposed.approve()
    proposed.sign_line()
    with refused("Campaign_NoConsent"):
        proposed.campaign.open({"from": producer})


def test_the_consent_must_hold_at_the_opening(proposed, producer):
    """2.4: to its last second, and no longer."""
    proposed.approve()
    proposed.sign_line()
    deadline = chain[-1].timestamp + 1_000
    proposed.consent(deadline)
    at_second(deadline + 1)
    with refused("Campaign_NoConsent"):
        proposed.campaign.open({"from": producer})


def test_in_the_last_second_of_the_consent_it_opens(proposed, producer):
    """2.4: the deadline is included."""
    proposed.approve()
    proposed.sign_line()
    deadline = chain[-1].timestamp + 1_000
    proposed.consent(deadline)
    at_second(deadline)
    proposed.campaign.open({"from": producer})
    assert proposed.campaign.status() == stages.RAISING


def test_every_line_must_be_covered(factory, platform, producer, financier, collector, patron, later_terms):
    """2.4: in escrow, promised, or paid elsewhere; the error names the first that is not."""
    lines = [Line(each, "fund", 400_000_000) for each in (financier, collector, patron)]
    project = propose(factory, platform, producer, later_terms.change(financiers=lines), nonce=1)
    project.approve()
    project.consent()
    cover = [
        lambda: project.sign_line(0, paid=False),
        lambda: project.escrow(1),
        lambda: project.sign_line(2, paid=True),
    ]
    for line in range(3):
        with refused("Campaign_LineUncovered", line):
            project.campaign.open({"from": producer})
        cover[line]()
    project.campaign.open({"from": producer})
    assert project.campaign.status() == stages.RAISING


def test_a_project_without_lines_needs_none(factory, platform, producer, later_terms):
    """2.4, 0: the fans alone finance the whole budget."""
    alone = later_terms.change(financiers=[], budget=800_000_000, community_bps=10_000, cap=80)
    project = propose(factory, platform, producer, alone, nonce=1)
    project.approve()
    project.consent()
    project.campaign.open({"from": producer})
    assert project.campaign.status() == stages.RAISING


def test_the_last_second_before_the_opening_time_is_in_time(prepared, stranger):
    """2.4: not opened by its opening time, it has lapsed."""
    at_second(prepared.terms.campaign.opens_at - 1)
    assert prepared.campaign.open({"from": stranger}).status == 1


def test_at_its_opening_time_it_has_lapsed(prepared, stranger):
    """2.4: however ready it was."""
    opens_at = prepared.terms.campaign.opens_at
    at_second(opens_at)
    with refused("Campaign_OpeningPassed", opens_at):
        prepared.campaign.open({"from": stranger})
    assert chain[-1].timestamp == opens_at
    assert prepared.campaign.status() == stages.LAPSED


def test_it_opens_once(prepared, stranger):
    """2.4: a second call is refused."""
    prepared.campaign.open({"from": stranger})
    with refused("Campaign_WrongStatus", stages.RAISING):
        prepared.campaign.open({"from": stranger})


def test_a_cancelled_project_never_opens(prepared, producer):
    """2.4, 3.4: however ready it was."""
    prepared.campaign.cancel({"from": producer})
    with refused("Campaign_WrongStatus", stages.CANCELLED):
        prepared.campaign.open({"from": producer})


def test_an_open_project_waits_for_its_opening_time(prepared, fan, patron):
    """2.3: nobody contributes before; from that second on everybody may."""
    prepared.campaign.open({"from": fan})
    prepared.fund(fan, 2 * prepared.price)
    prepared.fund(patron, 1)
    opens_at = prepared.terms.campaign.opens_at
    at_second(opens_at - 1)
    with refused("Campaign_NotOpenYet", opens_at):
        prepared.campaign.contribute(2, 0, {"from": fan})
    at_second(opens_at)
    prepared.campaign.contribute(2, 0, {"from": fan})
    prepared.campaign.give(1, {"from": patron})
    assert prepared.campaign.raised() == 2 * prepared.price + 1


def test_a_project_that_is_not_open_takes_no_contribution(prepared, fan):
    """2.4: nor a gift."""
    prepared.fund(fan, 2 * prepared.price)
    with refused("Campaign_WrongStatus", stages.PROPOSED):
        prepared.campaign.contribute(2, 0, {"from": fan})
    with refused("Campaign_WrongStatus", stages.PROPOSED):
        prepared.campaign.give(1, {"from": fan})
