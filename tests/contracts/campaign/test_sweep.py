"""What reached the campaign without a call changes nothing; when it has ended, it finds its owner (3.5)."""

import pytest
from brownie import web3

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import deploy_currency, every_currency
from tests.contracts.project import wait_until


def lapse(project, fan, second_fan):
    wait_until(project.terms.campaign.opens_at)


def propose_only(project, fan, second_fan):
    """As the fixture left it."""


@every_currency
@pytest.mark.parametrize("stage", [stages.fail, stages.cancel, lapse], ids=lambda stage: stage.__name__)
def test_without_success_a_surplus_is_the_platforms(
    proposed, fan, second_fan, stranger, treasury, currency, stage
):
    """3.5, K10, K19: nobody holds shares in the end; what fans are refunded is no surplus."""
    stage(proposed, fan, second_fan)
    kept = proposed.campaign.reserved()
    currency.mint(proposed.campaign, 123, {"from": stranger})
    sweep = proposed.campaign.sweep(currency, {"from": stranger})
    assert happened(sweep, "Swept", proposed.campaign) == [{"token": currency, "to": treasury, "amount": 123}]
    assert currency.balanceOf(treasury) == 123
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == kept


@every_currency
@pytest.mark.parametrize("stage", [stages.succeed, stages.wind_down], ids=lambda stage: stage.__name__)
def test_after_success_a_surplus_is_the_holders(proposed, fan, second_fan, stranger, currency, stage):
    """3.5, K1, K19: what is unspent is no surplus."""
    stage(proposed, fan, second_fan)
    kept = proposed.campaign.reserved()
    currency.mint(proposed.campaign, 123, {"from": stranger})
    rounding = currency.balanceOf(proposed.campaign) - kept - 123
    sweep = proposed.campaign.sweep(currency, {"from": stranger})
    assert happened(sweep, "Swept", proposed.campaign) == [
        {"token": currency, "to": proposed.shares, "amount": 123 + rounding}
    ]
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == kept


@pytest.mark.parametrize(
    ("stage", "status"),
    [(propose_only, stages.PROPOSED), (stages.fund, stages.RAISING)],
    ids=["proposed", "raising"],
)
def test_until_the_end_nobody_knows_whose_it_is(proposed, fan, second_fan, stranger, currency, stage, status):
    """3.5: holders or platform; it waits."""
    stage(proposed, fan, second_fan)
    currency.mint(proposed.campaign, 123, {"from": stranger})
    with refused("Campaign_WrongStatus", status):
        proposed.campaign.sweep(currency, {"from": stranger})


def test_a_gift_by_transfer_does_not_count(proposed, fan, currency, stranger):
    """3.5, K10: neither toward the goal, nor for a refund."""
    proposed.open()
    proposed.contribute(fan, 60)
    currency.mint(proposed.campaign, 100 * proposed.price, {"from": stranger})
    assert (proposed.campaign.raised(), proposed.campaign.reserved()) == (60 * proposed.price,) * 2
    proposed.close()
    assert proposed.campaign.status() == stages.FAILED
    proposed.campaign.refund(fan, {"from": stranger})
    assert currency.balanceOf(fan) == 60 * proposed.price


@pytest.mark.parametrize(
    "stage", [propose_only, stages.fund, stages.succeed, stages.fail], ids=lambda stage: stage.__name__
)
def test_another_token_goes_to_the_treasury_at_any_time(proposed, fan, second_fan, stranger, treasury, stage):
    """3.5, K19: by anyone's call, also one that answers nothing."""
    stage(proposed, fan, second_fan)
    token = deploy_currency("SilentCurrency", stranger)
    token.mint(proposed.campaign, 5, {"from": stranger})
    sweep = proposed.campaign.sweep(token, {"from": stranger})
    assert happened(sweep, "Swept", proposed.campaign) == [{"token": token, "to": treasury, "amount": 5}]
    assert token.balanceOf(treasury) == 5


def test_forced_ether_changes_nothing(proposed, fan, second_fan, stranger, currency):
    """K10: nothing reads a balance of ether, from the pledge to the refund."""
    proposed.open()
    web3.provider.make_request("anvil_setBalance", [proposed.campaign.address, hex(10**18)])
    proposed.contribute(fan, 60)
    proposed.close()
    proposed.campaign.refund(fan, {"from": stranger})
    assert currency.balanceOf(fan) == 60 * proposed.price
    assert currency.balanceOf(proposed.campaign) == 0


def test_ether_that_is_sent_is_refused(proposed, fan):
    """3.5: a proposed has one currency; a call with ether would lose it."""
    proposed.open()
    proposed.fund(fan, 2 * proposed.price)
    data = proposed.campaign.contribute.encode_input(2, 0)
    call = {"from": str(fan), "to": proposed.campaign.address, "data": data, "gas": hex(10**6)}
    accepted = web3.provider.make_request("eth_call", [call, "latest"])
    with_ether = web3.provider.make_request("eth_call", [{**call, "value": "0x1"}, "latest"])
    assert "result" in accepted
    assert "error" in with_ether
