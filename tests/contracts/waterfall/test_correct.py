"""A correction cites an earlier statement of this project and takes nothing back (5.1)."""

import pytest

from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import statement


@pytest.fixture
def first(project):
    return project.deposit(970_000).return_value


def test_a_correction_takes_nothing_back(project, fan, financier, currency, first):
    """5.1: not even one that says that nothing came in; who was paid keeps it."""
    before = project.shares.claimable(fan), currency.balanceOf(financier)
    corrected = project.deposit(0, corrects=first)
    assert plain(happened(corrected, "Deposited")[0]["statement"][8]) == plain(first)
    assert (project.shares.claimable(fan), currency.balanceOf(financier)) == before
    assert before[0] > 0


def test_a_correction_brings_what_was_missing(project, fan, first):
    """5.1: and is shared like any deposit."""
    [earned] = happened(project.deposit(970_000, corrects=first), "RoyaltiesReceived")
    assert project.shares.claimable(fan) == 2 * earned["amount"] * 60 // 97


def test_another_reporter_corrects_too(project, collector, first):
    """5.1: collectors see what the producer left out; each correction can be corrected."""
    second = project.deposit(10, reporter=collector, corrects=first).return_value
    third = project.deposit(10, corrects=second).return_value
    assert project.waterfall.isReported(third)


def test_the_same_correction_is_paid_once(project, first):
    """5.1: it is a statement like any other."""
    again = project.deposit(10, corrects=first).return_value
    with refused("Waterfall_AlreadyReported", again):
        project.deposit(10, corrects=first)


def test_a_correction_of_nothing_is_refused(project, collector, first):
    """5.1: of what nobody reported, or of what another reporter did not."""
    for unknown in (b"\x05" * 32, project.waterfall.statementIdOf(collector, statement(970_000))):
        with refused("Waterfall_UnknownCorrection", unknown):
            project.deposit(1_000, corrects=unknown)
