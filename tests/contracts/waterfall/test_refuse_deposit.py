"""A deposit that does not hold together is refused whole, before any money is counted (5.1)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import refused
from tests.contracts.currencies import only_currency
from tests.contracts.project import Deduction, propose, statement


def deduction(amount):
    return Deduction(b"commission".ljust(32, b"\0"), amount)


def test_no_deposit_before_success(factory, platform, producer, later_terms, fan, second_fan):
    """5.1: raising, failed: there is nobody to earn it."""
    early = propose(factory, platform, producer, later_terms)
    stages.fund_too_little(early, fan, second_fan)
    for _ in range(2):
        with refused("Waterfall_ProjectNotSuccessful"):
            early.deposit(1_000)
        if early.campaign.status() == stages.RAISING:
            early.close()
    assert early.campaign.status() == stages.FAILED


def test_a_period_that_ends_before_it_starts_is_refused(project):
    """5.1: an empty period is allowed, a reversed one is not."""
    with refused("Waterfall_PeriodReversed", 101, 100):
        project.deposit(1_000, period_start=101, period_end=100)
    assert project.deposit(1_000, period_start=100, period_end=100).status == 1


@pytest.mark.parametrize(("gross", "kept"), [(1_001, []), (999, []), (1_000, [1]), (1_100, [50, 49])])
def test_a_net_that_is_not_gross_less_deductions_is_refused(project, gross, kept):
    """5.1: net must equal what arrived."""
    with refused("Waterfall_NetMismatch", gross, sum(kept), 1_000):
        project.deposit(1_000, gross=gross, deductions=[deduction(amount) for amount in kept])


@pytest.mark.parametrize(
    ("kept", "told"),
    [([1_001], 1_001), ([600, 401], 1_001), ([1, 2**256 - 1], 2**256 - 1), ([2**256 - 1, 1], 2**256 - 1)],
)
def test_deductions_beyond_the_gross_are_refused(project, kept, told):
    """5.1: more was kept back than came in; no sum of them comes round to a smaller one."""
    with refused("Waterfall_NetMismatch", 1_000, told, 0):
        project.deposit(0, gross=1_000, deductions=[deduction(amount) for amount in kept])


def test_deductions_above_the_ceiling_are_refused(project):
    """5.1: the ceiling of the terms, 25 % of the gross, in all."""
    with refused("Waterfall_DeductionsAboveCeiling", 251, 250):
        project.deposit(749, gross=1_000, deductions=[deduction(200), deduction(51)])
    assert project.deposit(750, gross=1_000, deductions=[deduction(200), deduction(50)]).status == 1


def test_deductions_are_bounded_in_number(project):
    """2.1: sixteen are taken, seventeen are refused."""
    with refused("Waterfall_TooManyDeductions", 17, 16):
        project.deposit(983, gross=1_000, deductions=[deduction(1)] * 17)
    assert project.deposit(984, gross=1_000, deductions=[deduction(1)] * 16).status == 1


def test_a_gross_beyond_all_money_is_refused(project):
    """5.1, K12: what it leaves to carry must not overflow later deposits."""
    with refused("Waterfall_GrossAboveMaximum", 2**96, 2**96 - 1):
        project.deposit(0, gross=2**96, deductions=[deduction(2**96)])


def test_an_address_of_the_document_is_bounded(project):
    """2.1: 1,024 bytes are taken, one more is refused."""
    with refused("Waterfall_UriTooLong", 1_025, 1_024):
        project.deposit(1_000, uri=1_025 * "x")
    assert project.deposit(1_000, uri=1_024 * "x").status == 1


def test_money_that_does_not_arrive_reports_nothing(project, producer, currency):
    """5.1: the statement can be sent again once the money is there."""
    filed = statement(1_000)
    currency.mint(producer, 999, {"from": producer})
    currency.approve(project.waterfall, 1_000, {"from": producer})
    with refused("ERC20InsufficientBalance", producer, 999, 1_000):
        project.waterfall.deposit(filed, {"from": producer})
    assert not project.waterfall.isReported(project.waterfall.statementIdOf(producer, filed))
    currency.mint(producer, 1, {"from": producer})
    assert project.waterfall.deposit(filed, {"from": producer}).status == 1


@only_currency("TaxedCurrency")
def test_a_currency_that_began_to_take_a_fee_is_refused(project, producer, currency):
    """3.5, K11: what did not arrive is not reported as net."""
    currency.setTax(100, {"from": producer})
    with refused("Vault_WrongAmountReceived", 1_000, 990):
        project.deposit(1_000)
