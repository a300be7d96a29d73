"""The rule is asked when shares are made and when they move, with from, to and how many (6.2)."""

import pytest
from brownie import PickyRule

from tests.contracts.answers import happened, refused
from tests.contracts.signing import FOREVER, sign
from tests.contracts.terms import NOBODY


@pytest.fixture(scope="module")
def rule(module_isolation, platform):
    return PickyRule.deploy({"from": platform})


@pytest.fixture(scope="module")
def terms(terms, rule, platform):
    return terms.change(transfer_rule=rule, rule_keeper=platform)


@pytest.fixture
def sold(project, rule, fan, platform):
    """A success: the fan holds 60 shares and the platform 37, each asked about when it bought."""

    def sell(buyer, shares):
        rule.allowOnly(NOBODY, buyer, shares, {"from": platform})
        project.contribute(buyer, shares)

    sell(fan, 60)
    sell(platform, 37)
    project.close()
    return project


def test_shares_are_made_for_whom_the_rule_allows(project, rule, fan, second_fan, platform, currency):
    """6.2: from nobody, to the fan, as many; otherwise no share is made and no money taken."""
    rule.allowOnly(NOBODY, fan, 5, {"from": platform})
    with refused("ShareToken_TransferRefused", NOBODY, second_fan, 5):
        project.contribute(second_fan, 5)
    with refused("ShareToken_TransferRefused", NOBODY, fan, 4):
        project.contribute(fan, 4)
    assert project.shares.totalSupply() == project.campaign.raised() == 0
    assert currency.balanceOf(second_fan) == 5 * project.price
    assert happened(project.contribute(fan, 5), "Transfer", project.shares) == [
        {"from": NOBODY, "to": fan, "value": 5}
    ]


def test_who_pays_for_another_is_not_who_receives(project, rule, fan, stranger, platform):
    """6.2, 3.1: the rule sees the fan, not the payer; with its signature or without."""
    project.fund(stranger, 10 * project.price)
    rule.allowOnly(NOBODY, stranger, 5, {"from": platform})
    with refused("ShareToken_TransferRefused", NOBODY, fan, 5):
        project.campaign.contributeFor(fan, 5, {"from": stranger})
    rule.allowOnly(NOBODY, fan, 5, {"from": platform})
    project.campaign.contributeFor(fan, 5, {"from": stranger})
    rule.allowOnly(NOBODY, fan, 4, {"from": platform})
    signature = sign(fan, project.campaign, "Contribution", fan, stranger, 4, 0, 0, FOREVER)
    project.campaign.contributeBySignature(fan, 4, 0, FOREVER, signature, {"from": stranger})
    assert project.shares.balanceOf(fan) == 9


def test_shares_move_as_the_rule_allows(sold, rule, fan, second_fan, platform):
    """6.2: exactly this seller, this buyer, this many."""
    rule.allowOnly(fan, second_fan, 5, {"from": platform})
    for buyer, shares in ((second_fan, 4), (platform, 5), (fan, 5)):
        with refused("ShareToken_TransferRefused", fan, buyer, shares):
            sold.shares.transfer(buyer, shares, {"from": fan})
    sold.shares.transfer(second_fan, 5, {"from": fan})
    assert sold.shares.balanceOf(second_fan) == 5


def test_an_allowance_does_not_hide_the_holder(sold, rule, fan, second_fan, stranger, platform):
    """6.2: who moves the shares is not who sells them; a refusal takes nothing off the allowance."""
    sold.shares.approve(stranger, 5, {"from": fan})
    rule.allowOnly(stranger, second_fan, 5, {"from": platform})
    with refused("ShareToken_TransferRefused", fan, second_fan, 5):
        sold.shares.transferFrom(fan, second_fan, 5, {"from": stranger})
    assert sold.shares.allowance(fan, stranger) == 5
    rule.allowOnly(fan, second_fan, 5, {"from": platform})
    sold.shares.transferFrom(fan, second_fan, 5, {"from": stranger})
    assert sold.shares.balanceOf(second_fan) == 5


def test_nothing_and_oneself_are_asked_about_too(sold, rule, fan, second_fan, platform):
    """6.2: no transfer goes unasked."""
    rule.allowOnly(fan, second_fan, 1, {"from": platform})
    with refused("ShareToken_TransferRefused", fan, second_fan, 0):
        sold.shares.transfer(second_fan, 0, {"from": fan})
    with refused("ShareToken_TransferRefused", fan, fan, 1):
        sold.shares.transfer(fan, 1, {"from": fan})


def test_the_rule_makes_nothing_possible_that_was_not(sold, rule, fan, second_fan, platform):
    """6.2: it refuses; it gives nobody shares of others."""
    rule.allowOnly(fan, second_fan, 61, {"from": platform})
    with refused("ERC20InsufficientBalance", fan, 60, 61):
        sold.shares.transfer(second_fan, 61, {"from": fan})
    rule.allowOnly(fan, second_fan, 60, {"from": platform})
    with refused("ERC20InsufficientAllowance", second_fan, 0, 60):
        sold.shares.transferFrom(fan, second_fan, 60, {"from": second_fan})
