"""Money counted is money received by this call: a currency that takes a fee, or lies, is refused (3.5)."""

import pytest
from brownie import ReenteringHook, web3

from tests.contracts.answers import refused
from tests.contracts.currencies import only_currency

REENTRANT_CALL = web3.keccak(text="ReentrancyGuardReentrantCall()")[:4]


@only_currency("TaxedCurrency")
@pytest.mark.parametrize(("tax_bps", "received"), [(1, 19_998_000), (300, 19_400_000), (10_000, 0)])
def test_a_currency_that_takes_a_fee_is_refused(project, fan, currency, tax_bps, received):
    """3.5, K11: not credited in full, nor at all; all of it as a fee is a currency that lies."""
    currency.setTax(tax_bps, {"from": fan})
    with refused("Vault_WrongAmountReceived", 2 * project.price, received):
        project.contribute(fan, 2)
    assert project.campaign.raised() == project.shares.totalSupply() == 0


@only_currency("RefusingCurrency")
def test_a_currency_that_answers_false_is_refused(project, fan, currency):
    """3.5, K19: false is no payment."""
    currency.setRefused(fan, True, {"from": fan})
    with refused("SafeERC20FailedOperation", currency):
        project.contribute(fan, 2)
    assert project.campaign.raised() == 0


@only_currency("BlockingCurrency")
def test_a_blocked_fan_is_told_so_by_the_currency(project, fan, second_fan, currency):
    """K19: and the others go on."""
    project.currency.mint(fan, 2 * project.price, {"from": fan})
    project.currency.approve(project.campaign, 2 * project.price, {"from": fan})
    currency.setBlocked(fan, True, {"from": fan})
    with refused("Blocked", fan):
        project.campaign.contribute(2, 0, {"from": fan})
    assert project.contribute(second_fan, 2).status == 1


@pytest.fixture
def hook(project, fan, currency):
    """The fan runs code in the middle of its own payment."""
    project.currency.mint(fan, 10 * project.price, {"from": fan})
    project.currency.approve(project.campaign, 10 * project.price, {"from": fan})
    made = ReenteringHook.deploy({"from": fan})
    currency.setHook(made, {"from": fan})
    return made


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("contribute", [2, 0]),
        ("contributeUpTo", [2, 0]),
        ("contributeWithPermit", [2, 0, (0, 0, 27, bytes(32), bytes(32))]),
        ("contributeFor", ["0x" + 40 * "1", 2]),
        ("contributeBySignature", ["0x" + 40 * "1", 2, 0, 0, b""]),
        ("revoke", []),
        ("give", [1]),
        ("finalize", []),
        ("cancel", []),
        ("refund", ["0x" + 40 * "1"]),
        ("refundMany", [["0x" + 40 * "1"]]),
        ("refundGift", ["0x" + 40 * "1"]),
        ("withdraw", ["0x" + 40 * "1"]),
        ("withdrawTo", ["0x" + 40 * "1"]),
        ("sweep", ["currency"]),
    ],
)
def test_nobody_comes_back_in_the_middle_of_a_payment(project, fan, hook, currency, verb, arguments):
    """3.5, K2: every verb that moves money is closed while another one runs."""
    arguments = [currency if each == "currency" else each for each in arguments]
    hook.prepare(project.campaign, getattr(project.campaign, verb).encode_input(*arguments), {"from": fan})
    project.campaign.contribute(2, 0, {"from": fan})
    assert hook.wasCalled()
    assert not hook.succeeded()
    assert bytes(hook.answer()) == REENTRANT_CALL
    assert project.campaign.raised() == currency.balanceOf(project.campaign) == 2 * project.price


@only_currency("HookedCurrency")
def test_money_given_in_the_middle_of_a_payment_is_not_counted(project, fan, hook, currency):
    """K2: a balance that grew by more than the price is refused, so that nothing is counted twice."""
    currency.mint(hook, 5, {"from": fan})
    hook.prepare(currency, currency.transfer.encode_input(project.campaign, 5), {"from": fan})
    with refused("Vault_WrongAmountReceived", 2 * project.price, 2 * project.price + 5):
        project.campaign.contribute(2, 0, {"from": fan})
