"""A signature serves for what was signed, here, in time, and once (5.4)."""

import pytest
from brownie import SmartWallet, chain

from tests.contracts import stages
from tests.contracts.answers import refused
from tests.contracts.currencies import only_currency
from tests.contracts.project import at_second, propose
from tests.contracts.signing import FOREVER, sign
from tests.contracts.terms import HOLDERS

CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@pytest.fixture(autouse=True)
def earned(project, shares, fan, second_fan):
    """Something to claim for both, so that nothing else stands in the way."""
    project.deposit(97_000)


def test_a_signature_serves_once(project, shares, fan, stranger):
    """K15: brought again when there is something to claim again, it is refused."""
    signature = sign(fan, shares, "Claim", fan, fan, 0, FOREVER)
    shares.claimBySignature(fan, fan, FOREVER, signature, {"from": stranger})
    project.deposit(97_000, 2)
    with refused("ShareToken_WrongSigner", fan):
        shares.claimBySignature(fan, fan, FOREVER, signature, {"from": stranger})
    assert shares.claimable(fan) == 60_000


@pytest.mark.parametrize(
    "other", [{"chainId": 1}, {"version": "2"}, {"name": "Coprod"}], ids=lambda each: next(iter(each))
)
def test_a_signature_for_another_domain_is_refused(shares, fan, stranger, other):
    """K15: nor does it serve on another chain."""
    signature = sign(fan, shares, "Claim", fan, fan, 0, FOREVER, **other)
    with refused("ShareToken_WrongSigner", fan):
        shares.claimBySignature(fan, fan, FOREVER, signature, {"from": stranger})


def test_a_signature_for_another_project_is_refused(
    shares, fan, second_fan, stranger, factory, platform, producer, later_terms, currency
):
    """K15: clones of one code do not share their signatures."""
    other = propose(factory, platform, producer, later_terms)
    stages.succeed(other, fan, second_fan)
    other.deposit(97_000)
    signature = sign(fan, shares, "Claim", fan, fan, 0, FOREVER)
    with refused("ShareToken_WrongSigner", fan):
        other.shares.claimBySignature(fan, fan, FOREVER, signature, {"from": stranger})
    assert shares.claimBySignature(fan, fan, FOREVER, signature, {"from": stranger}).status == 1


def test_every_field_is_signed(shares, fan, second_fan, stranger):
    """5.4: nobody else's money, no other payee, no later deadline, no other number."""
    signature = sign(fan, shares, "Claim", fan, fan, 0, FOREVER)
    for holder, to, deadline in (
        (second_fan, fan, FOREVER),
        (fan, stranger, FOREVER),
        (fan, fan, FOREVER + 1),
    ):
        with refused("ShareToken_WrongSigner", holder):
            shares.claimBySignature(holder, to, deadline, signature, {"from": stranger})
    ahead = sign(fan, shares, "Claim", fan, fan, 1, FOREVER)
    with refused("ShareToken_WrongSigner", fan):
        shares.claimBySignature(fan, fan, FOREVER, ahead, {"from": stranger})


def test_a_permit_is_no_claim(shares, fan, stranger):
    """K15: the two share their numbers, not their signatures."""
    permit = sign(fan, shares, "Permit", fan, stranger, 5, 0, FOREVER)
    with refused("ShareToken_WrongSigner", fan):
        shares.claimBySignature(fan, stranger, FOREVER, permit, {"from": stranger})


def test_a_signature_has_a_last_second(project, shares, fan, stranger):
    """5.4: the deadline itself is in time."""
    deadline = chain[-1].timestamp + 1_000
    first, late = (sign(fan, shares, "Claim", fan, fan, number, deadline) for number in (0, 1))
    at_second(deadline)
    shares.claimBySignature(fan, fan, deadline, first, {"from": stranger})
    at_second(deadline + 1)
    project.deposit(97_000, 2)
    with refused("ShareToken_SignatureExpired", deadline):
        shares.claimBySignature(fan, fan, deadline, late, {"from": stranger})
    assert shares.claimable(fan) == 60_000


def test_a_signature_has_one_form(shares, fan, stranger):
    """K15: neither its other half, nor a part of it, nor nothing."""
    signature = sign(fan, shares, "Claim", fan, fan, 0, FOREVER)
    mirrored = (CURVE_ORDER - int.from_bytes(signature[32:64], "big")).to_bytes(32, "big")
    for broken in (signature[:32] + mirrored + bytes([55 - signature[64]]), signature[:64], b""):
        with refused("ShareToken_WrongSigner", fan):
            shares.claimBySignature(fan, fan, FOREVER, broken, {"from": stranger})


def test_nobody_in_particular_signs_nothing(shares, stranger):
    """K15: a signature that recovers to nothing is nobody's."""
    with refused("ShareToken_WrongSigner", HOLDERS):
        shares.claimBySignature(HOLDERS, stranger, FOREVER, bytes(64) + b"\x1b", {"from": stranger})


def test_a_contract_is_not_signed_for_by_strangers(project, shares, fan, stranger):
    """5.4, K20: only as its own code says, and a signature that this code cannot read is refused."""
    wallet = SmartWallet.deploy({"from": fan})
    shares.transfer(wallet, 60, {"from": fan})
    project.deposit(97_000, 2)
    for signature in (sign(stranger, shares, "Claim", wallet, stranger, 0, FOREVER), b"\x01"):
        with refused("ShareToken_WrongSigner", wallet):
            shares.claimBySignature(wallet, stranger, FOREVER, signature, {"from": stranger})


def test_nothing_to_claim_is_refused(shares, fan, stranger):
    """5.4: and the signature can be brought later."""
    shares.claim({"from": fan})
    signature = sign(fan, shares, "Claim", fan, fan, 0, FOREVER)
    with refused("ShareToken_NothingToClaim", fan):
        shares.claimBySignature(fan, fan, FOREVER, signature, {"from": stranger})
    assert shares.nonces(fan) == 0


@only_currency("BlockingCurrency")
def test_a_payee_that_cannot_be_paid_is_refused(shares, fan, second_fan, stranger, currency):
    """5.4, K4: nothing is lost, and the signature serves once the payee can be paid."""
    currency.setBlocked(second_fan, True, {"from": stranger})
    signature = sign(fan, shares, "Claim", fan, second_fan, 0, FOREVER)
    with refused("Vault_PaymentRefused", second_fan, 60_000):
        shares.claimBySignature(fan, second_fan, FOREVER, signature, {"from": stranger})
    currency.setBlocked(second_fan, False, {"from": stranger})
    shares.claimBySignature(fan, second_fan, FOREVER, signature, {"from": stranger})
    assert currency.balanceOf(second_fan) == 60_000
