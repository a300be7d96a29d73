"""A refund above the holders' cap leaves nothing of it (4.3, 5.2)."""

import pytest

from tests.contracts.answers import happened, plain
from tests.contracts.production.film import SOLD
from tests.contracts.terms import HOLDERS, percentage

ONE = 10**6


@pytest.fixture(scope="module")
def terms(terms, producer):
    return terms.change(
        cap_per_share=5 * ONE, positions=[percentage(HOLDERS, 6_000), percentage(producer, 4_000)]
    )


def test_then_everything_is_the_producers(ended, producer, currency):
    """4.3: what comes in later has been paid back already."""
    film = ended.project
    assert ended.per_share > 5 * ONE
    assert film.waterfall.holdersRoom() == 0
    assert plain(film.waterfall.preview(1_000, 1_000)) == ((0, 400), 600)
    before = currency.balanceOf(producer)
    deposit = film.deposit(1_000)
    assert happened(deposit, "RoyaltiesReceived") == []
    assert currency.balanceOf(producer) - before == 1_000


def test_what_came_in_before_counts_as_well(film, fan, second_fan):
    """4.3, 5.2: nothing is taken back from what the holders got, nor added to it."""
    film.deposit(500 * ONE)
    got = film.shares.totals()[0]
    assert got == 300 * ONE
    assert film.waterfall.holdersRoom() == 5 * ONE * SOLD - got
    film.release(0)
    film.release(1)
    ending = happened(film.wind_down(fan, 2), "WoundDown")[0]
    each = 5 * ONE - ending["perShare"]
    assert 0 < each * SOLD < got
    assert film.waterfall.holdersRoom() == 0
    assert film.shares.claimable(fan) == got * 60 // SOLD
    film.campaign.exit(60, {"from": fan})
    assert film.waterfall.holdersRoom() == 0
    film.campaign.exit(37, {"from": second_fan})
    assert film.waterfall.holdersRoom() == 0
