"""Financiers' money in every currency: into escrow, back, and back again at the end (2.4, 3.5)."""

from tests.contracts import stages
from tests.contracts.answers import happened
from tests.contracts.currencies import every_currency

pytestmark = every_currency


def test_escrow_withdrawal_and_refund_to_the_unit(
    proposed, fan, second_fan, financier, treasury, stranger, currency
):
    """2.4, K19: what was brought is what comes back, whatever the currency is like."""
    campaign, amount = proposed.campaign, proposed.terms.financiers[0].amount
    proposed.escrow()
    assert currency.balanceOf(campaign) == campaign.reserved() == amount
    back = campaign.withdrawLine(0, {"from": financier})
    assert happened(back, "Paid", campaign) == [{"payee": financier, "to": financier, "amount": amount}]
    assert currency.balanceOf(financier) == amount
    currency.approve(campaign, amount, {"from": financier})
    campaign.escrowLine(0, {"from": financier})
    stages.fail(proposed, fan, second_fan)
    campaign.refundMany([fan, second_fan], {"from": stranger})
    assert currency.balanceOf(campaign) == campaign.reserved() == amount
    campaign.returnLine(0, {"from": stranger})
    assert currency.balanceOf(financier) == amount
    assert currency.balanceOf(fan) + currency.balanceOf(second_fan) == 79 * proposed.price
    assert currency.balanceOf(campaign) == campaign.reserved() == currency.balanceOf(treasury) == 0


def test_escrow_is_released_with_what_was_raised(
    proposed, fan, second_fan, financier, producer, treasury, currency
):
    """2.2, 2.4, 4.1: fee on the money raised, the rest and the escrow to the producer, nothing stays."""
    proposed.escrow()
    stages.succeed(proposed, fan, second_fan)
    amount, raised = proposed.terms.financiers[0].amount, 97 * proposed.price
    fee = raised * 500 // 10_000
    assert currency.balanceOf(treasury) == fee
    for milestone in range(2):
        proposed.release(milestone)
    assert currency.balanceOf(producer) == raised - fee + amount
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == 0
