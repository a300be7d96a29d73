"""No release before every financier's line is in escrow, or signed as paid (4.1)."""

import pytest

from tests.contracts import project as lines
from tests.contracts.answers import plain, refused
from tests.contracts.project import propose
from tests.contracts.signing import FOREVER
from tests.contracts.terms import Line


@pytest.fixture(scope="module")
def promised(factory, platform, producer, terms, fan, second_fan, financier, second_financier):
    """A success with two lines, both of which were only promised."""
    one = 10 ** terms.campaign.currency.decimals()
    two = [Line(financier, "television", 700 * one), Line(second_financier, "region", 500 * one)]
    made = propose(factory, platform, producer, terms.change(financiers=two))
    for line in range(2):
        made.sign_line(line, paid=False, deadline=FOREVER - 1)
    made.open()
    made.contribute(fan, 60)
    made.contribute(second_fan, 37)
    made.close()
    return made


def test_a_promise_is_no_money(promised):
    """4.1: the first line that is not paid is told, whichever milestone is asked for."""
    for milestone in (0, 1):
        with refused("Campaign_LineUncovered", 0):
            promised.announce(milestone)
    assert promised.campaign.lineOf(0)["state"] == lines.PROMISED


@pytest.mark.parametrize("first", ["escrow", "sign_line"])
@pytest.mark.parametrize("second", ["escrow", "sign_line"])
def test_every_line_must_be_paid(promised, first, second):
    """4.1: in escrow, or signed as paid, each."""
    getattr(promised, first)(0)
    with refused("Campaign_LineUncovered", 1):
        promised.announce(0)
    getattr(promised, second)(1)
    promised.announce(0)


def test_what_is_brought_late_is_in_the_pot(promised, currency):
    """4.1: a line in escrow adds its amount, one paid elsewhere adds nothing."""
    whole, unspent = promised.campaign.pot()
    assert whole == unspent == 97 * promised.price * 95 // 100
    promised.escrow(0)
    promised.sign_line(1)
    amount = promised.terms.financiers[0].amount
    assert plain(promised.campaign.pot()) == (whole + amount, whole + amount)
    assert promised.campaign.reserved() == currency.balanceOf(promised.campaign) == whole + amount
    assert promised.campaign.milestoneOf(0)[0] == (whole + amount) // 2


def test_a_second_promise_covers_nothing_more(promised):
    """2.4, 4.1: signing again that it will be paid, later, changes nothing."""
    promised.sign_line(0, paid=False)
    with refused("Campaign_LineUncovered", 0):
        promised.announce(0)


@pytest.mark.parametrize(("verb", "state"), [("escrow", lines.ESCROWED), ("sign_line", lines.PAID_ELSEWHERE)])
def test_a_line_is_paid_once(promised, verb, state):
    """4.1: neither twice nor both ways, so that the pot stays what the first release was counted from."""
    getattr(promised, verb)(0)
    whole = promised.campaign.pot()[0]
    for again in ("escrow", "sign_line"):
        with refused("Campaign_WrongLineState", 0, state):
            getattr(promised, again)(0)
    assert promised.campaign.pot()[0] == whole
