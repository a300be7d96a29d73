"""A rule that fails, takes too much gas, or says anything but yes refuses, and does nothing else (6.2)."""

import pytest
from brownie import AnsweringRule, CountingRule, RamblingRule, web3

from tests.contracts.answers import refused
from tests.contracts.project import propose
from tests.contracts.terms import NOBODY

YES = (1).to_bytes(32, "big")
RULE_GAS = 50_000


@pytest.fixture(scope="module")
def rule(module_isolation, platform):
    return AnsweringRule.deploy({"from": platform})


@pytest.fixture(scope="module")
def terms(terms, rule, platform):
    return terms.change(transfer_rule=rule, rule_keeper=platform)


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan):
    """A success whose rule has allowed everything so far."""
    proposed.open()
    proposed.contribute(fan, 60)
    proposed.contribute(second_fan, 37)
    proposed.close()
    return proposed


def open_project(factory, platform, producer, terms):
    made = propose(factory, platform, producer, terms)
    made.open()
    return made


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x01", YES[1:], bytes(32), (2).to_bytes(32, "big"), b"\xff" * 32, YES[::-1], bytes(32) + YES],
    ids=["nothing", "one-byte", "31-bytes", "no", "two", "all", "left-aligned", "late-yes"],
)
def test_only_yes_is_yes(project, rule, fan, stranger, platform, answer):
    """6.2: 32 bytes that say 1; anything else refuses."""
    rule.setAnswer(answer, {"from": platform})
    with refused("ShareToken_TransferRefused", fan, stranger, 1):
        project.shares.transfer(stranger, 1, {"from": fan})
    assert project.shares.balanceOf(fan) == 60


@pytest.mark.parametrize("answer", [YES, YES + b"\xff" * 32], ids=["yes", "talkative"])
def test_yes_allows(project, rule, fan, stranger, platform, answer):
    """6.2: whatever else follows."""
    rule.setAnswer(answer, {"from": platform})
    project.shares.transfer(stranger, 1, {"from": fan})
    assert project.shares.balanceOf(stranger) == 1


@pytest.mark.parametrize("answer", [b"", (2).to_bytes(32, "big")], ids=["nothing", "two"])
def test_no_share_is_made_without_a_yes(
    factory, platform, producer, later_terms, rule, fan, currency, answer
):
    """6.2: and the fan keeps its money."""
    young = open_project(factory, platform, producer, later_terms)
    rule.setAnswer(answer, {"from": platform})
    with refused("ShareToken_TransferRefused", NOBODY, fan, 5):
        young.contribute(fan, 5)
    assert currency.balanceOf(fan) == 5 * young.price
    rule.setAnswer(YES, {"from": platform})
    young.contribute(fan, 5)


def test_a_rule_within_its_gas_is_heard(project, rule, fan, stranger, platform):
    """6.2: nine tenths of what it gets."""
    rule.setGas(RULE_GAS * 9 // 10, {"from": platform})
    project.shares.transfer(stranger, 1, {"from": fan})


@pytest.mark.parametrize("takes", [RULE_GAS, 2**256 - 1])
def test_a_rule_that_burns_its_gas_refuses_at_a_bounded_price(project, rule, fan, stranger, platform, takes):
    """6.2, K4: however much the caller brings, the rule can burn its cap and no more."""
    rule.setGas(takes, {"from": platform})
    with refused("ShareToken_TransferRefused", fan, stranger, 1):
        project.shares.transfer(stranger, 1, {"from": fan})
    spent = int(web3.eth.get_transaction_receipt(last_transaction())["gasUsed"])
    assert RULE_GAS < spent < RULE_GAS + 40_000


@pytest.mark.parametrize("gas", range(40_000, 120_000, 10_000))
def test_too_little_gas_is_no_yes(project, rule, fan, stranger, platform, gas):
    """6.2: a rule that says no cannot be starved into saying yes."""
    rule.setAnswer(bytes(32), {"from": platform})
    with pytest.raises(Exception, match="revert"):
        project.shares.transfer(stranger, 1, {"from": fan, "gas_limit": gas})
    assert project.shares.balanceOf(stranger) == 0


@pytest.mark.parametrize("hostile", [RamblingRule, CountingRule], ids=lambda each: each._name)
def test_a_rule_that_rambles_or_writes_refuses(factory, platform, producer, later_terms, fan, hostile):
    """6.2: it is asked by a static call, and a failure is a no, however long."""
    rule = hostile.deploy({"from": platform})
    young = open_project(factory, platform, producer, later_terms.change(transfer_rule=rule))
    with refused("ShareToken_TransferRefused", NOBODY, fan, 5):
        young.contribute(fan, 5)


def test_a_rule_that_has_gone_refuses(project, rule, fan, stranger):
    """6.2: no code says yes to nothing."""
    web3.provider.make_request("anvil_setCode", [rule.address, "0x"])
    with refused("ShareToken_TransferRefused", fan, stranger, 1):
        project.shares.transfer(stranger, 1, {"from": fan})


def last_transaction():
    return web3.eth.get_block("latest")["transactions"][-1]
