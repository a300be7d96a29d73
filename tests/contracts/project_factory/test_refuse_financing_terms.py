"""Budget, community ceiling, financiers' lines and reward tiers have their bounds (2.1, 2.3, 2.4)."""

import pytest

from tests.contracts.answers import happened, refused
from tests.contracts.terms import NOBODY, Line, Tier

ONE = 10**6
MOST = 2**96 - 1
FUND = "0x" + 40 * "1"


def lines(*amounts):
    return [Line(FUND, "fund", amount) for amount in amounts]


@pytest.mark.parametrize(
    ("changes", "error", "values"),
    [
        ({"community_bps": 10_001}, "Terms_BpsAboveWhole", (10_001,)),
        ({"community_bps": 4_999}, "Terms_AboveCommunityCeiling", (1_000 * ONE, 999_800_000)),
        ({"community_bps": 0}, "Terms_AboveCommunityCeiling", (1_000 * ONE, 0)),
        ({"cap": 101}, "Terms_AboveCommunityCeiling", (1_010 * ONE, 1_000 * ONE)),
        ({"budget": 2_000 * ONE - 1}, "Terms_AboveCommunityCeiling", (1_000 * ONE, 999_999_999)),
        ({"budget": 0}, "Terms_AboveCommunityCeiling", (1_000 * ONE, 0)),
        ({"budget": 2_000 * ONE + 1}, "Terms_BudgetNotReached", (2_000 * ONE, 2_000 * ONE + 1)),
        ({"goal": 800 * ONE - 1}, "Terms_BudgetNotReached", (2_000 * ONE - 1, 2_000 * ONE)),
        ({"financiers": []}, "Terms_BudgetNotReached", (800 * ONE, 2_000 * ONE)),
        ({"financiers": lines(MOST - 800 * ONE + 1)}, "Terms_BudgetAboveMaximum", (MOST + 1, MOST)),
        (
            {"financiers": lines(MOST, MOST)},
            "Terms_BudgetAboveMaximum",
            (2 * MOST + 800 * ONE, MOST),
        ),
        ({"financiers": lines(1_200 * ONE, 0)}, "Terms_FinancierLineZero", (1,)),
        (
            {"financiers": [*lines(1_200 * ONE), Line(NOBODY, "fund", 1)]},
            "Terms_NoFinancier",
            (1,),
        ),
        ({"tiers": [Tier(1, 1, "poster"), Tier(1, 0, "none")]}, "Terms_TierOutOfRange", (1,)),
        ({"tiers": [Tier(61, 1, "too much for one fan")]}, "Terms_TierOutOfRange", (0,)),
    ],
    ids=str,
)
def test_one_past_the_bound_is_refused(propose_with, changes, error, values):
    """2.3, 2.4: with the value and the bound, or the number of the line or tier."""
    with refused(error, *values):
        propose_with(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"community_bps": 10_000},
        {"community_bps": 5_000, "goal": 1_000 * ONE},
        {"goal": 1, "financiers": lines(2_000 * ONE - 1)},
        {"goal": 800 * ONE, "financiers": lines(*[1_200 * ONE // 4] * 4)},
        {"financiers": lines(1_200 * ONE + 1)},
        {"financiers": lines(MOST - 800 * ONE)},
        {"community_bps": 10_000, "budget": 1_000 * ONE, "goal": 1_000 * ONE, "financiers": []},
        {"tiers": []},
        {"tiers": [Tier(60, 1, "as much as one fan can take")]},
        {"tiers": [Tier(0, 2**32 - 1, "a poster for everybody")]},
    ],
    ids=str,
)
def test_the_bound_itself_is_accepted(propose_with, changes):
    """2.3, 2.4: goal plus lines reach the budget, fans keep to their part of it."""
    assert len(happened(propose_with(**changes), "ProjectProposed")) == 1


def test_a_twentieth_of_the_budget_is_accepted_and_no_unit_more(propose_with):
    """2.4, 0: what the community of a film that is financed already may bring."""
    film = {"community_bps": 500, "budget": 20_000 * ONE}
    accepted = propose_with(**film, financiers=lines(19_200 * ONE))
    assert len(happened(accepted, "ProjectProposed")) == 1
    with refused("Terms_AboveCommunityCeiling", 1_000 * ONE, 1_000 * ONE - 1):
        propose_with(**film | {"budget": 20_000 * ONE - 1}, financiers=lines(19_200 * ONE))
