"""A patron is refunded like a fan if the campaign fails (3.3, 3.4)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import every_currency, only_currency


@pytest.fixture
def failed(project, fan, patron):
    """The fan paid for 60 shares, the patron gave the price of 10, and the goal is missed."""
    project.contribute(fan, 60)
    project.give(patron, 10 * project.price)
    project.close()
    return project


@every_currency
@pytest.mark.parametrize("ends", ["failed", "cancelled"])
def test_a_patron_gets_back_what_it_gave(project, fan, patron, stranger, currency, ends):
    """3.3, K5, K19: by anyone's call, beside the fans."""
    project.contribute(fan, 60)
    project.give(patron, 123)
    if ends == "failed":
        project.close()
    else:
        project.campaign.cancel({"from": project.producer})
    refund = project.campaign.refundGift(patron, {"from": stranger})
    assert happened(refund, "GiftRefunded", project.campaign) == [{"patron": patron, "amount": 123}]
    assert currency.balanceOf(patron) == 123
    assert project.campaign.giftOf(patron) == 0
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 60 * project.price
    project.campaign.refund(fan, {"from": stranger})
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 0


def test_a_second_refund_is_refused(failed, patron):
    """3.3, K5: nothing is paid back twice."""
    failed.campaign.refundGift(patron, {"from": patron})
    with refused("Campaign_NothingToRefund", patron):
        failed.campaign.refundGift(patron, {"from": patron})


def test_who_never_gave_is_refunded_nothing(failed, fan):
    """3.3: a fan's pledge is no gift."""
    with refused("Campaign_NothingToRefund", fan):
        failed.campaign.refundGift(fan, {"from": fan})


def test_a_gift_stays_while_the_campaign_runs_and_after_its_success(project, fan, second_fan, patron):
    """3.3: not refunded before the end, nor after a success."""
    project.give(patron, 5)
    with refused("Campaign_WrongStatus", stages.RAISING):
        project.campaign.refundGift(patron, {"from": patron})
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    project.close()
    with refused("Campaign_WrongStatus", stages.SUCCEEDED):
        project.campaign.refundGift(patron, {"from": patron})
    assert project.campaign.giftOf(patron) == 5


@only_currency("BlockingCurrency")
def test_a_patron_that_cannot_be_paid_blocks_nobody(failed, fan, patron, stranger, currency):
    """5.4, K4: it stays owed."""
    currency.setBlocked(patron, True, {"from": patron})
    amount = 10 * failed.price
    refund = failed.campaign.refundGift(patron, {"from": stranger})
    assert happened(refund, "PaymentFailed", failed.campaign) == [{"payee": patron, "amount": amount}]
    failed.campaign.refund(fan, {"from": stranger})
    assert failed.campaign.owedTo(patron) == currency.balanceOf(failed.campaign) == amount
    failed.campaign.withdrawTo(stranger, {"from": patron})
    assert currency.balanceOf(stranger) == amount


def test_a_patron_who_is_a_fan_too_has_two_refunds(project, fan, stranger):
    """3.3: the pledge and the gift are two things."""
    project.contribute(fan, 2)
    project.give(fan, 7)
    project.campaign.cancel({"from": project.producer})
    project.campaign.refund(fan, {"from": stranger})
    assert project.currency.balanceOf(fan) == 2 * project.price
    project.campaign.refundGift(fan, {"from": stranger})
    assert project.currency.balanceOf(fan) == 2 * project.price + 7
    assert project.currency.balanceOf(project.campaign) == 0
