"""Anyone has holders paid what they have earned, and nobody blocks anybody (5.4)."""

import pytest
from brownie import GasBurningHook, RamblingHook, ReenteringHook, RevertingHook, SmartWallet, web3

from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import every_currency, only_currency


@every_currency
def test_each_holder_is_paid_what_it_has_earned(project, shares, fan, second_fan, stranger, currency):
    """5.4, 7.2, K19: and nothing else, however often it is called or somebody is named."""
    project.deposit(97_000)
    payout = shares.payout([fan, stranger, second_fan, fan], {"from": stranger})
    assert happened(payout, "RoyaltyPaid", shares) == [
        {"holder": fan, "to": fan, "amount": 60_000},
        {"holder": second_fan, "to": second_fan, "amount": 37_000},
    ]
    assert plain(shares.totals()) == (97_000, 97_000, 97_000)
    again = shares.payout([fan, second_fan], {"from": stranger})
    assert happened(again, "RoyaltyPaid") == happened(again, "Transfer") == []
    assert (currency.balanceOf(fan), currency.balanceOf(second_fan)) == (60_000, 37_000)
    assert currency.balanceOf(shares) == shares.reserved() == 0


def test_nobody_at_all_is_no_error(project, shares, stranger):
    """5.4: an empty batch pays nobody."""
    assert happened(shares.payout([], {"from": stranger}), "RoyaltyPaid") == []


def test_who_has_less_than_a_unit_is_left_as_it_is(project, shares, fan, second_fan, stranger):
    """5.5, 7.1: an account never changes without an event, so that a mirror can follow every fraction."""
    project.deposit(1)
    before = plain(shares.accountOf(fan))
    shares.payout([fan, second_fan, stranger], {"from": stranger})
    assert plain(shares.accountOf(fan)) == before == (60, 0, 0, 0)
    assert plain(shares.accountOf(stranger)) == (0, 0, 0, 0)


@only_currency("BlockingCurrency")
def test_a_payment_that_fails_stays_owed(project, shares, fan, second_fan, stranger, currency):
    """5.4, K4: and is paid with what comes later, once it can be."""
    project.deposit(97_000, 1)
    currency.setBlocked(fan, True, {"from": fan})
    payout = shares.payout([fan, second_fan], {"from": stranger})
    assert happened(payout, "RoyaltyPaymentFailed", shares) == [{"holder": fan, "amount": 60_000}]
    assert [event["holder"] for event in happened(payout, "RoyaltyPaid")] == [second_fan]
    assert (shares.claimable(fan), shares.accountOf(fan)["owed"]) == (60_000, 60_000)
    assert plain(shares.totals()) == (97_000, 97_000, 37_000)
    assert currency.balanceOf(shares) == shares.reserved() == 60_000
    project.deposit(97_000, 2)
    shares.payout([fan], {"from": stranger})
    currency.setBlocked(fan, False, {"from": fan})
    payout = shares.payout([fan], {"from": stranger})
    assert happened(payout, "RoyaltyPaid") == [{"holder": fan, "to": fan, "amount": 120_000}]
    assert shares.accountOf(fan)["owed"] == 0


@only_currency("BlockingCurrency")
def test_a_blocked_holder_takes_its_money_elsewhere(project, shares, fan, stranger, currency):
    """5.4, K4: what stayed owed can be claimed to another address."""
    project.deposit(97_000)
    currency.setBlocked(fan, True, {"from": fan})
    shares.payout([fan], {"from": stranger})
    shares.claimTo(stranger, {"from": fan})
    assert currency.balanceOf(stranger) == 60_000


@only_currency("RefusingCurrency")
def test_false_is_a_failed_payment(project, shares, fan, stranger, currency):
    """5.4, K19: nothing is booked as paid."""
    project.deposit(97_000)
    currency.setRefused(fan, True, {"from": fan})
    payout = shares.payout([fan], {"from": stranger})
    assert happened(payout, "RoyaltyPaymentFailed") == [{"holder": fan, "amount": 60_000}]
    assert shares.totals()["paid"] == 0


def test_a_currency_whose_code_is_gone_pays_nobody(project, shares, fan, stranger, currency):
    """5.4, K19: a call to nothing succeeds without an answer, and is no payment."""
    project.deposit(97_000)
    web3.provider.make_request("anvil_setCode", [currency.address, "0x"])
    payout = shares.payout([fan], {"from": stranger})
    assert happened(payout, "RoyaltyPaymentFailed") == [{"holder": fan, "amount": 60_000}]
    with refused("Vault_PaymentRefused", fan, 60_000):
        shares.claim({"from": fan})
    assert shares.claimable(fan) == 60_000


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    "hostile", [RevertingHook, GasBurningHook, RamblingHook], ids=lambda each: each._name
)
def test_a_hostile_holder_blocks_nobody(project, shares, fan, second_fan, stranger, currency, hostile):
    """5.4, K4: whatever it does, it stays owed and the next one is paid, at a bounded cost."""
    project.deposit(97_000)
    currency.setHook(hostile.deploy({"from": fan}), {"from": fan})
    payout = shares.payout([fan, second_fan], {"from": stranger})
    assert happened(payout, "RoyaltyPaymentFailed") == [{"holder": fan, "amount": 60_000}]
    assert currency.balanceOf(second_fan) == 37_000
    assert payout.gas_used < 400_000


@only_currency("HookedCurrency")
def test_shares_sold_in_the_middle_of_a_payout_are_not_paid_twice(
    project, shares, fan, second_fan, stranger, currency
):
    """5.3, K2: the fan hands its shares to the next in the batch while it is paid."""
    project.deposit(97_000)
    hook = ReenteringHook.deploy({"from": fan})
    shares.approve(hook, 60, {"from": fan})
    hook.prepare(shares, shares.transferFrom.encode_input(fan, second_fan, 60), {"from": fan})
    currency.setHook(hook, {"from": fan})
    shares.payout([fan, second_fan], {"from": stranger})
    assert hook.succeeded()
    assert shares.balanceOf(second_fan) == 97
    assert (currency.balanceOf(fan), currency.balanceOf(second_fan)) == (60_000, 37_000)
    assert shares.claimable(fan) == shares.claimable(second_fan) == 0


def test_a_contract_is_not_pushed_to_unless_it_opted_in(project, shares, fan, stranger, currency):
    """5.4, K20: it may have no way to move the money on."""
    wallet = SmartWallet.deploy({"from": fan})
    shares.transfer(wallet, 60, {"from": fan})
    project.deposit(97_000)
    assert not shares.isPushed(wallet)
    assert happened(shares.payout([wallet], {"from": stranger}), "RoyaltyPaid") == []
    assert shares.claimable(wallet) == 60_000
    wallet.execute(shares, shares.acceptPush.encode_input(True), {"from": fan})
    shares.payout([wallet], {"from": stranger})
    assert currency.balanceOf(wallet) == 60_000


def test_nobody_decides_for_a_contract_that_is_not_there_yet(project, shares, fan, stranger, currency):
    """5.4, K20: a transfer of nothing to its future address does not make a plain wallet of it."""
    address = fan.get_deployment_address()
    shares.transfer(address, 0, {"from": stranger})
    wallet = SmartWallet.deploy({"from": fan})
    assert wallet.address == address
    shares.transfer(wallet, 60, {"from": fan})
    assert not shares.isPushed(wallet)


def test_a_delegated_wallet_is_no_contract(project, shares, fan, stranger, currency):
    """5.4: EIP-7702 puts a pointer where code would be; any other 23 bytes are code."""
    delegated, odd = "0x" + 40 * "a", "0x" + 40 * "b"
    pointer = shares.address[2:].lower()
    for holder, prefix in ((delegated, "0xef0100"), (odd, "0xef0200")):
        web3.provider.make_request("anvil_setCode", [holder, prefix + pointer])
        shares.transfer(holder, 20, {"from": fan})
    assert (shares.isPushed(delegated), shares.isPushed(odd)) == (True, False)
    project.deposit(97_000)
    shares.payout([delegated, odd], {"from": stranger})
    assert (currency.balanceOf(delegated), currency.balanceOf(odd)) == (20_000, 0)
