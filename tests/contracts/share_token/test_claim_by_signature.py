"""Anyone brings what a holder signed, and the money goes where the holder says (5.4)."""

import pytest
from brownie import SmartWallet

from tests.contracts.answers import happened
from tests.contracts.currencies import every_currency
from tests.contracts.delegation import delegate
from tests.contracts.signing import FOREVER, sign

FAN = 4
"""Which of the accounts the fan is."""


@pytest.fixture
def wallet(project, shares, fan):
    """A contract of the fan's, with all its shares."""
    made = SmartWallet.deploy({"from": fan})
    shares.transfer(made, 60, {"from": fan})
    return made


@every_currency
def test_a_holder_redirects_by_its_key(project, shares, fan, patron, stranger, currency):
    """5.4, 5.5: everything it has earned, once; who brings it gets nothing."""
    project.deposit(97_005)
    signature = sign(fan, shares, "Claim", fan, patron, 0, FOREVER)
    claim = shares.claimBySignature(fan, patron, FOREVER, signature, {"from": stranger})
    assert claim.return_value == 60_003
    assert happened(claim, "RoyaltyPaid", shares) == [{"holder": fan, "to": patron, "amount": 60_003}]
    told = [currency.balanceOf(each) for each in (fan, patron, stranger)]
    assert told == [0, 60_003, 0]
    assert (shares.claimable(fan), shares.nonces(fan)) == (0, 1)
    assert currency.balanceOf(shares) == shares.reserved() == 97_005 - 60_003


def test_the_next_claim_needs_the_next_number(project, shares, fan, stranger, currency):
    """5.4, K15: each signature serves once, in their order."""
    for number in (1, 2):
        project.deposit(97_000, number)
        signature = sign(fan, shares, "Claim", fan, fan, number - 1, FOREVER)
        shares.claimBySignature(fan, fan, FOREVER, signature, {"from": stranger})
    assert (currency.balanceOf(fan), shares.nonces(fan)) == (120_000, 2)


def test_a_contract_redirects_by_its_owners_signature(
    project, shares, wallet, fan, patron, stranger, currency
):
    """5.4, K20: by ERC-1271, so that its money is not stranded."""
    project.deposit(97_000)
    signature = sign(fan, shares, "Claim", wallet, patron, 0, FOREVER)
    shares.claimBySignature(wallet, patron, FOREVER, signature, {"from": stranger})
    assert (currency.balanceOf(patron), currency.balanceOf(wallet)) == (60_000, 0)


def test_a_delegated_wallet_still_signs_with_its_key(project, shares, accounts, fan, stranger, currency):
    """5.4: EIP-7702 gives it code that need not know signatures; the key is asked first."""
    assert delegate(accounts, FAN, shares) == fan
    project.deposit(97_000)
    signature = sign(fan, shares, "Claim", fan, fan, 0, FOREVER)
    shares.claimBySignature(fan, fan, FOREVER, signature, {"from": stranger})
    assert currency.balanceOf(fan) == 60_000


def test_a_delegated_wallet_may_sign_as_its_code_says(
    project, shares, accounts, fan, second_fan, stranger, currency
):
    """5.4: ERC-1271 second: what it delegates to accepts the signature of another key."""
    delegate(accounts, FAN, SmartWallet.deploy({"from": second_fan}))
    project.deposit(97_000)
    signature = sign(second_fan, shares, "Claim", fan, stranger, 0, FOREVER)
    shares.claimBySignature(fan, stranger, FOREVER, signature, {"from": stranger})
    assert currency.balanceOf(stranger) == 60_000


def test_a_delegated_wallet_is_still_paid_by_others(project, shares, accounts, fan, stranger, currency):
    """5.4, K20: shares that it receives under a delegation do not make a contract of it."""
    delegate(accounts, FAN, SmartWallet.deploy({"from": fan}))
    shares.transfer(stranger, 60, {"from": fan})
    shares.transfer(fan, 60, {"from": stranger})
    project.deposit(97_000)
    assert shares.isPushed(fan)
    shares.payout([fan], {"from": stranger})
    assert currency.balanceOf(fan) == 60_000
