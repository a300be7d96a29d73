"""A financier takes its line out of escrow until the opening, and not afterwards (2.4)."""

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import OPEN_LINE, PAID_ELSEWHERE, PROMISED


def test_it_is_withdrawn_and_brought_again(proposed, financier, currency):
    """2.4: as often as the financier likes, until the opening."""
    amount = proposed.terms.financiers[0].amount
    for _ in range(2):
        proposed.escrow()
        back = proposed.campaign.withdrawLine(0, {"from": financier})
        assert happened(back, "LineWithdrawn", proposed.campaign) == [
            {"line": 0, "financier": financier, "amount": amount}
        ]
        assert plain(proposed.campaign.lineOf(0)) == (OPEN_LINE, 0)
        assert currency.balanceOf(proposed.campaign) == proposed.campaign.reserved() == 0
    assert currency.balanceOf(financier) == 2 * amount


def test_a_withdrawn_line_covers_nothing(proposed, financier):
    """2.4: the project stays closed."""
    proposed.approve()
    proposed.consent()
    proposed.escrow()
    proposed.campaign.withdrawLine(0, {"from": financier})
    with refused("Campaign_LineUncovered", 0):
        proposed.campaign.open({"from": financier})


def test_what_is_not_in_escrow_cannot_be_withdrawn(proposed, financier):
    """2.4: neither nothing, nor a promise, nor what was paid elsewhere."""
    for state, cover in [
        (OPEN_LINE, lambda: None),
        (PROMISED, lambda: proposed.sign_line(paid=False)),
        (PAID_ELSEWHERE, lambda: proposed.sign_line(paid=True)),
    ]:
        cover()
        with refused("Campaign_WrongLineState", 0, state):
            proposed.campaign.withdrawLine(0, {"from": financier})


def test_after_the_opening_it_is_locked(proposed, fan, second_fan, financier):
    """2.4: while the project raises, and once it has succeeded."""
    proposed.escrow()
    stages.fund(proposed, fan, second_fan)
    with refused("Campaign_WrongStatus", stages.RAISING):
        proposed.campaign.withdrawLine(0, {"from": financier})
    with refused("Campaign_WrongStatus", stages.RAISING):
        proposed.campaign.returnLine(0, {"from": financier})
    proposed.close()
    with refused("Campaign_WrongStatus", stages.SUCCEEDED):
        proposed.campaign.withdrawLine(0, {"from": financier})
    with refused("Campaign_WrongStatus", stages.SUCCEEDED):
        proposed.campaign.returnLine(0, {"from": financier})
