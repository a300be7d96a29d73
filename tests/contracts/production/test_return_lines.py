"""After a wind-down, financiers and patrons get their part of what is unspent, in any currency (4.3)."""

from tests.contracts import project as lines
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import every_currency

pytestmark = every_currency


def test_an_escrowed_line_gets_its_part(ended, financier, stranger, currency):
    """4.3: by anyone's call, to the financier; never more than it brought, and once."""
    film = ended.project
    line, part = film.terms.financiers[0].amount, ended.part(film.terms.financiers[0].amount)
    returning = film.campaign.returnLine(0, {"from": stranger})
    assert happened(returning, "LineReturned", film.campaign) == [
        {"line": 0, "financier": financier, "amount": part}
    ]
    assert currency.balanceOf(financier) == part < line
    assert film.campaign.reserved() == ended.unspent - ended.dust - part
    assert film.campaign.lineOf(0)["state"] == lines.RETURNED
    with refused("Campaign_WrongLineState", 0, lines.RETURNED):
        film.campaign.returnLine(0, {"from": financier})


def test_a_patron_gets_its_part(ended, patron, stranger, currency):
    """4.3, 3.3: by anyone's call, to the patron, and once."""
    film = ended.project
    given = film.campaign.giftOf(patron)
    returning = film.campaign.refundGift(patron, {"from": stranger})
    assert happened(returning, "GiftRefunded", film.campaign) == [
        {"patron": patron, "amount": ended.part(given)}
    ]
    assert currency.balanceOf(patron) == ended.part(given) < given
    assert film.campaign.giftOf(patron) == 0
    with refused("Campaign_NothingToRefund", patron):
        film.campaign.refundGift(patron, {"from": patron})


def test_a_line_paid_elsewhere_gets_nothing_here(ended, second_financier, currency):
    """4.3: its money was never in escrow; who has no line is told so."""
    with refused("Campaign_WrongLineState", 1, lines.PAID_ELSEWHERE):
        ended.project.campaign.returnLine(1, {"from": second_financier})
    with refused("Campaign_UnknownLine", 2):
        ended.project.campaign.returnLine(2, {"from": second_financier})
    assert currency.balanceOf(second_financier) == 0
