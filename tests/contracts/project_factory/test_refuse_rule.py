"""The transfer rule of the terms is a contract, and its keeper is the one that the terms name (2.3, 6.2)."""

import pytest
from brownie import AllowList

from tests.contracts.answers import happened, refused
from tests.contracts.terms import NOBODY


@pytest.fixture(scope="module")
def rule(module_isolation, platform):
    return AllowList.deploy(platform, {"from": platform})


def test_a_rule_with_its_keeper_is_accepted(propose_with, rule, platform):
    """2.3: both stand in the terms."""
    proposal = propose_with(transfer_rule=rule, rule_keeper=platform)
    assert len(happened(proposal, "ProjectProposed")) == 1


def test_no_rule_and_no_keeper_is_accepted(propose_with):
    """6.2: none by default."""
    assert len(happened(propose_with(), "ProjectProposed")) == 1


def test_another_keeper_is_refused(propose_with, rule, producer):
    """2.3: fans read in the terms who decides about their shares."""
    for keeper in (producer, NOBODY):
        with refused("Terms_WrongRuleKeeper", rule, keeper):
            propose_with(transfer_rule=rule, rule_keeper=keeper)


def test_a_keeper_without_rule_is_refused(propose_with, platform):
    """2.3: it would keep nothing."""
    with refused("Terms_WrongRuleKeeper", NOBODY, platform):
        propose_with(transfer_rule=NOBODY, rule_keeper=platform)


def test_an_address_without_code_is_refused(propose_with, platform, stranger):
    """6.2: it would refuse every share."""
    with refused("Terms_WrongRuleKeeper", stranger, platform):
        propose_with(transfer_rule=stranger, rule_keeper=platform)


def test_a_keeper_that_has_handed_its_role_over_is_refused(propose_with, rule, platform, stranger):
    """2.3: the keeper is the one of today."""
    rule.offerKeeper(stranger, {"from": platform})
    rule.acceptKeeper({"from": stranger})
    with refused("Terms_WrongRuleKeeper", rule, platform):
        propose_with(transfer_rule=rule, rule_keeper=platform)
    proposal = propose_with(transfer_rule=rule, rule_keeper=stranger)
    assert len(happened(proposal, "ProjectProposed")) == 1


def test_a_contract_that_has_no_keeper_is_refused(propose_with, currency, platform):
    """2.3: nor is it any rule."""
    with refused("Terms_WrongRuleKeeper", currency, platform):
        propose_with(transfer_rule=currency, rule_keeper=platform)
