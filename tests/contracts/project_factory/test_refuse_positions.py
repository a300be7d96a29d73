"""A waterfall that makes no sense is refused, with the number of the position (2.3, 5.2)."""

import pytest

from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import propose
from tests.contracts.terms import (
    HOLDERS,
    OFF_THE_TOP,
    PERCENTAGE,
    RECOUP,
    off_the_top,
    percentage,
    recoup,
)

SOMEBODY = "0x" + 40 * "1"
TOP = off_the_top(SOMEBODY, 1)
ADVANCE = recoup(SOMEBODY, 1)
BESIDE = recoup(SOMEBODY, 1, with_previous=True)
HALF = percentage(SOMEBODY, 5_000)
HALF_HOLDERS = percentage(HOLDERS, 5_000)
ALL = percentage(SOMEBODY, 10_000)
ALL_HOLDERS = percentage(HOLDERS, 10_000)


@pytest.mark.parametrize(
    ("positions", "place"),
    [
        ([ALL_HOLDERS, TOP], 1),
        ([ALL_HOLDERS, ADVANCE], 1),
        ([ADVANCE, TOP, ALL_HOLDERS], 1),
        ([BESIDE, ALL_HOLDERS], 0),
        ([TOP, BESIDE, ALL_HOLDERS], 1),
        ([TOP._replace(with_previous=True), ALL_HOLDERS], 0),
        ([ADVANCE, ALL_HOLDERS._replace(with_previous=True)], 1),
        ([HALF, HALF_HOLDERS._replace(with_previous=True)], 1),
    ],
    ids=[
        "off the top after a percentage",
        "recoup after a percentage",
        "off the top after recoup",
        "the first beside nothing",
        "recoup beside off the top",
        "off the top beside nothing",
        "percentage beside recoup",
        "percentage beside percentage",
    ],
)
def test_positions_out_of_order_are_refused(propose_with, positions, place):
    """5.2: off the top, then what is recouped, then percentages; only what recoups goes pari passu."""
    with refused("Terms_PositionOutOfOrder", place):
        propose_with(positions=positions)


@pytest.mark.parametrize(
    ("positions", "error", "values"),
    [
        ([], "Terms_PercentagesNotWhole", (0,)),
        ([TOP], "Terms_PercentagesNotWhole", (0,)),
        ([HALF_HOLDERS], "Terms_PercentagesNotWhole", (5_000,)),
        ([percentage(HOLDERS, 9_999)], "Terms_PercentagesNotWhole", (9_999,)),
        ([HALF, HALF_HOLDERS, percentage(SOMEBODY, 1)], "Terms_PercentagesNotWhole", (10_001,)),
        ([ALL], "Terms_HoldersPositions", (0,)),
        ([HALF_HOLDERS, HALF_HOLDERS], "Terms_HoldersPositions", (2,)),
        ([off_the_top(HOLDERS, 1), ALL_HOLDERS], "Terms_HoldersOffTheTop", (0,)),
        (
            [recoup(HOLDERS, 1), ADVANCE, recoup(HOLDERS, 1, with_previous=True), ALL_HOLDERS],
            "Terms_HoldersRecoupTwice",
            (2,),
        ),
        ([recoup(SOMEBODY, 0), ALL_HOLDERS], "Terms_NothingToRecoup", (0,)),
        ([TOP._replace(amount=1), ALL_HOLDERS], "Terms_AmountWithoutRecoup", (0,)),
        ([TOP, ALL_HOLDERS._replace(amount=1)], "Terms_AmountWithoutRecoup", (1,)),
        ([off_the_top(SOMEBODY, 10_001), ALL_HOLDERS], "Terms_BpsAboveWhole", (10_001,)),
        ([recoup(SOMEBODY, 1, 10_001), ALL_HOLDERS], "Terms_BpsAboveWhole", (10_001,)),
        ([percentage(HOLDERS, 10_001)], "Terms_BpsAboveWhole", (10_001,)),
        (
            [off_the_top(SOMEBODY, 6_000), off_the_top(SOMEBODY, 4_001), ALL_HOLDERS],
            "Terms_BpsAboveWhole",
            (10_001,),
        ),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(propose_with, positions, error, values):
    """5.2: the whole is shared, once, and exactly one percentage is the holders'."""
    with refused(error, *values):
        propose_with(positions=positions)


@pytest.mark.parametrize(
    "positions",
    [
        [ALL_HOLDERS],
        [HALF, HALF_HOLDERS],
        [TOP, TOP, ADVANCE, BESIDE, ADVANCE, HALF_HOLDERS, HALF],
        [off_the_top(SOMEBODY, 5_000), off_the_top(SOMEBODY, 5_000), ALL_HOLDERS],
        [recoup(HOLDERS, 2**96 - 1, 10_000), recoup(SOMEBODY, 1, 0, with_previous=True), ALL_HOLDERS],
        [ADVANCE, recoup(HOLDERS, 1, with_previous=True), ALL_HOLDERS],
        [ALL, percentage(HOLDERS, 0)],
        [off_the_top(SOMEBODY, 0), ALL_HOLDERS],
    ],
    ids=str,
)
def test_everything_in_its_order_is_accepted(propose_with, positions):
    """5.2: the bounds included."""
    assert len(happened(propose_with(positions=positions), "ProjectProposed")) == 1


def test_the_waterfall_keeps_every_position(factory, platform, producer, terms):
    """2.1, 5.2: kind, beside whom, payee, bps and amount, without the label."""
    made = [TOP, recoup(HOLDERS, 7, 500), recoup(SOMEBODY, 9, 250, with_previous=True), ALL_HOLDERS]
    project = propose(factory, platform, producer, terms.change(positions=made))
    assert plain(project.waterfall.setup()["places"]) == (
        (OFF_THE_TOP, False, SOMEBODY, 1, 0),
        (RECOUP, False, HOLDERS, 500, 7),
        (RECOUP, True, SOMEBODY, 250, 9),
        (PERCENTAGE, False, HOLDERS, 10_000, 0),
    )
