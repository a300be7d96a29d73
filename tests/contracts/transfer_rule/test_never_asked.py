"""The rule is never asked on burn, refund, exit, claim or payout, in any currency (6.2)."""

import pytest
from brownie import AnsweringRule

from tests.contracts.answers import happened, refused
from tests.contracts.currencies import every_currency
from tests.contracts.terms import HOLDERS, percentage

pytestmark = every_currency


@pytest.fixture(scope="module")
def rule(module_isolation, platform):
    return AnsweringRule.deploy({"from": platform})


@pytest.fixture(scope="module")
def terms(terms, rule, platform):
    return terms.change(
        transfer_rule=rule, rule_keeper=platform, positions=[percentage(HOLDERS, 10_000, "holders")]
    )


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan):
    proposed.open()
    proposed.contribute(fan, 60)
    proposed.contribute(second_fan, 37)
    return proposed


@pytest.fixture
def refuse_all(rule, platform):
    return lambda: rule.setAnswer(b"", {"from": platform})


def test_a_fan_revokes(project, fan, currency, refuse_all):
    """6.2, 3.2: the reflection is no favour of the rule's keeper."""
    refuse_all()
    project.campaign.revoke({"from": fan})
    assert [currency.balanceOf(fan), project.shares.balanceOf(fan)] == [60 * project.price, 0]


def test_fans_are_refunded(project, fan, second_fan, stranger, producer, currency, refuse_all):
    """6.2, 3.4: singly and in batches."""
    refuse_all()
    project.campaign.cancel({"from": producer})
    project.campaign.refund(fan, {"from": stranger})
    project.campaign.refundMany([second_fan], {"from": stranger})
    back = [currency.balanceOf(each) for each in (fan, second_fan)]
    assert back == [60 * project.price, 37 * project.price]
    assert project.shares.totalSupply() == 0


def test_holders_are_paid_object_and_leave(project, fan, second_fan, stranger, currency, refuse_all):
    """6.2, 4.2, 4.3, 5.4: from the success on to the last exit, no share can move, and all else goes on."""
    refuse_all()
    project.close()
    with refused("ShareToken_TransferRefused", fan, stranger, 1):
        project.shares.transfer(stranger, 1, {"from": fan})
    project.deposit(97_000, 1)
    project.shares.payout([fan], {"from": stranger})
    project.shares.claimTo(stranger, {"from": second_fan})
    assert [currency.balanceOf(each) for each in (fan, stranger)] == [60_000, 37_000]
    per_share = happened(project.wind_down(fan, 0), "WoundDown")[0]["perShare"]
    project.campaign.exit(60, {"from": fan})
    project.campaign.exit(37, {"from": second_fan})
    assert currency.balanceOf(second_fan) == 37 * per_share
    project.deposit(97_000, 2)
    assert project.shares.claim({"from": fan}).return_value == 60_000
    assert currency.balanceOf(fan) == 120_000 + 60 * per_share
