"""A holder allows by signature (6.1): ERC-2612, once, here, in time."""

from typing import NamedTuple

import pytest
from brownie import SmartWallet, chain, web3
from eth_account import Account
from eth_account.messages import encode_typed_data

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import at_second, propose

FIELDS = [
    ("owner", "address"),
    ("spender", "address"),
    ("value", "uint256"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
]
CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


class Permit(NamedTuple):
    """The arguments of `permit`."""

    owner: str
    spender: str
    value: int
    deadline: int
    v: int
    r: bytes
    s: bytes


@pytest.fixture(scope="session")
def signer():
    """A fan with its own key."""
    return Account.from_key("0x" + 63 * "0" + "7")


def sign(signer, shares, spender, value=5, owner=None, nonce=0, deadline=2**255, **domain):
    """What the signer signs for these shares, or for another domain."""
    owner = owner or signer.address
    domain = {
        "name": "Coprod share",
        "version": "1",
        "chainId": chain.id,
        "verifyingContract": shares.address,
        **domain,
    }
    message = {
        "owner": owner,
        "spender": spender.address,
        "value": value,
        "nonce": nonce,
        "deadline": deadline,
    }
    types = {"Permit": [{"name": name, "type": kind} for name, kind in FIELDS]}
    signed = signer.sign_message(encode_typed_data(domain, types, message))
    return Permit(
        owner,
        spender.address,
        value,
        deadline,
        signed.v,
        signed.r.to_bytes(32, "big"),
        signed.s.to_bytes(32, "big"),
    )


@pytest.fixture
def given_shares(shares, fan, signer):
    shares.transfer(signer.address, 20, {"from": fan})


def test_a_signature_allows(shares, signer, stranger, given_shares):
    """6.1: anyone may bring it, and the spender moves the shares."""
    permit = shares.permit(*sign(signer, shares, stranger), {"from": stranger})
    assert happened(permit, "Approval") == [{"owner": signer.address, "spender": stranger, "value": 5}]
    assert shares.nonces(signer.address) == 1
    shares.transferFrom(signer.address, stranger, 5, {"from": stranger})
    assert shares.balanceOf(stranger) == 5


def test_a_signature_brought_by_somebody_else_first_still_allows(
    shares, signer, stranger, second_fan, given_shares
):
    """K14: a front-runner can only do what was signed."""
    signed = sign(signer, shares, stranger)
    shares.permit(*signed, {"from": second_fan})
    with refused("ShareToken_WrongSigner", signer.address):
        shares.permit(*signed, {"from": stranger})
    assert shares.transferFrom(signer.address, stranger, 5, {"from": stranger}).status == 1


def test_a_signature_counts_once(shares, signer, stranger):
    """K15: the nonce is used up, and the next one has to be signed."""
    shares.permit(*sign(signer, shares, stranger), {"from": stranger})
    with refused("ShareToken_WrongSigner", signer.address):
        shares.permit(*sign(signer, shares, stranger), {"from": stranger})
    assert shares.permit(*sign(signer, shares, stranger, nonce=1), {"from": stranger}).status == 1


@pytest.mark.parametrize(
    "other", [{"chainId": 1}, {"version": "2"}, {"name": "Coprod"}], ids=lambda each: next(iter(each))
)
def test_a_signature_for_another_domain_is_refused(shares, signer, stranger, other):
    """K15: nor does it count on another chain."""
    with refused("ShareToken_WrongSigner", signer.address):
        shares.permit(*sign(signer, shares, stranger, **other), {"from": stranger})


def test_a_signature_for_the_shares_of_another_project_is_refused(
    shares, signer, stranger, factory, platform, producer, later_terms, fan, second_fan
):
    """K15: clones of one code do not share their signatures."""
    other = propose(factory, platform, producer, later_terms)
    stages.succeed(other, fan, second_fan)
    with refused("ShareToken_WrongSigner", signer.address):
        shares.permit(*sign(signer, other.shares, stranger), {"from": stranger})
    assert other.shares.permit(*sign(signer, other.shares, stranger), {"from": stranger}).status == 1


def test_a_signature_of_somebody_else_is_refused(shares, signer, stranger, fan):
    """6.1: the owner signs."""
    with refused("ShareToken_WrongSigner", fan):
        shares.permit(*sign(signer, shares, stranger, owner=fan.address), {"from": stranger})


def test_a_signature_for_other_values_is_refused(shares, signer, stranger, fan):
    """6.1: every field is signed."""
    signed = sign(signer, shares, stranger)
    for change in ({"value": 6}, {"spender": fan.address}, {"deadline": 2**255 + 1}):
        with refused("ShareToken_WrongSigner", signer.address):
            shares.permit(*signed._replace(**change), {"from": stranger})


def test_the_other_half_of_a_signature_is_refused(shares, signer, stranger):
    """K15: a signature has one form only."""
    signed = sign(signer, shares, stranger)
    mirrored = (CURVE_ORDER - int.from_bytes(signed.s, "big")).to_bytes(32, "big")
    with refused("ShareToken_WrongSigner", signer.address):
        shares.permit(*signed._replace(v=55 - signed.v, s=mirrored), {"from": stranger})


def test_a_signature_has_a_last_second(shares, signer, stranger):
    """6.1: the deadline itself is in time."""
    deadline = chain[-1].timestamp + 100
    first, late = (sign(signer, shares, stranger, nonce=nonce, deadline=deadline) for nonce in (0, 1))
    at_second(deadline)
    shares.permit(*first, {"from": stranger})
    at_second(deadline + 1)
    with refused("ShareToken_SignatureExpired", deadline):
        shares.permit(*late, {"from": stranger})


def test_nobody_in_particular_signs_nothing(shares, stranger):
    """K15: a signature that recovers to nothing is nobody's."""
    nobody = "0x" + 40 * "0"
    broken = Permit(nobody, stranger.address, 5, 2**255, 27, bytes(32), bytes(32))
    with refused("ShareToken_WrongSigner", nobody):
        shares.permit(*broken, {"from": stranger})


def test_a_wallet_that_delegates_still_signs_with_its_key(shares, signer, stranger):
    """6.1: EIP-7702 gives it code; what it delegates to need not know signatures."""
    pointer = "0xef0100" + shares.address[2:].lower()
    web3.provider.make_request("anvil_setCode", [signer.address, pointer])
    assert shares.permit(*sign(signer, shares, stranger), {"from": stranger}).status == 1


def test_a_smart_wallet_allows_by_the_signature_of_its_owner(shares, accounts, stranger, signer, fan):
    """6.1: ERC-1271; a signature of somebody else is refused."""
    accounts.add(signer.key.hex())
    wallet = SmartWallet.deploy({"from": accounts.at(signer.address)})
    shares.permit(*sign(signer, shares, stranger, owner=wallet.address), {"from": stranger})
    assert shares.allowance(wallet, stranger) == 5
    other = Account.from_key("0x" + 63 * "0" + "8")
    with refused("ShareToken_WrongSigner", wallet):
        shares.permit(*sign(other, shares, stranger, owner=wallet.address, nonce=1), {"from": stranger})
