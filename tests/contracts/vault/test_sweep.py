"""Tokens that nobody is owed: the currency goes to the holders, other tokens to the platform (3.5)."""

import pytest
from brownie import web3

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import deploy_currency, every_currency


@every_currency
@pytest.mark.parametrize("stage", [stages.fund, stages.succeed], ids=["raising", "succeeded"])
def test_a_gift_of_currency_goes_to_the_holders(proposed, fan, second_fan, stranger, currency, stage):
    """3.5, K10: gifts to the address change nothing, and leave what is owed alone."""
    stage(proposed, fan, second_fan)
    campaign, kept = proposed.campaign, proposed.campaign.reserved()
    before = (campaign.status(), campaign.raised(), kept)
    currency.mint(campaign, 123, {"from": stranger})
    assert (campaign.status(), campaign.raised(), campaign.reserved()) == before
    sweep = campaign.sweep(currency, {"from": stranger})
    assert happened(sweep, "Swept", campaign) == [
        {"token": currency, "to": proposed.shares, "amount": 123},
    ]
    assert currency.balanceOf(campaign) == campaign.reserved() == kept
    assert currency.balanceOf(proposed.shares) == 123


def test_the_holders_earn_what_was_swept(proposed, fan, second_fan, stranger, currency):
    """3.5, 5.3: from the waterfall, through the shares, to a holder."""
    stages.succeed(proposed, fan, second_fan)
    currency.mint(proposed.waterfall, 97_000_000, {"from": stranger})
    assert proposed.shares.claimable(fan) == 0
    proposed.waterfall.sweep(currency, {"from": stranger})
    proposed.shares.sweep(currency, {"from": stranger})
    assert proposed.shares.claimable(fan) == 60_000_000


def test_another_token_goes_to_the_treasury(proposed, stranger, treasury):
    """3.5: from the campaign and from the waterfall."""
    token = deploy_currency("18-decimals", stranger)
    for contract in (proposed.campaign, proposed.waterfall):
        token.mint(contract, 5, {"from": stranger})
        sweep = contract.sweep(token, {"from": stranger})
        assert happened(sweep, "Swept", contract) == [{"token": token, "to": treasury, "amount": 5}]
    assert token.balanceOf(treasury) == 10


def test_nothing_to_sweep_is_refused(proposed, fan, second_fan, stranger, currency):
    """3.5: contributions and debts are no surplus, nor is a token that is not there."""
    stages.fund(proposed, fan, second_fan)
    token = deploy_currency("18-decimals", stranger)
    for contract in (proposed.campaign, proposed.waterfall):
        for each in (currency, token):
            with refused("Vault_NothingToSweep", each):
                contract.sweep(each, {"from": stranger})


def test_forced_ether_changes_nothing(proposed, fan, second_fan, currency):
    """K10: no check reads a balance of ether."""
    stages.fund(proposed, fan, second_fan)
    for contract in (proposed.campaign, proposed.waterfall, proposed.shares):
        web3.provider.make_request("anvil_setBalance", [contract.address, hex(10**18)])
    proposed.close()
    assert proposed.campaign.status() == stages.SUCCEEDED
    proposed.deposit(97_000_000)
    assert currency.balanceOf(proposed.shares) == proposed.shares.reserved()
