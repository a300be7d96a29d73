"""Money leaves by milestones, to the last unit, in any currency (4.1, K19)."""

from tests.contracts.answers import happened, plain
from tests.contracts.currencies import every_currency
from tests.contracts.production.film import BPS, pot_of, split_down

pytestmark = every_currency


def test_a_release_pays_the_producer_its_milestone(film, currency, producer):
    """4.1: booked, told, paid; the rest stays reserved."""
    pot, amount = pot_of(film), split_down(pot_of(film), BPS)[1]
    reading = film.release(1)
    assert happened(reading, "Released", film.campaign) == [{"milestone": 1, "amount": amount}]
    assert happened(reading, "Paid", film.campaign) == [{"payee": producer, "to": producer, "amount": amount}]
    assert currency.balanceOf(producer) == amount
    assert plain(film.campaign.pot()) == (pot, pot - amount)
    assert film.campaign.reserved() == currency.balanceOf(film.campaign) == pot - amount


def test_all_milestones_together_are_the_pot(film, currency, producer):
    """4.1, K3: the last one takes what rounding left, here released before the others; nothing remains."""
    pot = pot_of(film)
    assert plain(film.campaign.pot()) == (pot, pot)
    told = [happened(film.release(milestone), "Released")[0]["amount"] for milestone in (2, 0, 1)]
    first, second, last = split_down(pot, BPS)
    assert told == [last, first, second]
    assert currency.balanceOf(producer) == pot
    assert plain(film.campaign.pot()) == (pot, 0)
    assert film.campaign.reserved() == currency.balanceOf(film.campaign) == 0
