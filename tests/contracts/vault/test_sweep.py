"""Tokens that nobody is owed: the currency goes to the holders, other tokens to the platform (3.5)."""

import pytest
from brownie import web3

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import deploy_currency, every_currency, only_currency
from tests.contracts.project import wait_until


@every_currency
@pytest.mark.parametrize(
    ("stage", "receiver"),
    [(stages.succeed, "holders"), (stages.wind_down, "holders"), (stages.fail, "treasury")],
    ids=["succeeded", "wound down", "failed"],
)
def test_a_gift_of_currency_goes_to_the_holders(
    proposed, fan, second_fan, stranger, treasury, currency, stage, receiver
):
    """3.5, K10: or, without any holders, to the platform; what is owed is left alone."""
    stage(proposed, fan, second_fan)
    to = proposed.shares if receiver == "holders" else treasury
    campaign, kept, before = proposed.campaign, proposed.campaign.reserved(), currency.balanceOf(to)
    rest = currency.balanceOf(campaign) - kept
    currency.mint(campaign, 123, {"from": stranger})
    assert campaign.reserved() == kept
    sweep = campaign.sweep(currency, {"from": stranger})
    assert happened(sweep, "Swept", campaign) == [{"token": currency, "to": to, "amount": 123 + rest}]
    assert currency.balanceOf(campaign) == campaign.reserved() == kept
    assert currency.balanceOf(to) == before + 123 + rest


@pytest.mark.parametrize(
    ("stage", "status"),
    [(stages.open_early, stages.RAISING), (lambda project: None, stages.PROPOSED)],
    ids=["raising", "proposed"],
)
def test_a_gift_to_a_campaign_that_raises_waits_for_its_end(proposed, stranger, currency, stage, status):
    """3.5, K10: until then nobody knows whose it is; it counts for nothing."""
    stage(proposed)
    campaign = proposed.campaign
    currency.mint(campaign, 123, {"from": stranger})
    assert (campaign.status(), campaign.raised(), campaign.reserved()) == (status, 0, 0)
    with refused("Campaign_WrongStatus", status):
        campaign.sweep(currency, {"from": stranger})
    assert currency.balanceOf(campaign) == 123


@pytest.mark.parametrize("end", ["lapsed", "cancelled"])
def test_a_gift_to_a_project_that_never_opened_goes_to_the_treasury(
    proposed, producer, financier, stranger, treasury, currency, end
):
    """3.5, 2.4: and a financier's escrow is no gift."""
    proposed.escrow()
    currency.mint(proposed.campaign, 123, {"from": stranger})
    if end == "lapsed":
        wait_until(proposed.terms.campaign.opens_at)
    else:
        proposed.campaign.cancel({"from": producer})
    proposed.campaign.sweep(currency, {"from": stranger})
    assert currency.balanceOf(treasury) == 123
    amount = proposed.terms.financiers[0].amount
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == amount


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
    """3.5: what is raised, escrowed and owed is no surplus, nor is a token that is not there."""
    proposed.escrow()
    stages.fund(proposed, fan, second_fan)
    token = deploy_currency("18-decimals", stranger)
    for contract in (proposed.campaign, proposed.waterfall):
        with refused("Vault_NothingToSweep", token):
            contract.sweep(token, {"from": stranger})
    proposed.close()
    for contract in (proposed.campaign, proposed.waterfall):
        with refused("Vault_NothingToSweep", currency):
            contract.sweep(currency, {"from": stranger})


@only_currency("AliasedCurrency")
def test_the_currency_cannot_be_swept_under_another_address(proposed, fan, second_fan, stranger, currency):
    """3.5, K19: what is owed stays, whatever the token is called."""
    stages.fund(proposed, fan, second_fan)
    with refused("Vault_SweepsWhatIsOwed", currency.second()):
        proposed.campaign.sweep(currency.second(), {"from": stranger})
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == 97 * proposed.price


def test_forced_ether_changes_nothing(proposed, fan, second_fan, currency):
    """K10: no check reads a balance of ether."""
    stages.fund(proposed, fan, second_fan)
    for contract in (proposed.campaign, proposed.waterfall, proposed.shares):
        web3.provider.make_request("anvil_setBalance", [contract.address, hex(10**18)])
    proposed.close()
    assert proposed.campaign.status() == stages.SUCCEEDED
    proposed.deposit(97_000_000)
    assert currency.balanceOf(proposed.shares) == proposed.shares.reserved()
