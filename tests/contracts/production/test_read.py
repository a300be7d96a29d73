"""Anyone reads the tally: under the threshold it passes, over it twice it is refused (4.2)."""

import pytest
from brownie import chain

from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import at_second
from tests.contracts.terms import DAY

MOST = 14 * DAY


def read_at(project, second, caller):
    at_second(second)
    return project.campaign.read({"from": caller})


@pytest.fixture
def marked(project, asked, fan, stranger):
    """The fan objected, with its 60 of 97 shares; the tally was read once. Gives when it is read again."""
    project.campaign.object({"from": fan})
    read_at(project, asked, stranger)
    return project.campaign.question()["readAgainAt"]


def test_nothing_is_read_when_nothing_was_asked(project, stranger):
    """4.2: neither before an announcement nor after its end."""
    with refused("Campaign_NoQuestionOpen"):
        project.campaign.read({"from": stranger})
    project.release(0)
    with refused("Campaign_NoQuestionOpen"):
        project.campaign.read({"from": stranger})


def test_nobody_reads_before_the_window_has_ended(project, asked, stranger):
    """4.2: the last second of the window belongs to the holders, the next one to who reads."""
    with refused("Campaign_ObjectionsOpen", asked):
        read_at(project, asked - 1, stranger)
    assert happened(read_at(project, asked, stranger), "Released")
    assert chain[-1].timestamp == asked


@pytest.mark.parametrize(("objecting", "passes"), [(24, True), (25, False)])
def test_the_threshold_is_rounded_in_favour_of_nobody(project, asked, fan, stranger, objecting, passes):
    """4.2, K3: a quarter of 97 is 24.25: 24 are under it, 25 are over it."""
    project.shares.transfer(stranger, objecting, {"from": fan})
    project.campaign.object({"from": stranger})
    reading = read_at(project, asked, stranger)
    assert bool(happened(reading, "Released")) == passes
    assert bool(happened(reading, "Marked")) == (not passes)


def test_at_the_threshold_it_is_marked(project, asked, fan, stranger, accounts):
    """4.2: exactly a quarter of 96 is at it."""
    project.shares.burn(fan, 1, {"from": accounts.at(project.campaign.address, force=True)})
    project.shares.transfer(stranger, 24, {"from": fan})
    project.campaign.object({"from": stranger})
    reading = read_at(project, asked, stranger)
    assert happened(reading, "Marked", project.campaign) == [
        {"round": 1, "objecting": 24, "supply": 96, "readAgainAt": asked + DAY}
    ]


def test_one_below_the_threshold_it_is_released(project, asked, fan, stranger, accounts):
    """4.2: 23 of 96."""
    project.shares.burn(fan, 1, {"from": accounts.at(project.campaign.address, force=True)})
    project.shares.transfer(stranger, 23, {"from": fan})
    project.campaign.object({"from": stranger})
    assert happened(read_at(project, asked, stranger), "Released")


def test_a_mark_is_told_and_moves_nothing(project, asked, fan, stranger, currency):
    """4.2: what was counted, and when it is counted again: a day after this reading."""
    project.campaign.object({"from": fan})
    before = currency.balanceOf(project.campaign)
    reading = read_at(project, asked + 5, stranger)
    assert happened(reading, "Marked", project.campaign) == [
        {"round": 1, "objecting": 60, "supply": 97, "readAgainAt": asked + 5 + DAY}
    ]
    assert plain(project.campaign.question()) == (1, 0, False, asked, asked + 5 + DAY)
    assert currency.balanceOf(project.campaign) == before
    assert plain(project.campaign.milestoneOf(0))[1:] == (False, 0)


def test_a_mark_is_read_again_a_day_later(project, marked, stranger):
    """4.2: not a second earlier, by nobody."""
    with refused("Campaign_ReadAgainLater", marked):
        read_at(project, marked - 1, stranger)
    assert happened(read_at(project, marked, stranger), "ReleaseRefused")


def test_still_over_it_is_refused_for_good(project, marked, stranger, producer, currency):
    """4.2: no money moves, the question is over, the milestone counts its refusal."""
    reading = read_at(project, marked, stranger)
    assert happened(reading, "ReleaseRefused", project.campaign) == [{"milestone": 0, "refusals": 1}]
    assert plain(project.campaign.milestoneOf(0))[1:] == (False, 1)
    assert plain(project.campaign.question()) == (0, 0, False, 0, 0)
    assert currency.balanceOf(producer) == 0
    assert project.campaign.pot()[0] == project.campaign.pot()[1]
    with refused("Campaign_NoQuestionOpen"):
        project.campaign.read({"from": stranger})


def test_then_under_it_is_released(project, marked, fan, second_fan, stranger):
    """4.2: the objector sold to somebody who does not mind."""
    project.shares.transfer(second_fan, 36, {"from": fan})
    assert happened(read_at(project, marked, stranger), "Released")[0]["milestone"] == 0


def test_the_second_reading_has_the_same_threshold(project, marked, fan, second_fan, stranger):
    """4.2: one share more, and it is refused."""
    project.shares.transfer(second_fan, 35, {"from": fan})
    assert happened(read_at(project, marked, stranger), "ReleaseRefused")


def test_shares_borrowed_to_object_decide_nothing(project, asked, fan, second_fan, stranger):
    """4.2: lent for a moment, used to object, given back: nothing of it is left."""
    project.shares.transfer(stranger, 60, {"from": fan})
    project.campaign.object({"from": stranger})
    project.shares.transfer(fan, 60, {"from": stranger})
    assert happened(read_at(project, asked, stranger), "Released")


def test_shares_borrowed_for_a_reading_decide_nothing(project, asked, fan, second_fan, stranger):
    """4.2: an objector of one share borrows sixty, has the tally marked, and gives them back."""
    project.shares.transfer(stranger, 1, {"from": second_fan})
    project.campaign.object({"from": stranger})
    at_second(asked)
    project.shares.transfer(stranger, 60, {"from": fan})
    reading = project.campaign.read({"from": stranger})
    assert happened(reading, "Marked")[0]["objecting"] == 61
    project.shares.transfer(fan, 60, {"from": stranger})
    again = project.campaign.question()["readAgainAt"]
    assert happened(read_at(project, again, stranger), "Released")


def test_an_objector_who_sells_to_somebody_who_agrees_lets_it_pass(project, asked, fan, second_fan, stranger):
    """4.2: the weight is that of the moment; only the holder can give it away."""
    project.campaign.object({"from": fan})
    project.shares.transfer(second_fan, 60, {"from": fan})
    assert happened(read_at(project, asked, stranger), "Released")


@pytest.mark.parametrize("late", [0, MOST - 1])
def test_read_in_time_it_is_released(project, asked, stranger, late):
    """4.2: up to the last second of fourteen days."""
    assert happened(read_at(project, asked + late, stranger), "Released")


@pytest.mark.parametrize("late", [MOST, 100 * MOST])
@pytest.mark.parametrize("does_object", [True, False])
def test_unread_for_fourteen_days_it_lapses(project, asked, fan, stranger, currency, late, does_object):
    """4.2: whatever the tally was; no refusal, no money."""
    if does_object:
        project.campaign.object({"from": fan})
    before = currency.balanceOf(project.campaign)
    reading = read_at(project, asked + late, stranger)
    assert happened(reading, "ReleaseLapsed", project.campaign) == [{"milestone": 0}]
    assert not project.campaign.milestoneOf(0)["released"]
    assert plain(project.campaign.milestoneOf(0))[1:] == (False, 0)
    assert plain(project.shares.objections()) == (0, 0, 97)
    assert currency.balanceOf(project.campaign) == before


def test_a_mark_at_the_last_moment_still_gives_a_day_and_fourteen(project, asked, fan, stranger):
    """4.2: the second reading has its own fourteen days."""
    project.campaign.object({"from": fan})
    read_at(project, asked + MOST - 1, stranger)
    again = asked + MOST - 1 + DAY
    assert project.campaign.question()["readAgainAt"] == again
    assert happened(read_at(project, again + MOST - 1, stranger), "ReleaseRefused")


def test_a_mark_that_nobody_reads_again_lapses(project, marked, stranger):
    """4.2: nothing is refused by silence."""
    assert happened(read_at(project, marked + MOST, stranger), "ReleaseLapsed") == [{"milestone": 0}]
    assert plain(project.campaign.milestoneOf(0))[1:] == (False, 0)


def test_a_lapsed_milestone_is_announced_as_often_as_it_lapses(project, fan, stranger):
    """4.2: a lapse is no refusal: after two of them both tries are still left."""
    for _ in range(2):
        project.announce(0)
        until = project.campaign.question()["objectionsUntil"]
        read_at(project, until + MOST, stranger)
    assert happened(project.refuse(fan, 0), "ReleaseRefused")[0]["refusals"] == 1
    assert happened(project.refuse(fan, 0), "ReleaseRefused")[0]["refusals"] == 2
