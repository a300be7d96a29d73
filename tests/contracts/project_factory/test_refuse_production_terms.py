"""Milestones, objections and grace have their bounds (2.1, 2.3, 4.1 to 4.3)."""

import pytest

from tests.contracts.answers import happened, refused
from tests.contracts.terms import DAY, Milestone

TEN_YEARS = 3_650 * DAY


@pytest.fixture
def milestones(terms):
    """Milestones of these bps, due a day after the closing or as many seconds after it as told."""

    def make(*bps, due=DAY):
        return [Milestone(each, terms.campaign.closes_at + due, "step") for each in bps]

    return make


@pytest.mark.parametrize(
    ("changes", "error", "values"),
    [
        ({"objection_bps": 0}, "Terms_ObjectionBpsOutOfRange", (0, 3_333)),
        ({"objection_bps": 3_334}, "Terms_ObjectionBpsOutOfRange", (3_334, 3_333)),
        (
            {"objection_seconds": 7 * DAY - 1},
            "Terms_ObjectionSecondsOutOfRange",
            (7 * DAY - 1, 7 * DAY, 60 * DAY),
        ),
        (
            {"objection_seconds": 60 * DAY + 1},
            "Terms_ObjectionSecondsOutOfRange",
            (60 * DAY + 1, 7 * DAY, 60 * DAY),
        ),
        ({"grace": 366 * DAY + 1}, "Terms_GraceAboveMaximum", (366 * DAY + 1, 366 * DAY)),
        ({"milestones": []}, "Terms_NoMilestones", ()),
    ],
    ids=str,
)
def test_one_past_the_bound_is_refused(propose_with, changes, error, values):
    """2.3: at most a third objects, at least seven days, and grace ends."""
    with refused(error, *values):
        propose_with(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"objection_bps": 1},
        {"objection_bps": 3_333},
        {"objection_seconds": 7 * DAY},
        {"objection_seconds": 60 * DAY},
        {"grace": 0},
        {"grace": 366 * DAY},
    ],
    ids=str,
)
def test_the_bound_itself_is_accepted(propose_with, changes):
    """2.3: to the second and the basis point."""
    assert len(happened(propose_with(**changes), "ProjectProposed")) == 1


@pytest.mark.parametrize("bps", [[9_999], [10_001], [5_000, 4_999], [5_000, 5_001], [65_535]], ids=str)
def test_milestones_that_are_not_the_whole_are_refused(propose_with, milestones, bps):
    """2.3, 4.1: they add up to all that was raised."""
    with refused("Terms_MilestonesNotWhole", sum(bps)):
        propose_with(milestones=milestones(*bps))


def test_a_milestone_of_nothing_is_refused(propose_with, milestones):
    """2.3: the error names it."""
    with refused("Terms_MilestoneOutOfRange", 1):
        propose_with(milestones=milestones(10_000, 0))


@pytest.mark.parametrize("due", [0, -1, TEN_YEARS + 1], ids=["at the closing", "before", "too late"])
def test_a_milestone_due_at_the_wrong_time_is_refused(propose_with, milestones, due):
    """2.3: after the closing, and within ten years of it, so that silence has an end."""
    wrong = milestones(9_999) + milestones(1, due=due)
    with refused("Terms_MilestoneOutOfRange", 1):
        propose_with(milestones=wrong)


@pytest.mark.parametrize("due", [1, TEN_YEARS], ids=["first second", "last second"])
def test_the_first_and_last_due_dates_are_accepted(propose_with, milestones, due):
    """2.3: to the second."""
    proposal = propose_with(milestones=milestones(1, 9_999, due=due))
    assert len(happened(proposal, "ProjectProposed")) == 1
