"""An artist may be a contract, or a wallet under an EIP-7702 delegation (2.4)."""

import pytest
from brownie import SmartWallet

from tests.contracts.answers import happened, refused
from tests.contracts.delegation import delegate
from tests.contracts.project import propose
from tests.contracts.signing import FOREVER

ARTIST = 9
"""Of the chain's accounts, the one in conftest.py."""


@pytest.fixture
def wallet(artist):
    return SmartWallet.deploy({"from": artist})


@pytest.fixture
def project_of(factory, platform, producer, terms):
    """A project of the given artist."""
    return lambda signer: propose(factory, platform, producer, terms.change(artist=signer), nonce=7)


@pytest.fixture
def delegated(accounts, stranger, proposed):
    """The artist's account runs the code of a wallet whose owner is a stranger."""
    return delegate(accounts, ARTIST, SmartWallet.deploy({"from": stranger}))


def test_a_contract_consents_by_erc1271(factory, wallet, project_of, artist, producer):
    """2.4: the owner of the wallet signs, the wallet is the artist."""
    project = project_of(wallet)
    signature = project.consent_signature(by=artist)
    record = factory.recordConsent(project.campaign, FOREVER, signature, {"from": producer})
    assert happened(record, "ConsentRecorded", factory)[0]["artist"] == wallet
    assert factory.hasConsent(project.campaign)


def test_a_contract_that_says_no_has_not_consented(factory, wallet, project_of, stranger, producer):
    """2.4: nobody but its owner signs for it."""
    project = project_of(wallet)
    with refused("Consents_WrongSigner", wallet):
        factory.recordConsent(
            project.campaign, FOREVER, project.consent_signature(by=stranger), {"from": producer}
        )


@pytest.mark.parametrize("signature", [b"", bytes(65)], ids=len)
def test_a_contract_that_fails_to_answer_has_not_consented(
    factory, wallet, project_of, currency, producer, signature
):
    """2.4: a contract that reverts on the signature, or knows no ERC-1271, refuses."""
    project = project_of(wallet)
    with refused("Consents_WrongSigner", wallet):
        factory.recordConsent(project.campaign, FOREVER, signature, {"from": producer})
    project = project_of(currency)
    with refused("Consents_WrongSigner", currency):
        factory.recordConsent(project.campaign, FOREVER, signature, {"from": producer})


def test_a_contract_revokes_by_a_call(factory, wallet, project_of, artist):
    """2.4: as any artist does."""
    project = project_of(wallet)
    wallet.execute(factory, factory.revokeConsent.encode_input(project.campaign), {"from": artist})
    with refused("Consents_Revoked", project.campaign):
        factory.recordConsent(
            project.campaign, FOREVER, project.consent_signature(by=artist), {"from": artist}
        )


def test_the_key_of_a_delegated_account_still_consents(factory, delegated, proposed, producer):
    """2.4: EIP-7702 gives it code, and its key speaks for it all the same."""
    signature = proposed.consent_signature(by=delegated)
    factory.recordConsent(proposed.campaign, FOREVER, signature, {"from": producer})
    assert factory.hasConsent(proposed.campaign)


def test_the_code_of_a_delegated_account_consents_too(factory, delegated, proposed, stranger, producer):
    """2.4: after the key, ERC-1271: it chose this code to speak for it."""
    signature = proposed.consent_signature(by=stranger)
    factory.recordConsent(proposed.campaign, FOREVER, signature, {"from": producer})
    assert factory.hasConsent(proposed.campaign)


def test_nobody_else_consents_for_a_delegated_account(factory, delegated, proposed, financier, producer):
    """2.4: neither its key nor its code has said yes."""
    with refused("Consents_WrongSigner", delegated):
        factory.recordConsent(
            proposed.campaign, FOREVER, proposed.consent_signature(by=financier), {"from": producer}
        )
