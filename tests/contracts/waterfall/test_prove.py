"""What a payee recoups is what it has proved to have paid (5.2), as the campaign tells."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import Project
from tests.contracts.signing import FOREVER, sign
from tests.contracts.terms import HOLDERS, Line, percentage, recoup
from tests.contracts.waterfall.outcome import shared

ONE = 1_000_000


@pytest.fixture(scope="module")
def terms(terms, financier, patron, producer):
    """The financier has two positions, of 500 and 300, and one line of 700; the other has promised 500."""
    positions = [
        recoup(financier, 500 * ONE),
        recoup(patron, 400 * ONE),
        recoup(financier, 300 * ONE, premium_bps=5_000),
        recoup(HOLDERS, 1_000 * ONE),
        percentage(HOLDERS, 5_000),
        percentage(producer, 5_000),
    ]
    lines = [Line(financier, "broadcaster", 700 * ONE), Line(patron, "fund", 500 * ONE)]
    return terms.change(positions=positions, financiers=lines)


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan) -> Project:
    proposed.sign_line(1, paid=False)
    stages.fund(proposed, fan, second_fan)
    return proposed


@pytest.fixture
def closed(project):
    return project.close()


def test_success_proves_what_was_paid(project, closed):
    """5.2: the holders' price, and lines paid elsewhere; into the payee's positions in their order."""
    assert happened(closed, "Proved", project.waterfall) == [
        {"position": 3, "proved": 970 * ONE},
        {"position": 0, "proved": 500 * ONE},
        {"position": 2, "proved": 200 * ONE},
    ]
    assert [project.waterfall.dueOf(place) for place in range(6)] == [
        500 * ONE,
        0,
        300 * ONE,
        970 * ONE,
        0,
        0,
    ]


def test_a_promise_proves_nothing(project, closed):
    """5.2: its position is passed over until the money is there."""
    assert shared(project.deposit(900 * ONE)) == ([500 * ONE, 0, 300 * ONE, 100 * ONE, 0, 0], 0)


@pytest.mark.parametrize("way", ["escrowed", "paid elsewhere"])
def test_a_promise_that_is_kept_proves(project, closed, patron, producer, way):
    """5.2: from then on, for later deposits, up to the amount of the position."""
    project.deposit(300 * ONE)
    if way == "escrowed":
        kept = project.escrow(1)
    else:
        signature = sign(patron, project.campaign, "FinancierLine", 1, 500 * ONE, True, FOREVER)
        kept = project.campaign.signLine(1, True, FOREVER, signature, {"from": producer})
    assert happened(kept, "Proved", project.waterfall) == [{"position": 1, "proved": 400 * ONE}]
    assert shared(project.deposit(700 * ONE, 2)) == ([200 * ONE, 400 * ONE, 100 * ONE, 0, 0, 0], 0)


def test_nobody_else_proves_anything(project, closed, accounts, financier, producer, platform):
    """5.2: neither the payee itself, nor producer, nor platform."""
    waterfall = project.waterfall
    calls = [
        (waterfall.open, [1]),
        (waterfall.prove, [financier, 1]),
        (waterfall.giveBack, [financier, 1]),
        (waterfall.reduceCap, [1]),
        (waterfall.changeProducer, [financier]),
    ]
    for somebody in (financier, producer, platform):
        for verb, arguments in calls:
            with refused("Waterfall_OnlyCampaign", somebody):
                verb(*arguments, {"from": somebody})


def test_a_position_that_is_not_there_is_refused(project, closed):
    """5.2: six of them, counted from 0."""
    for read in (project.waterfall.dueOf, project.waterfall.payeeOf):
        with refused("Waterfall_UnknownPosition", 6):
            read.transact(6, {"from": project.producer})
