"""A project's terms name the rule and its keeper, and both must fit (2.3, 6.2)."""

import pytest
from brownie import AllowList

from tests.contracts.answers import refused
from tests.contracts.project import propose
from tests.contracts.terms import NOBODY


@pytest.fixture(scope="module")
def allow_list(module_isolation, platform):
    return AllowList.deploy(platform, {"from": platform})


def test_the_shares_know_their_rule(factory, platform, producer, terms, allow_list):
    """6.2: fixed with the terms; the terms stay when the keeper changes."""
    made = propose(factory, platform, producer, terms.change(transfer_rule=allow_list, rule_keeper=platform))
    assert made.shares.transferRule() == allow_list
    allow_list.offerKeeper(producer, {"from": platform})
    allow_list.acceptKeeper({"from": producer})
    assert made.shares.transferRule() == allow_list


def test_no_rule_has_no_keeper(factory, platform, producer, terms):
    """6.2: none by default."""
    assert propose(factory, platform, producer, terms).shares.transferRule() == NOBODY
    with refused("Terms_WrongRuleKeeper", NOBODY, platform):
        propose(factory, platform, producer, terms.change(rule_keeper=platform))


def test_another_keeper_than_the_rules_is_refused(factory, platform, producer, terms, allow_list):
    """6.2: fans read in the terms who decides."""
    for keeper in (producer, NOBODY):
        with refused("Terms_WrongRuleKeeper", allow_list, keeper):
            propose(factory, platform, producer, terms.change(transfer_rule=allow_list, rule_keeper=keeper))


def test_who_was_keeper_before_is_refused(factory, platform, producer, terms, allow_list):
    """6.2: what counts is the keeper on the day of the proposal."""
    allow_list.offerKeeper(producer, {"from": platform})
    allow_list.acceptKeeper({"from": producer})
    with refused("Terms_WrongRuleKeeper", allow_list, platform):
        propose(factory, platform, producer, terms.change(transfer_rule=allow_list, rule_keeper=platform))
    propose(factory, platform, producer, terms.change(transfer_rule=allow_list, rule_keeper=producer))


def test_a_wallet_is_no_rule(factory, platform, producer, terms, stranger):
    """6.2: it could not be asked."""
    with refused("Terms_WrongRuleKeeper", stranger, platform):
        propose(factory, platform, producer, terms.change(transfer_rule=stranger, rule_keeper=platform))


def test_a_contract_without_a_keeper_is_no_rule(factory, platform, producer, terms, currency):
    """6.2: whatever it is, the error names it."""
    with refused("Terms_WrongRuleKeeper", currency, platform):
        propose(factory, platform, producer, terms.change(transfer_rule=currency, rule_keeper=platform))
