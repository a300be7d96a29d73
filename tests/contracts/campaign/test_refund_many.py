"""Refunds in batches, in which one bad receiver blocks nobody (3.4)."""

import pytest
from brownie import GasBurningHook, RamblingHook, ReenteringHook, RevertingHook, web3

from tests.contracts import stages
from tests.contracts.answers import happened
from tests.contracts.currencies import every_currency, only_currency


@every_currency
def test_all_are_refunded_in_one_call(proposed, fan, second_fan, stranger, currency):
    """3.4, K5, K19: who has nothing to refund, or is named twice, is passed over."""
    stages.cancel(proposed, fan, second_fan)
    batch = proposed.campaign.refundMany([fan, stranger, fan, second_fan], {"from": stranger})
    assert [event["fan"] for event in happened(batch, "Refunded")] == [fan, second_fan]
    assert [event["value"] for event in happened(batch, "Transfer", proposed.shares)] == [60, 37]
    paid = {fan: 60 * proposed.price, second_fan: 37 * proposed.price, stranger: 0}
    assert {each: currency.balanceOf(each) for each in paid} == paid
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == 0


def test_nobody_at_all_is_no_error(proposed, fan, second_fan, stranger):
    """3.4: an empty batch refunds nobody."""
    stages.fail(proposed, fan, second_fan)
    assert happened(proposed.campaign.refundMany([], {"from": stranger}), "Refunded") == []


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    "hostile", [RevertingHook, GasBurningHook, RamblingHook], ids=lambda each: each._name
)
def test_a_hostile_fan_blocks_nobody(proposed, fan, second_fan, stranger, currency, hostile):
    """3.4, 5.4, K4: it stays owed, the next one is paid."""
    stages.cancel(proposed, fan, second_fan)
    currency.setHook(hostile.deploy({"from": fan}), {"from": fan})
    batch = proposed.campaign.refundMany([fan, second_fan], {"from": stranger})
    amount = 60 * proposed.price
    assert happened(batch, "PaymentFailed") == [{"payee": fan, "amount": amount}]
    assert [event["payee"] for event in happened(batch, "Paid")] == [second_fan]
    assert proposed.campaign.owedTo(fan) == proposed.campaign.reserved() == amount
    assert currency.balanceOf(proposed.campaign) == amount


@only_currency("HookedCurrency")
def test_a_fan_that_comes_back_during_its_refund_gets_nothing_more(
    proposed, fan, second_fan, stranger, currency
):
    """3.4, K2, K5: booked before it is paid, and closed meanwhile."""
    stages.cancel(proposed, fan, second_fan)
    hook = ReenteringHook.deploy({"from": fan})
    hook.prepare(proposed.campaign, proposed.campaign.refund.encode_input(fan), {"from": fan})
    currency.setHook(hook, {"from": fan})
    proposed.campaign.refundMany([fan, fan], {"from": stranger})
    assert bytes(hook.answer()) == web3.keccak(text="ReentrancyGuardReentrantCall()")[:4]
    assert currency.balanceOf(fan) == 60 * proposed.price
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.raised() == 37 * proposed.price
