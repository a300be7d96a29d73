"""Once no share is left, the holders' part goes to those who burned theirs, per share burned (5.2)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, plain
from tests.contracts.currencies import every_currency
from tests.contracts.project import Project

pytestmark = every_currency


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan) -> Project:
    stages.succeed(proposed, fan, second_fan)
    stages_end = proposed.wind_down(fan, 0)
    assert happened(stages_end, "WoundDown")
    return proposed


def leave(project, holder):
    """Burn everything; returns what the campaign paid."""
    exited = project.campaign.exit(project.shares.balanceOf(holder), {"from": holder})
    return happened(exited, "Exited")[0]["amount"]


def test_who_leaves_keeps_what_was_earned_and_earns_nothing_while_others_stay(
    project, shares, fan, second_fan, currency
):
    """4.3, 5.3, K9: the share of those who stay grows."""
    project.deposit(97_000, 1)
    paid_back = leave(project, fan)
    assert (shares.totalSupply(), shares.earningShares()) == (37, 37)
    assert plain(shares.leaverOf(fan)) == (60, 0, 0)
    project.deposit(37_000, 2)
    assert (shares.claimable(fan), shares.claimable(second_fan)) == (60_000, 74_000)
    before = currency.balanceOf(fan)
    assert shares.claim({"from": fan}).return_value == 60_000
    assert currency.balanceOf(fan) - before == 60_000
    assert paid_back > 0


def test_the_last_to_leave_shares_with_all_who_left(project, shares, fan, second_fan, stranger, currency):
    """5.2, 5.5: per share burned, whoever left first, to the unit."""
    leave(project, fan)
    paid_back = leave(project, second_fan)
    assert (shares.totalSupply(), shares.earningShares()) == (0, 97)
    deposit = project.deposit(97_005)
    assert happened(deposit, "RoyaltiesReleased") == []
    assert happened(deposit, "RoyaltiesReleasedToLeavers", shares) == [
        {"tranche": 1, "amount": 97_005, "index": 97_005 * 2**48 // 97}
    ]
    assert (shares.claimable(fan), shares.claimable(second_fan)) == (60_003, 37_001)
    before = currency.balanceOf(second_fan)
    payout = shares.payout([fan, second_fan], {"from": stranger})
    assert [event["amount"] for event in happened(payout, "RoyaltyPaid")] == [60_003, 37_001]
    assert currency.balanceOf(second_fan) - before == 37_001
    assert currency.balanceOf(shares) == shares.reserved() == 1
    assert paid_back > 0


def test_a_gift_after_everybody_left_is_theirs(project, shares, fan, second_fan, stranger, currency):
    """3.5, K10: it enters at once, as tranche 0."""
    leave(project, fan)
    leave(project, second_fan)
    currency.mint(shares, 970, {"from": stranger})
    swept = shares.sweep(currency, {"from": stranger})
    assert happened(swept, "RoyaltiesReleasedToLeavers")[0]["tranche"] == 0
    assert shares.claim({"from": fan}).return_value == 600
