"""What stays owed in currencies that answer false or call their receivers (3.5, 5.4)."""

import pytest
from brownie import ReenteringHook, RevertingHook, web3

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import only_currency

REENTRANT_CALL = web3.keccak(text="ReentrancyGuardReentrantCall()")[:4]


@only_currency("RefusingCurrency")
def test_false_is_no_payment(proposed, fan, second_fan, stranger, currency):
    """5.4, K19: it stays owed, as if the currency had reverted; and is paid once the currency agrees."""
    stages.fail(proposed, fan, second_fan)
    campaign, owed = proposed.campaign, 60 * proposed.price
    currency.setRefused(fan, True, {"from": fan})
    refund = campaign.refund(fan, {"from": stranger})
    assert happened(refund, "PaymentFailed", campaign) == [{"payee": fan, "amount": owed}]
    with refused("Vault_PaymentRefused", fan, owed):
        campaign.withdraw(fan, {"from": stranger})
    currency.setRefused(fan, False, {"from": fan})
    campaign.withdraw(fan, {"from": stranger})
    assert currency.balanceOf(fan) == owed
    assert campaign.owedTo(fan) == 0
    assert campaign.reserved() == currency.balanceOf(campaign) == 19 * proposed.price


@pytest.fixture
def owed(proposed, fan, second_fan, stranger, currency):
    """The fan ran code that refused its refund."""
    stages.fail(proposed, fan, second_fan)
    currency.setHook(RevertingHook.deploy({"from": fan}), {"from": fan})
    proposed.campaign.refund(fan, {"from": stranger})
    return proposed.campaign.owedTo(fan)


@only_currency("HookedCurrency")
@pytest.mark.parametrize("verb", ["withdraw", "withdrawTo", "sweep", "refund"])
def test_nobody_is_paid_twice_by_coming_back(proposed, fan, second_fan, stranger, currency, owed, verb):
    """3.5, K2: in the middle of its own payment, whatever it calls."""
    campaign = proposed.campaign
    argument = {"sweep": currency, "refund": second_fan}.get(verb, fan)
    hook = ReenteringHook.deploy({"from": fan})
    hook.prepare(campaign, getattr(campaign, verb).encode_input(argument), {"from": fan})
    currency.setHook(hook, {"from": fan})
    campaign.withdraw(fan, {"from": stranger})
    assert (hook.wasCalled(), hook.succeeded()) == (True, False)
    assert bytes(hook.answer()) == REENTRANT_CALL
    assert currency.balanceOf(fan) == owed == 60 * proposed.price
    assert campaign.reserved() == currency.balanceOf(campaign) == 19 * proposed.price
