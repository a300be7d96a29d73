"""How many shares a fan may buy (2.3, 3.1)."""

from tests.contracts.answers import refused


def test_no_shares_are_refused(project, fan):
    """3.1: an empty purchase is a mistake."""
    with refused("Campaign_NoShares"):
        project.campaign.contribute(0, 0, {"from": fan})


def test_fewer_than_the_least_are_refused(project, fan):
    """2.3: least shares of one fan, counted over all its purchases."""
    with refused("Campaign_TooFewShares", 1, 2):
        project.contribute(fan, 1)
    project.contribute(fan, 2)
    assert project.contribute(fan, 1).status == 1


def test_more_than_the_most_are_refused(project, fan):
    """2.3: most shares of one fan, counted over all its purchases."""
    with refused("Campaign_TooManyShares", 61, 60):
        project.contribute(fan, 61)
    project.contribute(fan, 60)
    with refused("Campaign_TooManyShares", 61, 60):
        project.contribute(fan, 1)


def test_more_than_is_left_is_refused_and_costs_nothing(project, fan, second_fan, stranger):
    """3.1, K7: who is overtaken on the last seats keeps all of the money."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 38)
    with refused("Campaign_NotEnoughLeft", 3, 2):
        project.contribute(stranger, 3)
    assert project.currency.balanceOf(stranger) == 3 * project.price
    assert project.shares.balanceOf(stranger) == 0
    assert project.campaign.sharesLeft() == 2


def test_who_takes_all_that_is_left_may_take_less_than_the_least(project, fan, second_fan, stranger):
    """2.3: the last share is not stranded."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 39)
    project.contribute(stranger, 1)
    assert (project.campaign.sharesLeft(), project.shares.balanceOf(stranger)) == (0, 1)
    with refused("Campaign_NotEnoughLeft", 1, 0):
        project.contribute(stranger, 1)


def test_absurd_numbers_of_shares_are_refused_with_reason(project, fan):
    """3.1: no overflow, no wrong price."""
    for shares in (2**48, 2**48 + 7, 2**256 - 1):
        with refused("Campaign_NotEnoughLeft", shares, 100):
            project.campaign.contribute(shares, 0, {"from": fan})
