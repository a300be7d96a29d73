"""A consent serves one chain, one factory and one campaign (2.4, K15)."""

import pytest
from brownie import ProjectFactory, chain, web3

from tests.contracts.answers import refused
from tests.contracts.project import propose
from tests.contracts.signing import FOREVER


@pytest.fixture(scope="module")
def second_factory(implementations, accounts, platform, treasury, currency):
    """The same platform's next factory, over the same code."""
    made = ProjectFactory.deploy(platform, treasury, 500, *implementations, {"from": accounts[0]})
    made.allowCurrency(currency, True, {"from": platform})
    return made


def test_it_serves_no_other_campaign(factory, platform, proposed, producer, artist, terms):
    """K15: the same terms proposed once more need a consent of their own."""
    again = propose(factory, platform, producer, terms, nonce=1)
    with refused("Consents_WrongSigner", artist):
        factory.recordConsent(again.campaign, FOREVER, proposed.consent_signature(), {"from": producer})


def test_it_serves_no_other_factory(factory, second_factory, platform, proposed, producer, artist, terms):
    """K15: not even for the same terms; and a factory knows its own campaigns only."""
    elsewhere = propose(second_factory, platform, producer, terms)
    signature = proposed.consent_signature(verifyingContract=second_factory.address)
    with refused("Consents_WrongSigner", artist):
        factory.recordConsent(proposed.campaign, FOREVER, signature, {"from": producer})
    with refused("Consents_WrongSigner", artist):
        second_factory.recordConsent(
            elsewhere.campaign, FOREVER, proposed.consent_signature(), {"from": producer}
        )
    with refused("Consents_UnknownProject", elsewhere.campaign):
        factory.recordConsent(elsewhere.campaign, FOREVER, elsewhere.consent_signature(), {"from": producer})


@pytest.mark.parametrize(
    "domain",
    [{"chainId": 1}, {"name": "Coprod campaign"}, {"version": "2"}],
    ids=["chain", "name", "version"],
)
def test_it_serves_no_other_domain(factory, proposed, producer, artist, domain):
    """K15: chain, name and version are signed as well."""
    with refused("Consents_WrongSigner", artist):
        factory.recordConsent(
            proposed.campaign, FOREVER, proposed.consent_signature(**domain), {"from": producer}
        )


@pytest.fixture
def forked_chain():
    """The chain goes on under another id, as after a fork."""
    web3.provider.make_request("anvil_setChainId", [31_338])
    yield 31_338
    web3.provider.make_request("anvil_setChainId", [chain.id])


def test_it_serves_no_fork_of_the_chain(factory, proposed, producer, artist, forked_chain):
    """K15: the domain follows the chain, though the factory was deployed before."""
    with refused("Consents_WrongSigner", artist):
        factory.recordConsent.call(
            proposed.campaign, FOREVER, proposed.consent_signature(), {"from": producer}
        )
    signature = proposed.consent_signature(chainId=forked_chain)
    factory.recordConsent.call(proposed.campaign, FOREVER, signature, {"from": producer})
