"""A deposit that does not hold together is refused whole, before any money is counted (5.1)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import only_currency
from tests.contracts.project import Deduction, propose, statement


def deduction(amount):
    return Deduction(b"commission".ljust(32, b"\0"), amount)


def test_only_the_reporters_of_the_terms_report(project, fan, platform, financier):
    """5.1: producer and collectors; nobody else, and not the platform."""
    for somebody in (fan, platform, financier):
        with refused("Waterfall_OnlyReporter", somebody):
            project.deposit(1_000, reporter=somebody)


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


def test_the_same_statement_is_paid_once(project, producer, currency):
    """5.1, 7.2: a replay, or a database restored from an old backup, cannot pay twice."""
    told = happened(project.deposit(1_000), "Deposited")[0]
    with refused("Waterfall_AlreadyReported", told["statementId"]):
        project.deposit(1_000)
    assert currency.balanceOf(producer) >= 1_000


@pytest.mark.parametrize(
    "change",
    [
        {"period_start": 1},
        {"period_end": 9_000_000},
        {"source": b"tunecore".ljust(32, b"\0")},
        {"gross": 1_001, "deductions": [deduction(1)]},
        {"document_hash": b"\x09" * 32},
        {"uri": "https://coprod.example/other.json"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_other_content_is_another_statement(project, change):
    """5.1: unique by full content."""
    project.deposit(1_000)
    assert project.deposit(1_000, **change).status == 1


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


def test_a_correction_of_nothing_is_refused(project, collector):
    """5.1: it cites an earlier statement of this project."""
    unknown = b"\x05" * 32
    with refused("Waterfall_UnknownCorrection", unknown):
        project.deposit(1_000, corrects=unknown)
    not_sent = project.waterfall.statementIdOf(collector, statement(1_000))
    with refused("Waterfall_UnknownCorrection", not_sent):
        project.deposit(1_000, corrects=not_sent)


def test_money_that_does_not_arrive_reports_nothing(project, producer, currency):
    """5.1: the statement can be sent again once the money is there."""
    filed = statement(1_000)
    held = currency.balanceOf(producer)
    currency.approve(project.waterfall, held + 1_000, {"from": producer})
    dear = statement(held + 1)
    with refused("ERC20InsufficientBalance", producer, held, held + 1):
        project.waterfall.deposit(dear, {"from": producer})
    assert not project.waterfall.isReported(project.waterfall.statementIdOf(producer, dear))
    assert project.waterfall.deposit(filed, {"from": producer}).status == 1


@only_currency("TaxedCurrency")
def test_a_currency_that_began_to_take_a_fee_is_refused(project, producer, currency):
    """3.5, K11: what did not arrive is not reported as net."""
    currency.setTax(100, {"from": producer})
    with refused("Vault_WrongAmountReceived", 1_000, 990):
        project.deposit(1_000)
