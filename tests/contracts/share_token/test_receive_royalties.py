"""What comes in for the holders comes from the waterfall, with the money (5.3, 5.5)."""

import pytest
from brownie import chain

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import propose

MOST = 2**96 - 1


@pytest.fixture
def acting_waterfall(accounts, project):
    return accounts.at(project.waterfall.address, force=True)


def test_a_deposit_at_once_is_earned_at_once(project, shares, fan, second_fan, currency):
    """5.3: with one step, all of it enters; the index is what a share has earned, in 2^-48 units."""
    deposit = project.deposit(97_000_001)
    index = (97_000_001 * 2**48) // 97
    assert happened(deposit, "RoyaltiesReceived", shares) == [{"tranche": 1, "amount": 97_000_001}]
    assert happened(deposit, "RoyaltiesReleased", shares) == [
        {"tranche": 1, "amount": 97_000_001, "index": index},
    ]
    assert shares.index() == index
    assert (shares.claimable(fan), shares.claimable(second_fan)) == (60_000_000, 37_000_000)
    assert plain(shares.totals()) == (97_000_001, 97_000_001, 0)
    assert plain(shares.tranche(1)) == (97_000_001, 97_000_001, chain[-1].timestamp)
    assert shares.reserved() == currency.balanceOf(shares) == 97_000_001


def test_nobody_else_says_that_royalties_came_in(shares, producer, platform, fan):
    """5.3: only the waterfall."""
    for somebody in (producer, platform, fan):
        with refused("ShareToken_OnlyWaterfall", somebody):
            shares.receiveRoyalties(1, {"from": somebody})


def test_royalties_without_the_money_are_refused(project, shares, acting_waterfall):
    """5.5: never more out than in."""
    project.deposit(1_000)
    with refused("ShareToken_NotReceived", 1_001, 1_000):
        shares.receiveRoyalties(1, {"from": acting_waterfall})


def test_all_deposits_together_have_a_bound(project, shares, currency, fan, second_fan, stranger):
    """6.1, K12: up to 2^96 - 1 units the index cannot overflow, and everybody is paid exactly."""
    project.deposit(MOST - 7)
    with refused("ShareToken_DepositsAboveMaximum", MOST + 1, MOST):
        project.deposit(8, number=2)
    project.deposit(7, number=3)
    shares.payout([fan, second_fan], {"from": stranger})
    assert currency.balanceOf(fan) == MOST * 60 // 97
    assert currency.balanceOf(second_fan) == MOST * 37 // 97


def test_a_single_share_earns_the_whole_bound(
    factory, platform, producer, later_terms, fan, second_fan, currency
):
    """K12: the smallest supply makes the greatest index, and it still fits."""
    terms = later_terms.change(cap=1, min_per_fan=1, goal=later_terms.campaign.price, community_bps=10_000)
    lines = [later_terms.financiers[0]._replace(amount=terms.campaign.budget)]
    tiny = propose(factory, platform, producer, terms.change(financiers=lines, tiers=[]))
    tiny.open()
    tiny.contribute(fan, 1)
    tiny.close()
    tiny.deposit(MOST)
    assert tiny.shares.index() == MOST << 48
    tiny.shares.transfer(second_fan, 1, {"from": fan})
    tiny.shares.claim({"from": fan})
    assert currency.balanceOf(fan) == MOST
    assert tiny.campaign.status() == stages.SUCCEEDED
