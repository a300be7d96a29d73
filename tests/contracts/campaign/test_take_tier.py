"""Rewards: a minimum of shares, a limited number, one per fan, tied to the pledge that took it (3.6)."""

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import wait_until
from tests.contracts.terms import DAY


def tier_of(project, fan):
    return project.campaign.pledgeOf(fan)["tier"]


def test_a_pledge_takes_a_reward(project, fan):
    """3.6: it is named in the event, and counted."""
    purchase = project.contribute(fan, 5, tier=1)
    assert [event["tier"] for event in happened(purchase, "Contributed")] == [1]
    assert (tier_of(project, fan), project.campaign.tierTaken(1), project.campaign.tierTaken(2)) == (1, 1, 0)


def test_too_few_shares_earn_none(project, fan):
    """3.6: one less than the minimum."""
    with refused("Campaign_TierNeedsShares", 4, 5):
        project.contribute(fan, 4, tier=1)


def test_all_shares_of_the_fan_count(project, fan):
    """3.6: those it bought before, too."""
    project.contribute(fan, 4)
    project.contribute(fan, 1, tier=1)
    assert tier_of(project, fan) == 1


def test_a_reward_that_does_not_exist_is_refused(project, fan):
    """3.6: there are two."""
    for tier in (3, 2**256 - 1):
        with refused("Campaign_UnknownTier", tier):
            project.contribute(fan, 30, tier=tier)


def test_the_number_is_limited(project, fan, second_fan, stranger):
    """3.6, K7: who comes too late pays nothing."""
    project.contribute(fan, 5, tier=1)
    project.contribute(second_fan, 5, tier=1)
    with refused("Campaign_TierTaken", 1):
        project.contribute(stranger, 5, tier=1)
    assert project.currency.balanceOf(stranger) == 5 * project.price
    assert project.campaign.tierTaken(1) == 2


def test_a_fan_has_one(project, fan):
    """3.6: neither another one, nor the same again."""
    project.contribute(fan, 20, tier=1)
    for tier in (1, 2):
        with refused("Campaign_HasTier", 1):
            project.contribute(fan, 20, tier=tier)


def test_a_revoked_reward_is_free_for_the_next(project, fan, second_fan):
    """3.2, 3.6: the single one of its kind."""
    project.contribute(fan, 20, tier=2)
    revocation = project.campaign.revoke({"from": fan})
    assert happened(revocation, "TierFreed", project.campaign) == [{"fan": fan, "tier": 2}]
    assert (tier_of(project, fan), project.campaign.tierTaken(2)) == (0, 0)
    project.contribute(second_fan, 20, tier=2)
    assert tier_of(project, second_fan) == 2


def test_who_has_revoked_one_may_take_another(project, fan):
    """3.6: one at a time."""
    project.contribute(fan, 20, tier=2)
    project.campaign.revoke({"from": fan})
    project.contribute(fan, 5, tier=1)
    assert tier_of(project, fan) == 1


def test_it_goes_with_the_pledge_that_took_it(project, fan):
    """3.6: a later pledge is taken back without it."""
    wait_until(project.contribute(fan, 5, tier=1).timestamp + 4 * DAY)
    project.contribute(fan, 3)
    revocation = project.campaign.revoke({"from": fan})
    assert happened(revocation, "TierFreed") == []
    assert (tier_of(project, fan), project.shares.balanceOf(fan)) == (1, 5)


def test_it_does_not_stay_with_an_earlier_pledge(project, fan):
    """3.6: the firm shares stay, the reward of the later pledge goes."""
    wait_until(project.contribute(fan, 5).timestamp + 4 * DAY)
    project.contribute(fan, 3, tier=1)
    revocation = project.campaign.revoke({"from": fan})
    assert happened(revocation, "TierFreed", project.campaign) == [{"fan": fan, "tier": 1}]
    assert (tier_of(project, fan), project.shares.balanceOf(fan)) == (0, 5)


def test_a_refunded_reward_is_free(project, fan, second_fan, stranger):
    """3.4, 3.6: nothing of a failed campaign is left."""
    project.contribute(fan, 5, tier=1)
    project.contribute(second_fan, 5, tier=1)
    project.campaign.cancel({"from": project.producer})
    refund = project.campaign.refundMany([fan, second_fan], {"from": stranger})
    assert happened(refund, "TierFreed", project.campaign) == [
        {"fan": fan, "tier": 1},
        {"fan": second_fan, "tier": 1},
    ]
    assert (tier_of(project, fan), project.campaign.tierTaken(1)) == (0, 0)


def test_who_sells_its_shares_keeps_it(project, fan, second_fan, stranger):
    """3.6: it stays with the contributor."""
    project.contribute(fan, 60, tier=2)
    project.contribute(second_fan, 37)
    project.close()
    project.shares.transfer(stranger, 60, {"from": fan})
    assert (tier_of(project, fan), tier_of(project, stranger)) == (2, 0)
    assert project.campaign.tierTaken(2) == 1


def test_nobody_takes_one_for_somebody_else(project, fan, patron):
    """3.1, 3.6: a present comes without; the fan's own next pledge takes it, and keeps it alone."""
    project.fund(patron, 5 * project.price)
    wait_until(project.campaign.contributeFor(fan, 5, {"from": patron}).timestamp + 4 * DAY)
    assert tier_of(project, fan) == 0
    project.contribute(fan, 1, tier=1)
    assert plain(project.campaign.pledgeOf(fan))[2] == 1


def test_a_wound_down_project_keeps_its_rewards(project, fan, second_fan):
    """3.6, 4.3: who leaves with its shares was a contributor all the same."""
    project.contribute(fan, 60, tier=2)
    project.contribute(second_fan, 37)
    project.close()
    project.wind_down(fan)
    assert project.campaign.status() == stages.WOUND_DOWN
    project.campaign.exit(60, {"from": fan})
    assert tier_of(project, fan) == 2
