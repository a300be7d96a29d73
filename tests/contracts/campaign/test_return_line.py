"""A financier's escrow comes back in full when the project fails or is cancelled (2.4, 3.4)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import OPEN_LINE, PAID_ELSEWHERE, PROMISED, RETURNED, propose
from tests.contracts.terms import Line


def cancel_early(project, fan, second_fan):
    project.campaign.cancel({"from": project.producer})


def cancel_open(project, fan, second_fan):
    stages.open_early(project)
    project.campaign.cancel({"from": project.producer})


@pytest.mark.parametrize(
    "end",
    [stages.fail, stages.cancel, cancel_open, cancel_early],
    ids=["failed", "cancelled", "cancelled before the opening time", "cancelled before the opening"],
)
def test_anyone_returns_it_to_the_financier(proposed, fan, second_fan, financier, stranger, currency, end):
    """2.4: in full, once; what fans brought stays theirs."""
    proposed.escrow()
    end(proposed, fan, second_fan)
    amount, raised = proposed.terms.financiers[0].amount, proposed.campaign.raised()
    assert proposed.campaign.reserved() == raised + amount
    back = proposed.campaign.returnLine(0, {"from": stranger})
    assert happened(back, "LineReturned", proposed.campaign) == [
        {"line": 0, "financier": financier, "amount": amount}
    ]
    assert currency.balanceOf(financier) == amount
    assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == raised
    with refused("Campaign_WrongLineState", 0, RETURNED):
        proposed.campaign.returnLine(0, {"from": stranger})


def test_what_is_not_in_escrow_is_not_returned(proposed, fan, second_fan, stranger):
    """2.4: neither nothing, nor a promise, nor what was paid elsewhere."""
    for state, cover in [
        (OPEN_LINE, lambda: None),
        (PROMISED, lambda: proposed.sign_line(paid=False)),
        (PAID_ELSEWHERE, lambda: proposed.sign_line(paid=True)),
    ]:
        cover()
        with refused("Campaign_WrongLineState", 0, state):
            proposed.campaign.returnLine(0, {"from": stranger})


def test_before_the_end_nothing_is_returned(proposed, financier):
    """2.4: the financier itself withdraws until the opening."""
    proposed.escrow()
    with refused("Campaign_WrongStatus", stages.PROPOSED):
        proposed.campaign.returnLine(0, {"from": financier})


def test_each_line_comes_back_by_itself(
    factory, platform, producer, financier, collector, fan, second_fan, stranger, later_terms, currency
):
    """2.4: in any order, to whom brought it."""
    lines = [Line(financier, "one", 700_000_000), Line(collector, "two", 500_000_000)]
    project = propose(factory, platform, producer, later_terms.change(financiers=lines), nonce=1)
    for line in range(2):
        project.escrow(line)
    stages.fail(project, fan, second_fan)
    project.campaign.returnLine(1, {"from": stranger})
    assert (currency.balanceOf(financier), currency.balanceOf(collector)) == (0, 500_000_000)
    project.campaign.refundMany([fan, second_fan], {"from": stranger})
    project.campaign.returnLine(0, {"from": stranger})
    assert currency.balanceOf(financier) == 700_000_000
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 0
