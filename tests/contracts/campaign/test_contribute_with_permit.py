"""The currency is approved and the shares are bought in one call (3.1)."""

import pytest

from tests.contracts.answers import happened, refused
from tests.contracts.currencies import every_currency
from tests.contracts.signing import FOREVER, sign


def permit(project, payer, value, deadline=FOREVER):
    """An ERC-2612 permit for the campaign, as the call takes it."""
    nonce = project.currency.nonces(payer)
    signature = sign(payer, project.currency, "Permit", payer, project.campaign, value, nonce, deadline)
    return (value, deadline, signature[64], signature[:32], signature[32:64])


@pytest.fixture
def rich_fan(project, fan):
    """A fan with the price of ten shares, of which nothing is approved."""
    project.currency.mint(fan, 10 * project.price, {"from": fan})
    return fan


@every_currency
def test_one_call_approves_and_buys(project, fan, currency):
    """3.1, K19: whatever the currency does at a transfer."""
    amount = 7 * project.price
    currency.mint(fan, amount, {"from": fan})
    purchase = project.campaign.contributeWithPermit(7, 1, permit(project, fan, amount), {"from": fan})
    assert [event["value"] for event in happened(purchase, "Approval", currency)] == [amount]
    assert [(event["shares"], event["tier"]) for event in happened(purchase, "Contributed")] == [(7, 1)]
    assert (currency.balanceOf(fan), currency.balanceOf(project.campaign)) == (0, amount)
    assert project.campaign.reserved() == amount


def test_a_permit_that_somebody_else_used_first_does_not_stop_the_payment(project, rich_fan, stranger):
    """3.1, K14: the allowance that it gave serves."""
    amount = 7 * project.price
    signed = permit(project, rich_fan, amount)
    value, deadline, *signature = signed
    project.currency.permit(rich_fan, project.campaign, value, deadline, *signature, {"from": stranger})
    project.campaign.contributeWithPermit(7, 0, signed, {"from": rich_fan})
    assert project.shares.balanceOf(rich_fan) == 7
    assert project.currency.allowance(rich_fan, project.campaign) == 0


def test_a_permit_for_too_little_is_refused_by_the_currency(project, rich_fan):
    """3.5: the currency's own refusal comes through, and nothing has happened."""
    value = 7 * project.price - 1
    with refused("ERC20InsufficientAllowance", project.campaign, value, 7 * project.price):
        project.campaign.contributeWithPermit(7, 0, permit(project, rich_fan, value), {"from": rich_fan})
    assert project.campaign.raised() == project.shares.totalSupply() == 0
    assert project.currency.nonces(rich_fan) == 0


def test_a_permit_that_has_expired_buys_nothing(project, rich_fan):
    """3.5: without another allowance."""
    signed = permit(project, rich_fan, 7 * project.price, deadline=1)
    with refused("ERC20InsufficientAllowance", project.campaign, 0, 7 * project.price):
        project.campaign.contributeWithPermit(7, 0, signed, {"from": rich_fan})


def test_nobody_pays_with_the_permit_of_another(project, rich_fan, stranger):
    """3.1, K15: the caller is who pays and who receives."""
    signed = permit(project, rich_fan, 7 * project.price)
    with refused("ERC20InsufficientAllowance", project.campaign, 0, 7 * project.price):
        project.campaign.contributeWithPermit(7, 0, signed, {"from": stranger})
    assert project.currency.balanceOf(rich_fan) == 10 * project.price
