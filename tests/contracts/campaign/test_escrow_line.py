"""A financier puts its line in escrow, and takes it back until the opening (2.4)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import ESCROWED, OPEN_LINE, PAID_ELSEWHERE, PROMISED, propose
from tests.contracts.terms import HOLDERS, Line, percentage, recoup


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


def test_it_is_withdrawn_and_brought_again(proposed, financier, currency, amount):
    """2.4: as often as the financier likes, until the opening."""
    for _ in range(2):
        proposed.escrow()
        back = proposed.campaign.withdrawLine(0, {"from": financier})
        assert happened(back, "LineWithdrawn", proposed.campaign) == [
            {"line": 0, "financier": financier, "amount": amount}
        ]
        assert plain(proposed.campaign.lineOf(0)) == (OPEN_LINE, 0)
        assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == 0
    assert currency.balanceOf(financier) == 2 * amount


def test_a_withdrawn_line_covers_nothing(proposed, financier):
    """2.4: the project stays closed."""
    proposed.approve()
    proposed.consent()
    proposed.escrow()
    proposed.campaign.withdrawLine(0, {"from": financier})
    with refused("Campaign_LineUncovered", 0):
        proposed.campaign.open({"from": financier})


def test_what_is_not_in_escrow_cannot_be_withdrawn(proposed, financier):
    """2.4: neither nothing, nor a promise, nor what was paid elsewhere."""
    for state, cover in [
        (OPEN_LINE, lambda: None),
        (PROMISED, lambda: proposed.sign_line(paid=False)),
        (PAID_ELSEWHERE, lambda: proposed.sign_line(paid=True)),
    ]:
        cover()
        with refused("Campaign_WrongLineState", 0, state):
            proposed.campaign.withdrawLine(0, {"from": financier})


def test_after_the_opening_it_is_locked(proposed, fan, second_fan, financier):
    """2.4: while the project raises, and once it has succeeded."""
    proposed.escrow()
    stages.fund(proposed, fan, second_fan)
    with refused("Campaign_WrongStatus", stages.RAISING):
        proposed.campaign.withdrawLine(0, {"from": financier})
    with refused("Campaign_WrongStatus", stages.RAISING):
        proposed.campaign.returnLine(0, {"from": financier})
    proposed.close()
    with refused("Campaign_WrongStatus", stages.SUCCEEDED):
        proposed.campaign.withdrawLine(0, {"from": financier})
    with refused("Campaign_WrongStatus", stages.SUCCEEDED):
        proposed.campaign.returnLine(0, {"from": financier})


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


@pytest.fixture
def recouping(factory, platform, producer, financier, collector, later_terms):
    """Two lines; the first financier recoups 1,000 and then 500, the second has no position."""
    return propose(
        factory,
        platform,
        producer,
        later_terms.change(
            financiers=[
                Line(financier, "television", 1_200_000_000),
                Line(collector, "region", 300_000_000),
            ],
            positions=[
                recoup(financier, 1_000_000_000),
                recoup(financier, 500_000_000),
                percentage(HOLDERS, 10_000),
            ],
        ),
        nonce=1,
    )


def test_escrow_of_before_success_goes_into_the_pot_without_fee(
    recouping, fan, second_fan, treasury, currency
):
    """2.2, 2.4, 4.1: the fee is on the money raised; the financier's is released by milestones."""
    recouping.escrow(0)
    recouping.sign_line(1, paid=True)
    stages.fund(recouping, fan, second_fan)
    end = recouping.close()
    raised, fee = 970_000_000, 48_500_000
    assert happened(end, "Succeeded", recouping.campaign) == [
        {"shares": 97, "raised": raised, "fee": fee, "pot": raised - fee + 1_200_000_000}
    ]
    assert currency.balanceOf(treasury) == fee
    assert plain(recouping.campaign.pot()) == (raised - fee + 1_200_000_000,) * 2
    assert plain(recouping.waterfall.recoupedOf(0)) == (1_000_000_000, 0)
    assert plain(recouping.waterfall.recoupedOf(1)) == (200_000_000, 0)


def test_escrow_after_success_goes_into_the_pot_and_is_proved(recouping, fan, second_fan, currency):
    """2.4, 4.1, 5.2: what was a promise at the opening is money now."""
    recouping.sign_line(0, paid=False)
    recouping.sign_line(1, paid=True)
    stages.succeed(recouping, fan, second_fan)
    pot = 970_000_000 - 48_500_000
    assert plain(recouping.campaign.pot()) == (pot, pot)
    assert plain(recouping.waterfall.recoupedOf(0)) == (0, 0)
    escrow = recouping.escrow(0)
    assert plain(recouping.campaign.pot()) == (pot + 1_200_000_000,) * 2
    assert happened(escrow, "Proved", recouping.waterfall) == [
        {"position": 0, "proved": 1_000_000_000},
        {"position": 1, "proved": 200_000_000},
    ]
    assert currency.balanceOf(recouping.campaign) == recouping.campaign.reserved() == pot + 1_200_000_000
