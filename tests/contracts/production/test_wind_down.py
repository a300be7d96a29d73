"""The holders end a project by the threshold that stops a release, read twice (4.3)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import at_second, wait_until
from tests.contracts.terms import DAY

MOST = 14 * DAY


@pytest.fixture
def opened(project, fan):
    """The first milestone is overdue and a holder asked to wind down. Gives the end of the window."""
    terms = project.terms.production
    wait_until(terms.milestones[0].due_at + terms.grace)
    project.campaign.openWindDown(0, {"from": fan})
    return project.campaign.question()["objectionsUntil"]


@pytest.fixture
def marked(project, opened, fan, stranger):
    """The fan objected, with 60 of 97 shares, and the tally was read once. Gives when it is read again."""
    project.campaign.object({"from": fan})
    read_at(project, opened, stranger)
    return project.campaign.question()["readAgainAt"]


def read_at(project, second, caller):
    at_second(second)
    return project.campaign.read({"from": caller})


def test_twice_over_the_threshold_it_is_wound_down(project, marked, stranger):
    """4.3: with what is left, what was brought, and what a share comes to."""
    unspent, brought = 97 * project.price * 95 // 100, 97 * project.price
    ending = read_at(project, marked, stranger)
    assert happened(ending, "WoundDown", project.campaign) == [
        {"unspent": unspent, "brought": brought, "perShare": project.price * 95 // 100}
    ]
    assert project.campaign.status() == stages.WOUND_DOWN
    assert plain(project.campaign.question()) == (0, 0, False, 0, 0)
    assert plain(project.shares.objections()) == (0, 0, 97)


@pytest.mark.parametrize(("objecting", "passes"), [(24, True), (25, False)])
def test_the_threshold_is_that_of_a_release(project, opened, fan, stranger, objecting, passes):
    """4.3: a quarter of 97 is 24.25: 24 are under it, 25 are over it."""
    project.shares.transfer(stranger, objecting, {"from": fan})
    project.campaign.object({"from": stranger})
    reading = read_at(project, opened, stranger)
    assert happened(reading, "WindDownDropped") == ([{"round": 201}] if passes else [])
    assert bool(happened(reading, "Marked")) == (not passes)
    assert project.campaign.status() == stages.SUCCEEDED


@pytest.mark.parametrize(("sold", "ends"), [(35, True), (36, False)])
def test_the_second_reading_has_the_same_threshold(project, marked, fan, second_fan, stranger, sold, ends):
    """4.3: shares borrowed for the first reading end nothing."""
    project.shares.transfer(second_fan, sold, {"from": fan})
    reading = read_at(project, marked, stranger)
    assert bool(happened(reading, "WoundDown")) == ends
    assert bool(happened(reading, "WindDownDropped")) == (not ends)


def test_it_is_read_neither_early_nor_a_day_too_early(project, opened, fan, stranger):
    """4.3: after the window, and a day after the mark."""
    project.campaign.object({"from": fan})
    with refused("Campaign_ObjectionsOpen", opened):
        read_at(project, opened - 1, stranger)
    read_at(project, opened, stranger)
    with refused("Campaign_ReadAgainLater", opened + DAY):
        read_at(project, opened + DAY - 1, stranger)
    assert happened(read_at(project, opened + DAY, stranger), "WoundDown")


@pytest.mark.parametrize(("late", "ends"), [(MOST - 1, True), (MOST, False)])
def test_a_mark_is_read_again_within_fourteen_days(project, marked, stranger, late, ends):
    """4.2, 4.3: then it is dropped."""
    reading = read_at(project, marked + late, stranger)
    assert bool(happened(reading, "WoundDown")) == ends
    assert happened(reading, "WindDownDropped") == ([] if ends else [{"round": 201}])


@pytest.mark.parametrize(("late", "marks"), [(MOST - 1, True), (MOST, False)])
def test_the_tally_is_read_within_fourteen_days(project, opened, fan, stranger, late, marks):
    """4.2, 4.3: then it is dropped, whatever it was."""
    project.campaign.object({"from": fan})
    reading = read_at(project, opened + late, stranger)
    assert bool(happened(reading, "Marked")) == marks
    assert happened(reading, "WindDownDropped") == ([] if marks else [{"round": 201}])


def test_what_was_dropped_can_be_asked_again(project, opened, fan, stranger):
    """4.3: the grounds have not gone."""
    read_at(project, opened, stranger)
    project.campaign.openWindDown(0, {"from": fan})
    project.campaign.object({"from": fan})
    project.read()
    assert happened(project.read(), "WoundDown")


def test_an_announcement_takes_the_place_of_an_unmarked_request(project, opened, fan):
    """4.3: the producer has broken its silence; the holders can stop it, and ask again."""
    project.campaign.object({"from": fan})
    announcement = project.announce(0)
    assert happened(announcement, "WindDownDropped", project.campaign) == [{"round": 201}]
    assert happened(announcement, "ReleaseAnnounced")[0]["round"] == 1
    assert plain(project.shares.objections()) == (1, 0, 97)
    project.campaign.object({"from": fan})
    project.read()
    assert happened(project.read(), "ReleaseRefused")
    project.campaign.openWindDown(0, {"from": fan})


def test_even_after_its_window_while_nobody_has_read_it(project, opened, fan):
    """4.3: so holders read at once."""
    project.campaign.object({"from": fan})
    wait_until(opened + DAY)
    assert happened(project.announce(1), "WindDownDropped") == [{"round": 201}]


def test_no_announcement_takes_the_place_of_a_marked_request(project, marked, stranger):
    """4.3: for neither milestone; not even when its reading is late."""
    for milestone in (0, 1):
        with refused("Campaign_QuestionOpen", 201):
            project.announce(milestone)
    wait_until(marked + MOST)
    with refused("Campaign_QuestionOpen", 201):
        project.announce(0)
    project.campaign.read({"from": stranger})
    project.announce(0)


def test_a_refused_announcement_takes_no_ones_place(project, opened, fan, stranger):
    """4.3: one that the contract refuses leaves the request as it is."""
    before = plain(project.campaign.question())
    with refused("Campaign_UnknownMilestone", 2):
        project.announce(2)
    with refused("Campaign_OnlyProducer", stranger):
        project.campaign.announce(0, bytes(32), "", {"from": stranger})
    assert plain(project.campaign.question()) == before


def test_grounds_in_a_milestone_twice_refused_end_it_as_well(project, fan, second_fan):
    """4.3: what was released before stays released."""
    project.release(0)
    project.refuse(fan, 1)
    project.refuse(fan, 1)
    project.campaign.openWindDown(1, {"from": second_fan})
    project.campaign.object({"from": fan})
    project.read()
    ending = project.read()
    whole, _ = project.campaign.pot()
    assert happened(ending, "WoundDown")[0]["unspent"] == whole - whole // 2
