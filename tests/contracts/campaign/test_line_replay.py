"""A financier's signature serves one chain, one campaign and one line (2.4, K15)."""

import pytest
from brownie import SmartWallet, chain, web3

from tests.contracts.answers import plain, refused
from tests.contracts.delegation import delegate
from tests.contracts.project import PAID_ELSEWHERE, PROMISED, propose
from tests.contracts.signing import FOREVER
from tests.contracts.terms import Line

FINANCIER = 6
"""Of the chain's accounts, the one in conftest.py."""


@pytest.fixture
def approved(factory, platform, financier):
    factory.approveFinancier(financier, True, {"from": platform})


def test_it_serves_no_other_campaign(factory, platform, proposed, producer, financier, terms, approved):
    """K15: the same line of the same terms, proposed once more."""
    again = propose(factory, platform, producer, terms, nonce=1)
    with refused("Campaign_WrongSigner", financier):
        again.campaign.signLine(0, True, FOREVER, proposed.line_signature(), {"from": producer})


def test_it_serves_no_other_line(factory, platform, producer, financier, terms, approved):
    """K15: two lines of the same financier, of the same amount."""
    lines = [Line(financier, "fund", 600_000_000)] * 2
    project = propose(factory, platform, producer, terms.change(financiers=lines), nonce=1)
    with refused("Campaign_WrongSigner", financier):
        project.campaign.signLine(1, True, FOREVER, project.line_signature(0), {"from": producer})
    project.campaign.signLine(1, True, FOREVER, project.line_signature(1), {"from": producer})
    assert project.campaign.lineOf(1)["state"] == PAID_ELSEWHERE


@pytest.mark.parametrize(
    "domain",
    [{"chainId": 1}, {"name": "Coprod"}, {"version": "2"}],
    ids=["chain", "name", "version"],
)
def test_it_serves_no_other_domain(proposed, producer, financier, approved, domain):
    """K15: chain, name and version are signed as well."""
    with refused("Campaign_WrongSigner", financier):
        proposed.campaign.signLine(0, True, FOREVER, proposed.line_signature(**domain), {"from": producer})


def test_it_serves_no_other_contract(proposed, producer, financier, approved, factory, implementations):
    """K15: neither factory nor implementation stands for the campaign."""
    for contract in (factory, implementations[0]):
        signature = proposed.line_signature(verifyingContract=contract.address)
        with refused("Campaign_WrongSigner", financier):
            proposed.campaign.signLine(0, True, FOREVER, signature, {"from": producer})


@pytest.fixture
def forked_chain():
    """The chain goes on under another id, as after a fork."""
    web3.provider.make_request("anvil_setChainId", [31_338])
    yield 31_338
    web3.provider.make_request("anvil_setChainId", [chain.id])


def test_it_serves_no_fork_of_the_chain(proposed, producer, financier, approved, forked_chain):
    """K15: the domain follows the chain, though the campaign was made before."""
    with refused("Campaign_WrongSigner", financier):
        proposed.campaign.signLine.call(0, True, FOREVER, proposed.line_signature(), {"from": producer})
    signature = proposed.line_signature(chainId=forked_chain)
    proposed.campaign.signLine.call(0, True, FOREVER, signature, {"from": producer})


def test_a_contract_signs_by_erc1271(factory, platform, producer, financier, stranger, terms):
    """2.4: its owner for it, and nobody else."""
    wallet = SmartWallet.deploy({"from": financier})
    lines = [Line(wallet, "fund", 1_200_000_000)]
    project = propose(factory, platform, producer, terms.change(financiers=lines), nonce=1)
    factory.approveFinancier(wallet, True, {"from": platform})
    with refused("Campaign_WrongSigner", wallet):
        project.campaign.signLine(
            0, False, FOREVER, project.line_signature(paid=False, by=stranger), {"from": producer}
        )
    project.campaign.signLine(
        0, False, FOREVER, project.line_signature(paid=False, by=financier), {"from": producer}
    )
    assert plain(project.campaign.lineOf(0)) == (PROMISED, FOREVER)


def test_the_key_of_a_delegated_account_signs(accounts, proposed, producer, stranger, platform, approved):
    """2.4: an EIP-7702 delegation takes nothing from the key; neither code nor key lets others sign."""
    financier = delegate(accounts, FINANCIER, SmartWallet.deploy({"from": stranger}))
    with refused("Campaign_WrongSigner", financier):
        proposed.campaign.signLine(0, True, FOREVER, proposed.line_signature(by=platform), {"from": producer})
    proposed.campaign.signLine(0, True, FOREVER, proposed.line_signature(), {"from": producer})
    assert proposed.campaign.lineOf(0)["state"] == PAID_ELSEWHERE
