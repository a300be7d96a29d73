"""A project that was not opened by its opening time has lapsed: nothing more happens but refunds (2.4)."""

import pytest

from tests.contracts.answers import happened, refused
from tests.contracts.project import OPEN_LINE, RETURNED, wait_until
from tests.contracts.signing import FOREVER
from tests.contracts.stages import LAPSED, PROPOSED


@pytest.fixture
def lapsed(proposed):
    """Ready in every way, its line in escrow; but nobody opened it."""
    proposed.approve()
    proposed.consent()
    proposed.escrow()
    assert proposed.campaign.status() == PROPOSED
    wait_until(proposed.terms.campaign.opens_at)
    return proposed


def test_it_reads_as_lapsed(lapsed):
    """2.4: without anybody's call."""
    assert lapsed.campaign.status() == LAPSED


def test_nothing_can_be_brought_any_more(lapsed, fan, patron, financier, producer):
    """2.4: no contribution, no gift, no line."""
    for person in (fan, patron, financier):
        lapsed.fund(person, 10**9 * 2)
    with refused("Campaign_WrongStatus", LAPSED):
        lapsed.campaign.contribute(2, 0, {"from": fan})
    with refused("Campaign_WrongStatus", LAPSED):
        lapsed.campaign.give(1, {"from": patron})
    with refused("Campaign_WrongStatus", LAPSED):
        lapsed.campaign.escrowLine(0, {"from": financier})
    with refused("Campaign_WrongStatus", LAPSED):
        lapsed.sign_line()


def test_it_can_be_neither_cancelled_nor_finalised_nor_refunded_to_fans(lapsed, fan, producer):
    """2.4, 3.4: it has ended already, and no fan has paid."""
    with refused("Campaign_WrongStatus", LAPSED):
        lapsed.campaign.cancel({"from": producer})
    with refused("Campaign_WrongStatus", LAPSED):
        lapsed.campaign.finalize({"from": producer})
    with refused("Campaign_WrongStatus", LAPSED):
        lapsed.campaign.refund(fan, {"from": producer})
    with refused("Campaign_WrongStatus", LAPSED):
        lapsed.campaign.announce(0, bytes(32), "", {"from": producer})


def test_the_financier_still_takes_its_money_back_itself(lapsed, financier, currency):
    """2.4: withdrawn until the opening, which never came; what is withdrawn is not returned as well."""
    amount = lapsed.terms.financiers[0].amount
    lapsed.campaign.withdrawLine(0, {"from": financier})
    assert currency.balanceOf(financier) == amount
    with refused("Campaign_WrongLineState", 0, OPEN_LINE):
        lapsed.campaign.returnLine(0, {"from": financier})


def test_anyone_returns_the_money_to_the_financier(lapsed, financier, stranger, currency):
    """2.4: once, and to nobody else."""
    amount = lapsed.terms.financiers[0].amount
    back = lapsed.campaign.returnLine(0, {"from": stranger})
    assert happened(back, "LineReturned", lapsed.campaign) == [
        {"line": 0, "financier": financier, "amount": amount}
    ]
    assert currency.balanceOf(financier) == amount
    assert currency.balanceOf(lapsed.campaign) == lapsed.campaign.reserved() == 0
    with refused("Campaign_WrongLineState", 0, RETURNED):
        lapsed.campaign.returnLine(0, {"from": stranger})
    with refused("Campaign_WrongLineState", 0, RETURNED):
        lapsed.campaign.withdrawLine(0, {"from": financier})


def test_no_consent_and_no_approval_revives_it(lapsed, producer):
    """2.4: for good."""
    lapsed.consent(FOREVER + 1)
    with refused("Campaign_OpeningPassed", lapsed.terms.campaign.opens_at):
        lapsed.campaign.open({"from": producer})
