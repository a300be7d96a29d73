"""After a wind-down nobody recoups what it was given back, and the holders' cap falls (4.3, 5.2)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened
from tests.contracts.project import Project
from tests.contracts.terms import HOLDERS, percentage, recoup
from tests.contracts.waterfall.outcome import shared

ONE = 1_000_000
PRICE = 10 * ONE
RAISED, ESCROWED = 970 * ONE, 1_200 * ONE
UNSPENT = (RAISED - RAISED // 20 + ESCROWED) // 2
PER_SHARE = PRICE * UNSPENT // (RAISED + ESCROWED)
TO_FINANCIER = ESCROWED * UNSPENT // (RAISED + ESCROWED)
CAP = 30 * ONE


@pytest.fixture(scope="module")
def terms(terms, financier, producer):
    positions = [
        recoup(financier, 1_000 * ONE, premium_bps=1_000),
        recoup(financier, 200 * ONE),
        recoup(HOLDERS, 970 * ONE),
        percentage(HOLDERS, 5_000),
        percentage(producer, 5_000),
    ]
    return terms.change(positions=positions, cap_per_share=CAP)


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan) -> Project:
    proposed.escrow()
    stages.succeed(proposed, fan, second_fan)
    proposed.release(0)
    return proposed


def test_the_last_positions_are_reduced_first(project, fan):
    """4.3: by exactly what each gets back."""
    wound_down = project.wind_down(fan, 1)
    proved = 1_200 * ONE - TO_FINANCIER
    assert TO_FINANCIER > 200 * ONE
    assert happened(wound_down, "Proved", project.waterfall) == [
        {"position": 2, "proved": RAISED - 97 * PER_SHARE},
        {"position": 1, "proved": 0},
        {"position": 0, "proved": proved},
    ]
    assert [project.waterfall.dueOf(place) for place in range(3)] == [
        proved * 11 // 10,
        0,
        RAISED - 97 * PER_SHARE,
    ]


def test_what_was_recouped_before_counts(project, fan):
    """4.3: who has recouped more than it is still out of pocket, takes nothing more, and owes nothing."""
    project.deposit(1_000 * ONE)
    project.wind_down(fan, 1)
    assert project.waterfall.recoupedOf(0)["recouped"] == 1_000 * ONE
    assert project.waterfall.dueOf(0) == 0
    parts, _ = shared(project.deposit(100 * ONE, 2))
    assert parts == [0, 0, 100 * ONE, 0, 0]


def test_the_holders_cap_falls_by_what_each_share_gets(project, fan):
    """4.3: what came back is no income."""
    assert project.waterfall.holdersRoom() == 97 * CAP
    wound_down = project.wind_down(fan, 1)
    assert happened(wound_down, "HoldersCapReduced", project.waterfall) == [{"perShare": PER_SHARE}]
    assert project.waterfall.holdersRoom() == 97 * (CAP - PER_SHARE)
