"""What could not be paid stays owed, and is paid to nobody else (5.4)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import only_currency

pytestmark = only_currency("BlockingCurrency")


@pytest.fixture(scope="module")
def campaign(proposed, fan, second_fan, currency, stranger):
    """Failed, and the fan was blocked when it was refunded."""
    stages.fail(proposed, fan, second_fan)
    currency.setBlocked(fan, True, {"from": fan})
    proposed.campaign.refundMany([fan, second_fan], {"from": stranger})
    return proposed.campaign


@pytest.fixture
def owed(campaign, fan):
    return campaign.owedTo(fan)


def test_anyone_has_the_payee_paid(campaign, fan, stranger, currency, owed):
    """5.4: paid to the payee, whoever calls."""
    currency.setBlocked(fan, False, {"from": fan})
    payment = campaign.withdraw(fan, {"from": stranger})
    assert happened(payment, "Paid", campaign) == [{"payee": fan, "to": fan, "amount": owed}]
    assert currency.balanceOf(fan) == owed
    assert campaign.owedTo(fan) == campaign.reserved() == currency.balanceOf(campaign) == 0


def test_nothing_owed_is_refused(campaign, fan, second_fan, stranger, currency, owed):
    """5.4: who was paid, or never owed, is told so; nobody is paid twice."""
    currency.setBlocked(fan, False, {"from": fan})
    campaign.withdraw(fan, {"from": stranger})
    for somebody in (fan, second_fan, stranger):
        with refused("Vault_NothingOwed", somebody):
            campaign.withdraw(somebody, {"from": stranger})


def test_a_payment_that_fails_again_is_refused_and_loses_nothing(campaign, fan, stranger, currency, owed):
    """5.4: the error says to whom and how much."""
    with refused("Vault_PaymentRefused", fan, owed):
        campaign.withdraw(fan, {"from": stranger})
    assert campaign.owedTo(fan) == campaign.reserved() == currency.balanceOf(campaign) == owed


def test_the_payee_itself_may_say_where(campaign, fan, stranger, currency, owed):
    """5.4: a blocked fan takes its money at another address."""
    payment = campaign.withdrawTo(stranger, {"from": fan})
    assert happened(payment, "Paid", campaign) == [{"payee": fan, "to": stranger, "amount": owed}]
    assert currency.balanceOf(stranger) == owed
    assert campaign.owedTo(fan) == campaign.reserved() == 0


def test_nobody_else_may_say_where(campaign, stranger, owed):
    """5.4: `withdrawTo` pays what is owed to the caller."""
    with refused("Vault_NothingOwed", stranger):
        campaign.withdrawTo(stranger, {"from": stranger})


def test_a_destination_that_cannot_be_paid_is_refused(campaign, fan, currency, owed):
    """5.4: and the money stays owed."""
    with refused("Vault_PaymentRefused", fan, owed):
        campaign.withdrawTo(fan, {"from": fan})
    assert campaign.owedTo(fan) == owed


def test_nothing_owed_ever_expires(campaign, fan, producer, platform, stranger, currency, chain, owed):
    """5.4, K17: ten years later it is still there, and nobody's surplus."""
    chain.sleep(10 * 365 * 86_400)
    with refused("Vault_NothingToSweep", currency):
        campaign.sweep(currency, {"from": producer})
    currency.setBlocked(fan, False, {"from": fan})
    campaign.withdraw(fan, {"from": stranger})
    assert currency.balanceOf(fan) == owed
