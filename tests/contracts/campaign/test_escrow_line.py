"""A financier puts its line in escrow, while the project is alive (2.4)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import ESCROWED, PAID_ELSEWHERE, PROMISED, propose


@pytest.fixture
def amount(terms):
    return terms.financiers[0].amount


def test_the_financier_brings_its_line(proposed, financier, currency, amount):
    """2.4: it is held for the financier, and is no money of the fans'."""
    escrow = proposed.escrow()
    assert happened(escrow, "LineEscrowed", proposed.campaign) == [
        {"line": 0, "financier": financier, "amount": amount}
    ]
    assert plain(proposed.campaign.lineOf(0)) == (ESCROWED, 0)
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == amount
    assert currency.balanceOf(financier) == proposed.campaign.raised() == 0


def test_money_in_escrow_opens_the_project_without_approval_of_the_financier(proposed, factory, financier):
    """2.4: money needs no one's word."""
    assert not factory.isFinancierApproved(financier)
    proposed.approve()
    proposed.consent()
    proposed.escrow()
    proposed.campaign.open({"from": financier})
    assert proposed.campaign.status() == stages.RAISING


def test_nobody_else_escrows_or_withdraws(proposed, financier, producer, platform, stranger, amount):
    """2.4: the error says who may."""
    for somebody in (producer, platform, stranger):
        proposed.fund(somebody, amount)
        with refused("Campaign_OnlyFinancier", somebody, financier):
            proposed.campaign.escrowLine(0, {"from": somebody})
    proposed.escrow()
    for somebody in (producer, platform, stranger):
        with refused("Campaign_OnlyFinancier", somebody, financier):
            proposed.campaign.withdrawLine(0, {"from": somebody})


def test_a_line_that_does_not_exist_is_refused(proposed, financier):
    """2.3: lines are those of the terms, counted from 0."""
    campaign = proposed.campaign
    for call in (campaign.escrowLine, campaign.withdrawLine, campaign.returnLine):
        with refused("Campaign_UnknownLine", 1):
            call(1, {"from": financier})
    with refused("Campaign_UnknownLine", 1):
        campaign.signLine(1, True, 2**47, b"", {"from": financier})
    with refused("Campaign_UnknownLine", 1):
        campaign.lineOf(1)


def test_a_line_is_brought_once(proposed, financier):
    """2.4: a second payment is refused before it is made."""
    proposed.escrow()
    with refused("Campaign_WrongLineState", 0, ESCROWED):
        proposed.escrow()


def test_a_line_paid_elsewhere_is_not_brought_again(proposed):
    """2.4: the financier signed that it was paid."""
    proposed.sign_line(paid=True)
    with refused("Campaign_WrongLineState", 0, PAID_ELSEWHERE):
        proposed.escrow()


def test_a_promise_is_kept_by_escrow(proposed):
    """2.4: money takes the place of the promise."""
    proposed.sign_line(paid=False)
    assert proposed.campaign.lineOf(0)["state"] == PROMISED
    proposed.escrow()
    assert plain(proposed.campaign.lineOf(0)) == (ESCROWED, 0)


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        (stages.fail, stages.FAILED),
        (stages.cancel, stages.CANCELLED),
        (stages.wind_down, stages.WOUND_DOWN),
    ],
    ids=["failed", "cancelled", "wound down"],
)
def test_a_project_that_has_ended_takes_no_line(
    factory, platform, producer, fan, second_fan, financier, collector, later_terms, stage, status
):
    """2.4: nothing is locked in what will never be produced."""
    project = propose(factory, platform, producer, later_terms, nonce=1)
    stage(project, fan, second_fan)
    project.fund(financier, later_terms.financiers[0].amount)
    with refused("Campaign_WrongStatus", status):
        project.campaign.escrowLine(0, {"from": financier})
    with refused("Campaign_WrongStatus", status):
        project.sign_line()
