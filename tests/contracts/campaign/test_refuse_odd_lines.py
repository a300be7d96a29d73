"""Odd currencies in escrow: money counted is money received, who cannot be paid stays owed (2.4, 3.5)."""

import pytest
from brownie import GasBurningHook, RamblingHook, ReenteringHook, RevertingHook, web3

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import only_currency
from tests.contracts.project import OPEN_LINE

REENTRANT_CALL = web3.keccak(text="ReentrancyGuardReentrantCall()")[:4]


@pytest.fixture
def amount(terms):
    return terms.financiers[0].amount


@only_currency("TaxedCurrency")
def test_a_currency_that_takes_a_fee_is_refused(proposed, financier, currency, amount):
    """3.5, K11: the line stays open."""
    currency.setTax(100, {"from": financier})
    with refused("Vault_WrongAmountReceived", amount, amount - amount // 100):
        proposed.escrow()
    assert proposed.campaign.lineOf(0)["state"] == OPEN_LINE
    assert proposed.campaign.reserved() == 0


@only_currency("RefusingCurrency")
def test_a_currency_that_answers_false_is_refused(proposed, financier, currency):
    """3.5, K19: false is no payment."""
    currency.setRefused(financier, True, {"from": financier})
    with refused("SafeERC20FailedOperation", currency):
        proposed.escrow()
    assert proposed.campaign.reserved() == 0


def test_without_allowance_the_currency_refuses(proposed, financier, currency, amount):
    """2.4: and the line stays open."""
    with refused("ERC20InsufficientAllowance", proposed.campaign, 0, amount):
        proposed.campaign.escrowLine(0, {"from": financier})
    assert proposed.campaign.lineOf(0)["state"] == OPEN_LINE


def withdraw(project, financier, fan, second_fan):
    return project.campaign.withdrawLine(0, {"from": financier})


def return_it(project, financier, fan, second_fan):
    stages.fail(project, fan, second_fan)
    return project.campaign.returnLine(0, {"from": fan})


@pytest.mark.parametrize("way", [withdraw, return_it], ids=["withdrawn", "returned"])
@only_currency("BlockingCurrency")
def test_a_blocked_financier_is_owed(proposed, financier, fan, second_fan, stranger, currency, amount, way):
    """2.4, 5.4, K4: the money waits for it, apart from the fans'; it is paid where the financier says."""
    proposed.escrow()
    currency.setBlocked(financier, True, {"from": fan})
    back = way(proposed, financier, fan, second_fan)
    campaign = proposed.campaign
    assert happened(back, "PaymentFailed", campaign) == [{"payee": financier, "amount": amount}]
    assert campaign.owedTo(financier) == amount
    assert currency.balanceOf(campaign) == campaign.reserved() == amount + campaign.raised()
    campaign.withdrawTo(stranger, {"from": financier})
    assert currency.balanceOf(stranger) == amount
    assert currency.balanceOf(campaign) == campaign.reserved() == campaign.raised()


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    "hostile", [RevertingHook, GasBurningHook, RamblingHook], ids=lambda each: each._name
)
def test_a_hostile_financier_is_owed(proposed, financier, fan, second_fan, currency, amount, hostile):
    """2.4, 5.4, K4: reverting, burning gas or answering at length keeps nobody from a refund."""
    proposed.escrow()
    currency.setHook(hostile.deploy({"from": financier}), {"from": financier})
    return_it(proposed, financier, fan, second_fan)
    assert proposed.campaign.owedTo(financier) == amount
    proposed.campaign.refundMany([fan, second_fan], {"from": fan})
    assert currency.balanceOf(fan) + currency.balanceOf(second_fan) == 79 * proposed.price
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == amount


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    ("verb", "arguments"),
    [("escrowLine", [0]), ("withdrawLine", [0]), ("returnLine", [0])],
    ids=["escrow", "withdraw", "return"],
)
def test_nobody_comes_back_in_the_middle_of_a_payment(proposed, financier, currency, amount, verb, arguments):
    """3.5, K2: in a contribution of escrow and in its withdrawal."""
    hook = ReenteringHook.deploy({"from": financier})
    data = getattr(proposed.campaign, verb).encode_input(*arguments)
    hook.prepare(proposed.campaign, data, {"from": financier})
    currency.setHook(hook, {"from": financier})
    proposed.fund(financier, amount)
    for move in (proposed.campaign.escrowLine, proposed.campaign.withdrawLine):
        move(0, {"from": financier})
        assert (hook.wasCalled(), hook.succeeded()) == (True, False)
        assert bytes(hook.answer()) == REENTRANT_CALL
    assert currency.balanceOf(financier) == amount
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == 0


@only_currency("HookedCurrency")
def test_a_line_that_is_on_its_way_opens_nothing_that_stays(proposed, financier, currency, amount):
    """2.4, K2: who opens the project in the middle of its own payment pays all the same."""
    proposed.approve()
    proposed.consent()
    hook = ReenteringHook.deploy({"from": financier})
    hook.prepare(proposed.campaign, proposed.campaign.open.encode_input(), {"from": financier})
    currency.setHook(hook, {"from": financier})
    proposed.fund(financier, amount)
    proposed.campaign.escrowLine(0, {"from": financier})
    assert hook.succeeded()
    assert proposed.campaign.status() == stages.RAISING
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == amount
