"""How and for how much fans are asked has its bounds, and the errors name value and bound (2.1, 2.3)."""

import pytest
from brownie import chain

from tests.contracts.answers import happened, refused
from tests.contracts.project import at_second
from tests.contracts.terms import DAY, NOBODY, Milestone

ONE = 10**6
MOST = 2**96 - 1
YEAR = 365 * DAY


@pytest.mark.parametrize(
    ("changes", "error", "values"),
    [
        ({"price": 0}, "Terms_PriceZero", ()),
        ({"least": 0}, "Terms_SharesOutOfRange", (0, 100)),
        ({"least": 101}, "Terms_SharesOutOfRange", (101, 100)),
        ({"cap": 0}, "Terms_SharesOutOfRange", (1, 0)),
        ({"min_per_fan": 0}, "Terms_SharesPerFanOutOfRange", (0, 60)),
        ({"min_per_fan": 61}, "Terms_SharesPerFanOutOfRange", (61, 60)),
        ({"max_per_fan": 1}, "Terms_SharesPerFanOutOfRange", (2, 1)),
        ({"goal": 0}, "Terms_GoalOutOfRange", (0, 1_000 * ONE)),
        ({"goal": 1_000 * ONE + 1}, "Terms_GoalOutOfRange", (1_000 * ONE + 1, 1_000 * ONE)),
        ({"price": 2**95, "cap": 2}, "Terms_GoalOutOfRange", (800 * ONE, 2**96)),
        ({"reflection": DAY - 1}, "Terms_ReflectionOutOfRange", (DAY - 1, DAY, 30 * DAY)),
        ({"reflection": 30 * DAY + 1}, "Terms_ReflectionOutOfRange", (30 * DAY + 1, DAY, 30 * DAY)),
        ({"artist": NOBODY}, "Terms_NoArtist", ()),
    ],
)
def test_one_past_the_bound_is_refused(propose_with, changes, error, values):
    """2.3: with the value and the bounds."""
    with refused(error, *values):
        propose_with(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {
            "price": 1,
            "goal": 1,
            "financiers": [],
            "budget": 1,
            "cap": 1,
            "community_bps": 10_000,
            "tiers": [],
        },
        {"least": 1},
        {"least": 100},
        {"min_per_fan": 1},
        {"min_per_fan": 60},
        {"max_per_fan": 2**48 - 1},
        {"goal": 1_000 * ONE},
        {"reflection": DAY},
        {"reflection": 30 * DAY},
    ],
    ids=str,
)
def test_the_bound_itself_is_accepted(propose_with, changes):
    """2.3: to the unit."""
    assert len(happened(propose_with(**changes), "ProjectProposed")) == 1


@pytest.mark.parametrize(("price", "cap"), [(MOST, 1), (1, 2**48 - 1), (MOST // 4, 4)])
def test_the_largest_campaigns_are_accepted(propose_with, price, cap):
    """2.3, 6.1: at most 2^96 - 1 units, at most 2^48 - 1 shares."""
    raised = price * cap
    proposal = propose_with(
        price=price, cap=cap, goal=raised, budget=raised, community_bps=10_000, financiers=[], tiers=[]
    )
    assert len(happened(proposal, "ProjectProposed")) == 1


def at(now, opens_in, lasts):
    """Times counted from the second of the proposal, and a milestone that fits them."""
    opens_at, closes_at = now + opens_in, now + opens_in + lasts
    milestones = [Milestone(10_000, closes_at + DAY, "all")]
    return {"opens_at": opens_at, "closes_at": closes_at, "milestones": milestones}


@pytest.fixture
def now():
    """The second of the next block."""
    time = chain[-1].timestamp + 100
    at_second(time)
    return time


@pytest.mark.parametrize(("opens_in", "lasts"), [(0, 9), (-1, 9), (1_000, 0), (1_000, -1)])
def test_times_out_of_order_are_refused(propose_with, now, opens_in, lasts):
    """2.3: now < opening < closing."""
    with refused("Terms_TimesOutOfOrder", now, now + opens_in, now + opens_in + lasts):
        propose_with(**at(now, opens_in, lasts))


def test_an_opening_in_more_than_a_year_is_refused(propose_with, now):
    """2.3: what financiers bring does not wait for ever."""
    with refused("Terms_TooFarAway", now + YEAR + 1, now + YEAR):
        propose_with(**at(now, YEAR + 1, 1))


def test_a_campaign_of_more_than_a_year_is_refused(propose_with, now):
    """2.3: nor what fans bring."""
    with refused("Terms_TooLong", YEAR + 1, YEAR):
        propose_with(**at(now, 1_000, YEAR + 1))


@pytest.mark.parametrize(("opens_in", "lasts"), [(1, 1), (YEAR, 1), (1, YEAR), (YEAR, YEAR)])
def test_the_earliest_and_latest_times_are_accepted(propose_with, now, opens_in, lasts):
    """2.3: to the second."""
    assert len(happened(propose_with(**at(now, opens_in, lasts)), "ProjectProposed")) == 1
