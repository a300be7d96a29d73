"""Shares of a regulated offer go to whom the keeper allowed, and the keeper has no other power (6.2)."""

import pytest

from tests.contracts.answers import happened, refused
from tests.contracts.project import propose
from tests.contracts.terms import HOLDERS, NOBODY, percentage


@pytest.fixture(scope="module")
def terms(terms, allow_list, keeper):
    return terms.change(
        transfer_rule=allow_list, rule_keeper=keeper, positions=[percentage(HOLDERS, 10_000, "holders")]
    )


@pytest.fixture(scope="module")
def project(proposed, allow_list, keeper, fan, second_fan):
    """A success: fan and second fan were allowed, and bought."""
    proposed.open()
    allow_list.allow([fan, second_fan], True, {"from": keeper})
    proposed.contribute(fan, 60)
    proposed.contribute(second_fan, 37)
    proposed.close()
    return proposed


def test_shares_go_to_who_is_allowed(project, allow_list, keeper, fan, second_fan, stranger):
    """6.2: and to nobody else, until it is allowed."""
    project.shares.transfer(second_fan, 5, {"from": fan})
    with refused("ShareToken_TransferRefused", fan, stranger, 5):
        project.shares.transfer(stranger, 5, {"from": fan})
    allow_list.allow([stranger], True, {"from": keeper})
    project.shares.transfer(stranger, 5, {"from": fan})
    assert [project.shares.balanceOf(each) for each in (fan, second_fan, stranger)] == [50, 42, 5]


def test_who_is_no_longer_allowed_can_still_sell(project, allow_list, keeper, fan, second_fan):
    """6.2: what it holds, to who is allowed; it can buy no more, not even of its own."""
    allow_list.allow([fan], False, {"from": keeper})
    with refused("ShareToken_TransferRefused", second_fan, fan, 1):
        project.shares.transfer(fan, 1, {"from": second_fan})
    with refused("ShareToken_TransferRefused", fan, fan, 1):
        project.shares.transfer(fan, 1, {"from": fan})
    project.shares.transfer(second_fan, 60, {"from": fan})
    assert project.shares.balanceOf(second_fan) == 97


def test_the_keeper_stops_no_royalties_and_no_objection(
    project, allow_list, keeper, fan, second_fan, stranger, currency
):
    """6.2, 5.4, 4.2: who is no longer allowed earns, is paid, objects."""
    allow_list.allow([fan, second_fan], False, {"from": keeper})
    project.deposit(97_000)
    project.shares.payout([fan, second_fan], {"from": stranger})
    assert [currency.balanceOf(each) for each in (fan, second_fan)] == [60_000, 37_000]
    assert happened(project.refuse(fan, 0), "ReleaseRefused")


def test_the_keeper_stops_no_wind_down_and_no_exit(project, allow_list, keeper, fan, second_fan, currency):
    """6.2, 4.3: who is no longer allowed gets its part of what is unspent."""
    allow_list.allow([fan, second_fan], False, {"from": keeper})
    per_share = happened(project.wind_down(fan, 0), "WoundDown")[0]["perShare"]
    project.campaign.exit(60, {"from": fan})
    assert currency.balanceOf(fan) == 60 * per_share


def test_the_keeper_takes_no_shares(project, allow_list, keeper, fan):
    """6.2: it says who may receive, and moves nothing."""
    allow_list.allow([keeper], True, {"from": keeper})
    with refused("ERC20InsufficientAllowance", keeper, 0, 60):
        project.shares.transferFrom(fan, keeper, 60, {"from": keeper})
    with refused("ShareToken_OnlyCampaign", keeper):
        project.shares.burn(fan, 60, {"from": keeper})
    with refused("ShareToken_OnlyCampaign", keeper):
        project.shares.mint(keeper, 1, {"from": keeper})


def test_the_new_keeper_decides(project, allow_list, keeper, fan, second_fan, stranger):
    """6.2, 2.5: from the second step on."""
    allow_list.offerKeeper(stranger, {"from": keeper})
    allow_list.acceptKeeper({"from": stranger})
    allow_list.allow([second_fan], False, {"from": stranger})
    with refused("ShareToken_TransferRefused", fan, second_fan, 1):
        project.shares.transfer(second_fan, 1, {"from": fan})


def test_a_fan_who_is_not_allowed_cannot_contribute(
    factory, keeper, producer, later_terms, allow_list, stranger, currency
):
    """6.2: it keeps its money, and buys once it is allowed."""
    young = propose(factory, keeper, producer, later_terms)
    young.open()
    with refused("ShareToken_TransferRefused", NOBODY, stranger, 5):
        young.contribute(stranger, 5)
    assert currency.balanceOf(stranger) == 5 * young.price
    allow_list.allow([stranger], True, {"from": keeper})
    young.contribute(stranger, 5)
    assert young.shares.balanceOf(stranger) == 5
