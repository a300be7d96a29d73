"""No payee of the waterfall can stop the others, or the holders (5.4)."""

import pytest
from brownie import GasBurningHook, RamblingHook, ReenteringHook, RevertingHook, web3

from tests.contracts.answers import happened
from tests.contracts.currencies import only_currency
from tests.contracts.project import statement


@only_currency("BlockingCurrency")
def test_a_blocked_payee_is_owed(project, financier, stranger, producer, collector, currency):
    """K4: and paid later, by anyone's call."""
    currency.setBlocked(financier, True, {"from": financier})
    deposit = project.deposit(1_003)
    assert happened(deposit, "PaymentFailed") == [{"payee": financier, "amount": 317}]
    assert [event["payee"] for event in happened(deposit, "Paid")] == [collector, producer]
    assert project.waterfall.owedTo(financier) == project.waterfall.reserved() == 317
    currency.setBlocked(financier, False, {"from": financier})
    project.waterfall.withdraw(financier, {"from": stranger})
    assert currency.balanceOf(financier) == 317
    assert project.waterfall.reserved() == 0


@only_currency("BlockingCurrency")
def test_debts_add_up_over_deposits(project, financier, currency):
    """5.4: the waterfall knows what it owes."""
    currency.setBlocked(financier, True, {"from": financier})
    for number in (1, 2, 3):
        project.deposit(1_003, number)
    assert project.waterfall.owedTo(financier) == 3 * 317
    assert currency.balanceOf(project.waterfall) == project.waterfall.reserved() == 3 * 317


@only_currency("RefusingCurrency")
def test_false_is_a_failed_payment(project, financier, currency):
    """5.4, K19: an answer of false is not taken for a payment."""
    currency.setRefused(financier, True, {"from": financier})
    deposit = project.deposit(1_003)
    assert happened(deposit, "PaymentFailed") == [{"payee": financier, "amount": 317}]


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    "hostile", [RevertingHook, GasBurningHook, RamblingHook], ids=lambda each: each._name
)
def test_a_hostile_payee_stops_nobody(project, collector, financier, producer, fan, currency, hostile):
    """K4: whatever it does with its gas."""
    currency.setHook(hostile.deploy({"from": collector}), {"from": collector})
    deposit = project.deposit(1_003)
    assert happened(deposit, "PaymentFailed") == [{"payee": collector, "amount": 50}]
    assert [event["payee"] for event in happened(deposit, "Paid")] == [financier, producer]
    assert project.shares.claimable(fan) == 382 * 60 // 97


@only_currency("HookedCurrency")
def test_a_payee_cannot_deposit_again_while_it_is_paid(project, collector, currency):
    """K2: every verb that moves money is closed meanwhile."""
    hook = ReenteringHook.deploy({"from": collector})
    filed = statement(0, number=9)
    hook.prepare(project.waterfall, project.waterfall.deposit.encode_input(filed), {"from": collector})
    currency.setHook(hook, {"from": collector})
    project.deposit(1_003)
    assert bytes(hook.answer()) == web3.keccak(text="ReentrancyGuardReentrantCall()")[:4]
