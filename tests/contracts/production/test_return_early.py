"""Nothing is given back while the project goes on; of all that it released, nothing (4.1, 4.3)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import only_currency
from tests.contracts.production.film import SOLD, gift, make_film


def test_a_success_keeps_lines_and_gifts(film, financier, patron):
    """2.4, 3.3, 4.1: they are part of what is released."""
    with refused("Campaign_WrongStatus", stages.SUCCEEDED):
        film.campaign.returnLine(0, {"from": financier})
    with refused("Campaign_WrongStatus", stages.SUCCEEDED):
        film.campaign.withdrawLine(0, {"from": financier})
    with refused("Campaign_WrongStatus", stages.SUCCEEDED):
        film.campaign.refundGift(patron, {"from": patron})


def test_of_a_small_rest_everybody_gets_little(film, fan, second_fan, patron, financier, currency):
    """4.3: after two of three milestones, by the same proportion."""
    film.release(0)
    film.release(2)
    ending = happened(film.wind_down(fan, 1), "WoundDown")[0]
    unspent, brought = ending["unspent"], ending["brought"]
    given, escrowed = gift(film.terms), film.terms.financiers[0].amount
    assert brought == SOLD * film.price + given + escrowed
    assert unspent == film.campaign.milestoneOf(1)[0]
    for holder in (fan, second_fan):
        film.campaign.exit(film.shares.balanceOf(holder), {"from": holder})
    film.campaign.refundGift(patron, {"from": patron})
    film.campaign.returnLine(0, {"from": financier})
    per_share = film.price * unspent // brought
    back = [60 * per_share, 37 * per_share, given * unspent // brought, escrowed * unspent // brought]
    assert [currency.balanceOf(each) for each in (fan, second_fan, patron, financier)] == back
    assert film.campaign.reserved() == 0 <= currency.balanceOf(film.campaign) < SOLD + 2


@pytest.fixture
def free_film(factory, platform, producer, later_terms, fan, second_fan, patron, financier, second_financier):
    """The platform takes no fee."""
    factory.setFee(0, {"from": platform})
    fans, financiers = [fan, second_fan], [financier, second_financier]
    return make_film(factory, platform, producer, later_terms, fans, patron, financiers)


def test_without_a_fee_or_a_release_everybody_gets_back_all_it_brought(
    free_film, fan, second_fan, patron, financier, currency
):
    """4.3, K5: to the unit, and nobody a unit more."""
    ending = happened(free_film.wind_down(fan, 0), "WoundDown")[0]
    assert ending["unspent"] == ending["brought"]
    assert ending["perShare"] == free_film.price
    free_film.campaign.exit(60, {"from": fan})
    free_film.campaign.exit(37, {"from": second_fan})
    free_film.campaign.refundGift(patron, {"from": patron})
    free_film.campaign.returnLine(0, {"from": financier})
    back = [currency.balanceOf(each) for each in (fan, second_fan, patron, financier)]
    price = free_film.price
    assert back == [60 * price, 37 * price, gift(free_film.terms), free_film.terms.financiers[0].amount]
    assert currency.balanceOf(free_film.campaign) == 0
    with refused("Vault_NothingToSweep", currency):
        free_film.campaign.sweep(currency, {"from": fan})


@only_currency("BlockingCurrency")
def test_who_cannot_be_paid_stops_nobody(film, fan, second_fan, patron, financier, currency, stranger):
    """5.4, K4: line and gift stay owed, shares are paid."""
    film.wind_down(fan, 0)
    for somebody in (patron, financier):
        currency.setBlocked(somebody, True, {"from": somebody})
    line = happened(film.campaign.returnLine(0, {"from": stranger}), "LineReturned")[0]["amount"]
    given = happened(film.campaign.refundGift(patron, {"from": stranger}), "GiftRefunded")[0]["amount"]
    film.campaign.exit(37, {"from": second_fan})
    assert [film.campaign.owedTo(each) for each in (financier, patron, second_fan)] == [line, given, 0]
    film.campaign.withdrawTo(stranger, {"from": financier})
    currency.setBlocked(patron, False, {"from": patron})
    film.campaign.withdraw(patron, {"from": stranger})
    assert [currency.balanceOf(each) for each in (stranger, patron)] == [line, given]


@pytest.mark.parametrize("dust", [1, 1_000])
def test_tokens_sent_by_mistake_are_not_refunded(film, fan, stranger, currency, dust):
    """3.5, K10: the refund per share comes from the books; the rest is the holders' royalties."""
    unspent = film.campaign.pot()["unspent"]
    currency.mint(film.campaign, dust, {"from": stranger})
    ending = happened(film.wind_down(fan, 0), "WoundDown")[0]
    assert ending["unspent"] == unspent
    rounding = unspent - film.campaign.reserved()
    film.campaign.sweep(currency, {"from": stranger})
    assert currency.balanceOf(film.shares) == dust + rounding
