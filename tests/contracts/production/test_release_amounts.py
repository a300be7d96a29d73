"""What a milestone comes to: bps of the pot, the last takes the rest (4.1, K3)."""

from itertools import permutations

import pytest

from tests.contracts.answers import happened, plain
from tests.contracts.production.film import BPS, pot_of, split_down
from tests.contracts.project import propose
from tests.contracts.terms import Milestone


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_the_order_of_the_releases_changes_no_amount(film, order, currency):
    """4.1: what a milestone takes is known from the success on."""
    amounts = split_down(pot_of(film), BPS)
    for milestone in order:
        assert film.campaign.milestoneOf(milestone)[0] == amounts[milestone]
        assert happened(film.release(milestone), "Released")[0]["amount"] == amounts[milestone]
    assert currency.balanceOf(film.campaign) == 0


@pytest.mark.parametrize("given", [0, 1, 2, 3, 9_999, 10_001])
@pytest.mark.parametrize(
    "bps",
    [[10_000], [5_000, 5_000], [1, 9_999], [9_999, 1], [3_333, 3_333, 3_334], [313] * 31 + [297]],
    ids=["one", "halves", "first-least", "last-least", "thirds", "most"],
)
def test_the_amounts_add_up_to_any_pot(
    factory, platform, producer, later_terms, fan, second_fan, patron, given, bps
):
    """4.1, K3: whatever a patron adds to it, and into however many parts it is cut (at most 32)."""
    due_at = later_terms.production.milestones[1].due_at
    milestones = [Milestone(each, due_at, "part") for each in bps]
    made = propose(factory, platform, producer, later_terms.change(milestones=milestones))
    made.open()
    made.contribute(fan, 60)
    made.contribute(second_fan, 37)
    if given:
        made.give(patron, given)
    made.close()
    raised = 97 * made.price + given
    pot = raised - raised * 500 // 10_000
    assert made.campaign.pot()[0] == pot
    amounts = [made.campaign.milestoneOf(number)[0] for number in range(len(bps))]
    assert amounts == split_down(pot, bps)
    assert sum(amounts) == pot


def test_a_line_paid_elsewhere_is_not_released_a_second_time(film):
    """4.1: its money was never here."""
    pot = film.campaign.pot()[0]
    with_it = pot + film.terms.financiers[1].amount
    assert pot == pot_of(film) < with_it
    assert sum(film.campaign.milestoneOf(milestone)[0] for milestone in range(3)) == pot


def test_gifts_of_tokens_to_the_address_change_no_amount(film, currency, stranger):
    """3.5, K10: they are the holders' surplus, before, between and after the releases."""
    pot = pot_of(film)
    film.announce(0)
    currency.mint(film.campaign, 1_000, {"from": stranger})
    assert plain(film.campaign.pot()) == (pot, pot)
    assert happened(film.read(), "Released")[0]["amount"] == split_down(pot, BPS)[0]
    film.campaign.sweep(currency, {"from": stranger})
    assert currency.balanceOf(film.shares) == 1_000
    film.release(1)
    film.release(2)
    assert plain(film.campaign.pot()) == (pot, 0)


def test_whoever_is_producer_at_the_reading_is_paid(film, producer, stranger, currency):
    """2.5, 4.1: the role changed hands in the middle of the question, which goes on."""
    film.announce(0)
    film.campaign.offerProducer(stranger, {"from": producer})
    film.campaign.acceptProducer({"from": stranger})
    reading = film.read()
    amount = split_down(pot_of(film), BPS)[0]
    assert happened(reading, "Paid", film.campaign) == [{"payee": stranger, "to": stranger, "amount": amount}]
    assert [currency.balanceOf(each) for each in (producer, stranger)] == [0, amount]
