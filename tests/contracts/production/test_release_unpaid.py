"""A producer that cannot be paid, or that comes back in the middle, stops nobody (4.1, 5.4, K2, K4)."""

import pytest
from brownie import GasBurningHook, RamblingHook, ReenteringHook, RevertingHook, web3
from brownie.exceptions import VirtualMachineError

from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import only_currency
from tests.contracts.production.film import BPS, pot_of, split_down
from tests.contracts.project import wait_until

REENTRANT_CALL = web3.keccak(text="ReentrancyGuardReentrantCall()")[:4]


@pytest.fixture
def amount(film):
    return split_down(pot_of(film), BPS)[0]


def stays_owed(film, reading, amount):
    """The release counts, and its money waits."""
    producer, pot = film.producer, pot_of(film)
    assert happened(reading, "Released", film.campaign) == [{"milestone": 0, "amount": amount}]
    assert happened(reading, "PaymentFailed", film.campaign) == [{"payee": producer, "amount": amount}]
    assert not happened(reading, "Paid")
    assert film.campaign.owedTo(producer) == amount
    assert plain(film.campaign.pot()) == (pot, pot - amount)
    assert film.campaign.reserved() == film.currency.balanceOf(film.campaign) == pot


@only_currency("BlockingCurrency")
def test_a_blocked_producer_takes_its_release_later(film, currency, producer, stranger, amount):
    """5.4, K4: released all the same, owed until it can be paid, by anyone's call."""
    currency.setBlocked(producer, True, {"from": producer})
    stays_owed(film, film.release(0), amount)
    with refused("Vault_PaymentRefused", producer, amount):
        film.campaign.withdraw(producer, {"from": stranger})
    currency.setBlocked(producer, False, {"from": producer})
    film.campaign.withdraw(producer, {"from": stranger})
    assert currency.balanceOf(producer) == amount
    assert film.campaign.owedTo(producer) == 0


@only_currency("BlockingCurrency")
def test_a_blocked_producer_may_say_where(film, currency, producer, stranger, amount):
    """5.4: itself, and nobody for it."""
    currency.setBlocked(producer, True, {"from": producer})
    film.release(0)
    with refused("Vault_NothingOwed", stranger):
        film.campaign.withdrawTo(stranger, {"from": stranger})
    film.campaign.withdrawTo(stranger, {"from": producer})
    assert currency.balanceOf(stranger) == amount


@only_currency("BlockingCurrency")
def test_what_is_owed_stays_owed_through_a_wind_down(film, currency, producer, fan, stranger, amount):
    """4.3, 5.4: released is released: the holders' refund does not touch it."""
    currency.setBlocked(producer, True, {"from": producer})
    film.release(0)
    ending = film.wind_down(fan, 1)
    assert happened(ending, "WoundDown")[0]["unspent"] == pot_of(film) - amount
    film.campaign.sweep(currency, {"from": stranger})
    assert film.campaign.reserved() == currency.balanceOf(film.campaign)
    currency.setBlocked(producer, False, {"from": producer})
    film.campaign.withdraw(producer, {"from": stranger})
    assert currency.balanceOf(producer) == amount


@only_currency("RefusingCurrency")
def test_a_currency_that_answers_false_has_not_paid(film, currency, producer, amount):
    """K19: the release stays owed."""
    currency.setRefused(producer, True, {"from": producer})
    stays_owed(film, film.release(0), amount)


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    "hostile", [RevertingHook, GasBurningHook, RamblingHook], ids=lambda each: each._name
)
def test_a_hostile_producer_stops_nothing(film, currency, producer, amount, hostile):
    """K4: neither this release nor the next one."""
    hook = hostile.deploy({"from": producer})
    currency.setHook(hook, {"from": producer})
    stays_owed(film, film.release(0), amount)
    second = happened(film.release(1), "Released")[0]["amount"]
    assert film.campaign.owedTo(producer) == amount + second


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("read", []),
        ("exit", [1]),
        ("escrowLine", [0]),
        ("returnLine", [0]),
        ("refundGift", ["producer"]),
        ("withdraw", ["producer"]),
        ("withdrawTo", ["producer"]),
        ("sweep", ["currency"]),
    ],
)
def test_nobody_comes_back_in_the_middle_of_a_release(film, currency, producer, amount, verb, arguments):
    """K2: every verb that moves money is closed while one runs; the release is paid once."""
    named = {"producer": producer, "currency": currency}
    hook = ReenteringHook.deploy({"from": producer})
    call = getattr(film.campaign, verb).encode_input(*[named.get(each, each) for each in arguments])
    hook.prepare(film.campaign, call, {"from": producer})
    currency.setHook(hook, {"from": producer})
    film.release(0)
    assert hook.wasCalled()
    assert not hook.succeeded()
    assert plain(hook.answer()) == bytes(REENTRANT_CALL)
    assert currency.balanceOf(producer) == amount


@only_currency("6-decimals")
def test_too_little_gas_fakes_no_failure(film, currency, producer, stranger, amount):
    """5.4, K4: at any gas limit the release is paid, or nothing happens and it can be read again."""
    film.announce(0)
    wait_until(film.campaign.question()["objectionsUntil"])
    refusals = []
    for gas in range(40_000, 500_000, 10_000):
        try:
            reading = film.campaign.read({"from": stranger, "gas_limit": gas})
            break
        except VirtualMachineError as refusal:
            refusals.append(refusal.revert_msg or "out of gas")
            assert currency.balanceOf(producer) == film.campaign.owedTo(producer) == 0
    assert happened(reading, "Paid", film.campaign)[0]["amount"] == amount
    assert {refusal.split(":")[0] for refusal in refusals} == {"FailedCall", "Vault_TooLittleGas"}
