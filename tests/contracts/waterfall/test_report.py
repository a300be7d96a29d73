"""Who reports, and that nobody reports the same twice (5.1)."""

import pytest

from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import Deduction, propose, statement


def test_producer_and_collectors_report(project, producer, collector):
    """5.1: the same content by another reporter is another statement."""
    told = [happened(project.deposit(1_000, reporter=each), "Deposited")[0] for each in (producer, collector)]
    assert [each["reporter"] for each in told] == [producer, collector]
    assert len({plain(each["statementId"]) for each in told}) == 2


def test_nobody_else_reports(project, fan, platform, financier, stranger):
    """5.1: nor who is paid by the waterfall, nor the platform."""
    for somebody in (fan, platform, financier, stranger):
        with refused("Waterfall_OnlyReporter", somebody):
            project.deposit(1_000, reporter=somebody)


def test_a_new_producer_reports_and_the_old_one_no_longer(project, producer, stranger, currency):
    """2.5, 5.1: after both steps, not after one."""
    project.campaign.offerProducer(stranger, {"from": producer})
    with refused("Waterfall_OnlyReporter", stranger):
        project.deposit(1_000, reporter=stranger)
    accepted = project.campaign.acceptProducer({"from": stranger})
    assert happened(accepted, "ReportingProducerChanged", project.waterfall) == [{"producer": stranger}]
    assert project.waterfall.producer() == stranger
    assert happened(project.deposit(1_000, reporter=stranger), "Deposited")[0]["reporter"] == stranger
    with refused("Waterfall_OnlyReporter", producer):
        project.deposit(1_000)


def test_the_same_statement_is_paid_once(project, producer, currency):
    """5.1, 7.2, K18: a replay, or a database restored from an old backup, cannot pay twice."""
    told = happened(project.deposit(1_000), "Deposited")[0]
    kept = currency.balanceOf(project.shares)
    for _ in range(2):
        with refused("Waterfall_AlreadyReported", told["statementId"]):
            project.deposit(1_000)
    assert currency.balanceOf(project.shares) == kept
    assert currency.balanceOf(producer) >= 2_000


CHANGES = [
    {"period_start": 1},
    {"period_end": 9_000_000},
    {"source": b"tunecore".ljust(32, b"\0")},
    {"gross": 1_001, "deductions": [Deduction(b"commission".ljust(32, b"\0"), 1)]},
    {"document_hash": b"\x09" * 32},
    {"uri": "https://coprod.example/other.json"},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_any_other_content_is_another_statement(project, producer, change):
    """5.1: unique by full content."""
    first = project.deposit(1_000).return_value
    assert project.deposit(1_000, **change).return_value != first


def test_every_deduction_counts(project, producer):
    """5.1: the same sum under another category, or cut otherwise, is another statement."""
    word = {name: name.encode().ljust(32, b"\0") for name in ("commission", "withholding")}
    cuts = [
        [Deduction(word["commission"], 3)],
        [Deduction(word["withholding"], 3)],
        [Deduction(word["commission"], 1), Deduction(word["withholding"], 2)],
        [Deduction(word["withholding"], 2), Deduction(word["commission"], 1)],
    ]
    ids = {plain(project.deposit(997, gross=1_000, deductions=cut).return_value) for cut in cuts}
    assert len(ids) == 4


def test_a_statement_of_another_project_is_another(project, producer, factory, platform, later_terms):
    """5.1, K15: the id is bound to chain and contract."""
    other = propose(factory, platform, producer, later_terms)
    filed = statement(1_000)
    ids = [each.waterfall.statementIdOf(producer, filed) for each in (project, other)]
    assert ids[0] != ids[1]
