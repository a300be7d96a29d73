"""A holder takes what its shares have earned (5.4, 5.5)."""

import pytest

from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import every_currency, only_currency


@every_currency
def test_a_holder_is_paid_everything_it_has_earned(project, shares, fan, second_fan, currency):
    """5.4, 5.5, K19: whole units, whatever kind of currency."""
    project.deposit(97_005)
    claim = shares.claim({"from": fan})
    assert claim.return_value == 60_003
    assert happened(claim, "RoyaltyPaid", shares) == [{"holder": fan, "to": fan, "amount": 60_003}]
    assert currency.balanceOf(fan) == 60_003
    assert plain(shares.totals()) == (97_005, 97_005, 60_003)
    assert shares.reserved() == currency.balanceOf(shares) == 97_005 - 60_003
    assert (shares.claimable(fan), shares.claimable(second_fan)) == (0, 37_001)


def test_nothing_to_claim_is_refused(project, shares, fan, stranger):
    """5.4: who holds nothing, and who has just claimed."""
    project.deposit(97_000)
    shares.claim({"from": fan})
    for somebody in (fan, stranger):
        with refused("ShareToken_NothingToClaim", somebody):
            shares.claim({"from": somebody})


def test_fractions_are_kept_until_they_make_a_unit(project, shares, fan, currency):
    """5.5, K3, K13: claiming as often as possible brings neither more nor less than claiming once."""
    for number in range(1, 13):
        project.deposit(3, number)
        if shares.claimable(fan):
            shares.claim({"from": fan})
    assert currency.balanceOf(fan) + shares.claimable(fan) == 12 * 3 * 60 // 97


def test_a_gift_is_not_claimed_by_whoever_comes_first(project, shares, fan, currency, stranger):
    """K1, K10: no claim reads the balance; a gift is nobody's until it is swept."""
    project.deposit(97_000)
    currency.mint(shares, 1_000_000, {"from": stranger})
    assert shares.claim({"from": fan}).return_value == 60_000
    assert (shares.reserved(), currency.balanceOf(shares)) == (37_000, 1_037_000)


def test_a_deposit_in_between_is_not_swallowed(project, shares, fan, second_fan, currency):
    """K1: paying one holder does not touch what came in for the others."""
    project.deposit(97_000, 1)
    shares.claim({"from": fan})
    project.deposit(97_000, 2)
    shares.claim({"from": second_fan})
    shares.claim({"from": fan})
    assert (currency.balanceOf(fan), currency.balanceOf(second_fan)) == (120_000, 74_000)
    assert currency.balanceOf(shares) == shares.reserved() == 0


def test_who_sold_everything_still_claims(project, shares, fan, stranger, currency):
    """5.3, K9: leaving does not break what was earned, nor what others earn."""
    project.deposit(97_000, 1)
    shares.transfer(stranger, 60, {"from": fan})
    project.deposit(97_000, 2)
    assert shares.claim({"from": fan}).return_value == 60_000
    assert shares.claim({"from": stranger}).return_value == 60_000


@only_currency("BlockingCurrency")
def test_a_claim_that_cannot_be_paid_is_refused_and_loses_nothing(project, shares, fan, currency):
    """5.4: it can be tried again, or sent elsewhere."""
    project.deposit(97_000)
    currency.setBlocked(fan, True, {"from": fan})
    with refused("Vault_PaymentRefused", fan, 60_000):
        shares.claim({"from": fan})
    assert shares.claimable(fan) == 60_000
    assert plain(shares.totals()) == (97_000, 97_000, 0)


@pytest.mark.parametrize("years", [1, 50])
def test_nothing_earned_ever_expires(project, shares, fan, producer, platform, currency, chain, years):
    """5.4, K17: neither producer nor platform can take unclaimed royalties back."""
    project.deposit(97_000)
    chain.sleep(years * 31_536_000)
    for somebody in (producer, platform):
        with refused("Vault_NothingToSweep", currency):
            shares.sweep(currency, {"from": somebody})
        with refused("ShareToken_NothingToClaim", somebody):
            shares.claim({"from": somebody})
    assert shares.claim({"from": fan}).return_value == 60_000
