"""Financiers' money of a project that succeeds is released with the fans', without a fee (2.4, 4.1)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, plain
from tests.contracts.project import propose
from tests.contracts.terms import HOLDERS, Line, percentage, recoup


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
