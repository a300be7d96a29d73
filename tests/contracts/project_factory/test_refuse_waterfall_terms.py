"""Reporting, deductions, royalty steps and collectors have their bounds (2.1, 2.3, 5.1, 5.3, 5.6)."""

import pytest

from tests.contracts.answers import happened, refused
from tests.contracts.terms import DAY

REPORTING = (28 * DAY, 732 * DAY)


@pytest.mark.parametrize(
    ("changes", "error", "values"),
    [
        ({"ceiling_bps": 10_001}, "Terms_BpsAboveWhole", (10_001,)),
        ({"steps": 0}, "Terms_RoyaltyStepsOutOfRange", (0, 365)),
        ({"steps": 366}, "Terms_RoyaltyStepsOutOfRange", (366, 365)),
        (
            {"reporting": 28 * DAY - 1},
            "Terms_ReportingOutOfRange",
            (28 * DAY - 1, 60 * DAY, *REPORTING),
        ),
        (
            {"reporting": 732 * DAY + 1},
            "Terms_ReportingOutOfRange",
            (732 * DAY + 1, 60 * DAY, *REPORTING),
        ),
        (
            {"reporting_delay": 732 * DAY + 1},
            "Terms_ReportingOutOfRange",
            (182 * DAY, 732 * DAY + 1, *REPORTING),
        ),
    ],
    ids=str,
)
def test_one_past_the_bound_is_refused(propose_with, changes, error, values):
    """2.3: with the value and the bounds."""
    with refused(error, *values):
        propose_with(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"ceiling_bps": 0},
        {"ceiling_bps": 10_000},
        {"steps": 1},
        {"steps": 365},
        {"reporting": 28 * DAY},
        {"reporting": 732 * DAY, "reporting_delay": 732 * DAY},
        {"reporting_delay": 0},
        {"collectors": []},
        {"cap_per_share": 0},
        {"cap_per_share": 2**96 - 1},
    ],
    ids=str,
)
def test_the_bound_itself_is_accepted(propose_with, changes):
    """2.3: to the second and the basis point; a holders' cap may be anything."""
    assert len(happened(propose_with(**changes), "ProjectProposed")) == 1
