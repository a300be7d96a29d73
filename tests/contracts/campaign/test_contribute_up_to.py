"""As many shares as are left, but no more than the fan said (3.1)."""

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import every_currency


@every_currency
def test_the_last_seats_are_taken_and_the_rest_of_the_money_stays(
    project, fan, second_fan, stranger, currency
):
    """3.1, K7, K19: who is overtaken on the last seats gets what is left, and pays only that."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    project.fund(stranger, 10 * project.price)
    purchase = project.campaign.contributeUpTo(10, 0, {"from": stranger})
    assert purchase.return_value == 3
    assert [event["shares"] for event in happened(purchase, "Contributed")] == [3]
    assert project.shares.balanceOf(stranger) == 3
    assert currency.balanceOf(stranger) == 7 * project.price
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 100 * project.price
    assert project.campaign.sharesLeft() == 0


def test_never_more_than_was_said(project, fan):
    """3.1: with plenty left, exactly as many as were asked for."""
    project.fund(fan, 20 * project.price)
    purchase = project.campaign.contributeUpTo(7, 1, {"from": fan})
    assert (purchase.return_value, project.shares.balanceOf(fan)) == (7, 7)
    assert project.currency.balanceOf(fan) == 13 * project.price
    assert project.campaign.pledgeOf(fan)["tier"] == 1


def test_what_is_left_may_be_less_than_the_least(project, fan, second_fan, stranger):
    """2.3, 3.1: whoever takes all that is left is exempt from the minimum."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 39)
    project.fund(stranger, 2 * project.price)
    project.campaign.contributeUpTo(2, 0, {"from": stranger})
    assert project.shares.balanceOf(stranger) == 1


def test_nothing_left_is_refused(project, fan, second_fan, stranger):
    """3.1: not an empty purchase."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 40)
    with refused("Campaign_NotEnoughLeft", 5, 0):
        project.campaign.contributeUpTo(5, 0, {"from": stranger})


def test_no_shares_are_refused(project, fan):
    """3.1: up to nothing is a mistake."""
    with refused("Campaign_NoShares"):
        project.campaign.contributeUpTo(0, 0, {"from": fan})


def test_a_reward_that_what_is_left_does_not_earn_is_refused(project, fan, second_fan, stranger):
    """3.1, 3.6: the fan gets shares with the reward, or neither."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 36)
    project.fund(stranger, 5 * project.price)
    with refused("Campaign_TierNeedsShares", 4, 5):
        project.campaign.contributeUpTo(5, 1, {"from": stranger})
    assert project.currency.balanceOf(stranger) == 5 * project.price


def test_the_maximum_holds(project, fan):
    """2.3: nobody is cut down to it behind its back."""
    project.fund(fan, 100 * project.price)
    with refused("Campaign_TooManyShares", 61, 60):
        project.campaign.contributeUpTo(61, 0, {"from": fan})


def test_a_failed_campaign_sells_nothing(project, stranger):
    """3.4: whatever is left."""
    project.close()
    with refused("Campaign_WrongStatus", stages.FAILED):
        project.campaign.contributeUpTo(2, 0, {"from": stranger})
