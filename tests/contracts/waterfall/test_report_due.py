"""Each reporting period has a due date, and anyone can read that it has passed (5.6)."""

import pytest
from brownie import chain

from tests.contracts import stages
from tests.contracts.answers import happened
from tests.contracts.project import at_second, propose, wait_until
from tests.contracts.terms import DAY

PERIOD = 182 * DAY
AFTER = PERIOD + 60 * DAY
"""From what was reported last to the due date of the next: its length, and the time to write it."""


@pytest.fixture(scope="module")
def succeeded_at(proposed, fan, second_fan):
    stages.fund(proposed, fan, second_fan)
    closed = proposed.close()
    assert happened(closed, "StatementDue", proposed.waterfall) == [{"dueAt": closed.timestamp + AFTER}]
    return closed.timestamp


@pytest.fixture(scope="module")
def project(proposed, succeeded_at):
    return proposed


def test_the_first_statement_is_due_after_the_first_period(project, succeeded_at):
    """5.6: counted from success; the due date itself is in time."""
    due = succeeded_at + AFTER
    assert project.waterfall.reportDueAt() == due
    wait_until(due)
    assert not project.waterfall.isOverdue()
    wait_until(due + 1)
    assert project.waterfall.isOverdue()


def test_nothing_is_due_before_success(factory, platform, producer, later_terms, fan, second_fan):
    """5.6: nor ever, when there is none."""
    young = propose(factory, platform, producer, later_terms)
    stages.fail(young, fan, second_fan)
    wait_until(chain[-1].timestamp + 2 * AFTER)
    assert young.waterfall.reportDueAt() == 0
    assert not young.waterfall.isOverdue()


@pytest.mark.parametrize("net", [0, 1_000])
def test_a_statement_moves_the_due_date(project, succeeded_at, net):
    """5.6: to the end of its period and what follows; a nil statement, too."""
    wait_until(succeeded_at + AFTER + DAY)
    assert project.waterfall.isOverdue()
    end = succeeded_at + PERIOD
    told = project.deposit(net, period_start=succeeded_at, period_end=end)
    assert happened(told, "StatementDue", project.waterfall) == [{"dueAt": end + AFTER}]
    assert project.waterfall.reportDueAt() == end + AFTER
    assert not project.waterfall.isOverdue()


def test_a_statement_of_the_past_moves_nothing(project, succeeded_at):
    """5.6: of a period that was reported before, or that ended at success or earlier."""
    wait_until(succeeded_at + 2 * PERIOD)
    late = succeeded_at + PERIOD
    project.deposit(10, 1, period_start=succeeded_at, period_end=late)
    for number, end in enumerate((late, late - 1, succeeded_at, succeeded_at - DAY), start=2):
        told = project.deposit(10, number, period_start=0, period_end=end)
        assert happened(told, "StatementDue") == []
    assert project.waterfall.reportDueAt() == late + AFTER


def test_a_period_that_ends_in_the_future_counts_until_now(project, succeeded_at):
    """5.6: nobody is done with reporting for years by one statement."""
    now = succeeded_at + 10 * DAY
    project.currency.mint(project.producer, 10, {"from": project.producer})
    at_second(now - 1)
    project.currency.approve(project.waterfall, 10, {"from": project.producer})
    at_second(now)
    told = project.deposit(0, period_start=succeeded_at, period_end=2**64 - 1)
    assert told.timestamp == now
    assert happened(told, "StatementDue", project.waterfall) == [{"dueAt": now + AFTER}]


def test_a_collector_keeps_a_project_from_being_overdue(project, succeeded_at, collector):
    """5.6: whoever reports."""
    end = succeeded_at + PERIOD
    wait_until(end)
    project.deposit(10, reporter=collector, period_start=succeeded_at, period_end=end)
    assert project.waterfall.reportDueAt() == end + AFTER


def test_a_project_that_was_wound_down_still_reports(project, succeeded_at, fan):
    """5.6, 4.3: royalties go on."""
    project.wind_down(fan, 0)
    now = chain[-1].timestamp
    project.deposit(10, period_start=succeeded_at, period_end=now)
    assert project.waterfall.reportDueAt() == now + AFTER
