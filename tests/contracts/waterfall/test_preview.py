"""What a deposit would bring each position, before money moves (5.2)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import refused
from tests.contracts.project import Deduction, Project, propose
from tests.contracts.terms import HOLDERS, Line, off_the_top, percentage, recoup
from tests.contracts.waterfall.outcome import shared, tell

MOST = 2**96 - 1
ABOVE_ALL = 2**256 - 1


@pytest.fixture(scope="module")
def terms(terms, collector, financier, patron, producer):
    """Every kind of position, and a cap of 50 units a share."""
    positions = [
        off_the_top(collector, 500),
        off_the_top(producer, 7_000),
        recoup(financier, 1_200, premium_bps=333),
        recoup(HOLDERS, 1_500, with_previous=True),
        recoup(patron, 700),
        percentage(financier, 3_333),
        percentage(HOLDERS, 4_000),
        percentage(producer, 2_667),
    ]
    lines = [Line(financier, "broadcaster", 700 * 10**6), Line(patron, "fund", 500 * 10**6)]
    return terms.change(positions=positions, financiers=lines, cap_per_share=50)


def test_preview_is_what_the_deposit_does(project: Project):
    """5.2, 5.5: with what earlier deposits were short of, recouped or capped; it adds up to the net."""
    seen = set()
    deposits = ((1, 0), (19, 6), (20, 0), (1_003, 250), (7_000, 0), (2_003, 1), (1, 0), (99_011, 7_000))
    for number, (net, kept) in enumerate(deposits, start=1):
        expected = tell(project.waterfall.preview(net + kept, net))
        filed = [Deduction(b"commission".ljust(32, b"\0"), kept)]
        assert shared(project.deposit(net, number, gross=net + kept, deductions=filed)) == expected
        parts, more = expected
        assert sum(parts) + more == net
        seen |= {place for place, part in enumerate([*parts, more]) if part}
    assert seen == set(range(9)), "some position never got anything"


def test_a_preview_changes_nothing(project: Project):
    """5.2: asked twice, it says the same."""
    assert tell(project.waterfall.preview(1_003, 900)) == tell(project.waterfall.preview(1_003, 900))


def test_a_preview_can_be_asked_before_success(factory, platform, producer, later_terms, fan, second_fan):
    """5.2: nobody has proved to have paid anything yet."""
    young = propose(factory, platform, producer, later_terms)
    stages.fund(young, fan, second_fan)
    # 5 and 70 % of gross, nothing to recoup, then 33.33, 40 and 26.67 % of 250; no share is capped yet.
    parts, more = tell(young.waterfall.preview(1_000, 1_000))
    assert (parts, more) == ([50, 700, 0, 0, 0, 83, 101, 66], 0)


@pytest.mark.parametrize(
    ("gross", "net"),
    [(MOST + 1, 0), (MOST + 1, MOST), (0, MOST + 1), (5, ABOVE_ALL), (ABOVE_ALL, ABOVE_ALL)],
)
def test_what_no_statement_can_say_is_not_previewed(project: Project, gross, net):
    """5.2: the bound is told, and nothing overflows."""
    with refused("Waterfall_GrossAboveMaximum", max(gross, net), MOST):
        project.waterfall.preview(gross, net)


@pytest.mark.parametrize("net", [0, 1, MOST])
def test_the_most_that_a_statement_can_say_is_previewed(project: Project, net):
    """5.2: all of the net is somebody's."""
    parts, more = tell(project.waterfall.preview(MOST, net))
    assert sum(parts) + more == net
