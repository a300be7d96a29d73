"""Failed and cancelled projects refund in full, by anyone, to the fan who paid (3.4)."""

import pytest
from brownie import SmartWallet

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import every_currency, only_currency


@every_currency
@pytest.mark.parametrize("stage", [stages.fail, stages.cancel], ids=["failed", "cancelled"])
def test_a_fan_gets_back_what_it_paid(proposed, fan, second_fan, stranger, currency, stage):
    """3.4, K5, K19: shares x price, the shares burned first; anyone may call."""
    stage(proposed, fan, second_fan)
    raised, price = proposed.campaign.raised(), proposed.price
    refund = proposed.campaign.refund(fan, {"from": stranger})
    assert happened(refund, "Refunded") == [{"fan": fan, "payer": fan, "shares": 60, "amount": 60 * price}]
    assert happened(refund, "Paid", proposed.campaign) == [{"payee": fan, "to": fan, "amount": 60 * price}]
    assert [event["value"] for event in happened(refund, "Transfer", proposed.shares)] == [60]
    assert currency.balanceOf(fan) == 60 * price
    assert proposed.shares.balanceOf(fan) == 0
    assert proposed.campaign.raised() == proposed.campaign.reserved() == raised - 60 * price
    proposed.campaign.refund(second_fan, {"from": stranger})
    assert currency.balanceOf(proposed.campaign) == proposed.shares.totalSupply() == 0


def test_a_second_refund_is_refused(proposed, fan, second_fan):
    """K5: what was burned cannot be refunded again."""
    stages.fail(proposed, fan, second_fan)
    proposed.campaign.refund(fan, {"from": fan})
    with refused("Campaign_NothingToRefund", fan):
        proposed.campaign.refund(fan, {"from": fan})


def test_who_never_paid_is_refunded_nothing(proposed, fan, second_fan, stranger):
    """3.4: and is told so."""
    stages.fail(proposed, fan, second_fan)
    with refused("Campaign_NothingToRefund", stranger):
        proposed.campaign.refund(stranger, {"from": stranger})


def test_a_refund_cannot_be_sent_elsewhere(proposed, fan, second_fan, stranger, currency):
    """3.4: the call has no such argument, and shares cannot move to somebody who would be refunded."""
    stages.fail(proposed, fan, second_fan)
    with refused("ShareToken_TransfersClosed"):
        proposed.shares.transfer(stranger, 60, {"from": fan})
    proposed.campaign.refund(fan, {"from": stranger})
    assert (currency.balanceOf(stranger), currency.balanceOf(fan)) == (0, 60 * proposed.price)


@only_currency("BlockingCurrency")
def test_a_refund_that_cannot_be_paid_stays_owed(proposed, fan, second_fan, stranger, currency):
    """5.4, K4: and the others are refunded."""
    stages.fail(proposed, fan, second_fan)
    amount = 60 * proposed.price
    currency.setBlocked(fan, True, {"from": fan})
    refund = proposed.campaign.refund(fan, {"from": stranger})
    assert happened(refund, "PaymentFailed") == [{"payee": fan, "amount": amount}]
    proposed.campaign.refund(second_fan, {"from": stranger})
    assert proposed.campaign.owedTo(fan) == proposed.campaign.reserved() == amount
    currency.setBlocked(fan, False, {"from": fan})
    proposed.campaign.withdraw(fan, {"from": stranger})
    assert currency.balanceOf(fan) == amount
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == 0


def test_a_contract_that_paid_is_refunded_where_it_can_reach_it(proposed, fan, second_fan, currency):
    """3.4, K20: the money goes back to the very address that paid."""
    proposed.open()
    wallet = SmartWallet.deploy({"from": fan})
    currency.mint(wallet, 2 * proposed.price, {"from": fan})
    for target, call in (
        (currency, currency.approve.encode_input(proposed.campaign, 2 * proposed.price)),
        (proposed.campaign, proposed.campaign.contribute.encode_input(2, 0)),
    ):
        wallet.execute(target, call, {"from": fan})
    assert currency.balanceOf(wallet) == 0
    proposed.campaign.cancel({"from": proposed.producer})
    proposed.campaign.refund(wallet, {"from": second_fan})
    assert currency.balanceOf(wallet) == 2 * proposed.price
