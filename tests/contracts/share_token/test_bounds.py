"""From one share to 2^48 - 1, and up to 2^96 - 1 units, nothing overflows and nothing is lost (5.5, 6.1)."""

import pytest

from tests.contracts.answers import plain, refused
from tests.contracts.project import propose
from tests.contracts.terms import Line

MOST = 2**96 - 1
MOST_SHARES = 2**48 - 1


@pytest.fixture
def largest(factory, platform, producer, later_terms, financier, fan, second_fan):
    """All shares that there can be, at one unit each: one of them is the second fan's."""
    terms = later_terms.change(
        price=1,
        goal=1,
        cap=MOST_SHARES,
        min_per_fan=1,
        max_per_fan=MOST_SHARES,
        budget=MOST_SHARES,
        community_bps=10_000,
        financiers=[Line(financier, "broadcaster", MOST_SHARES)],
        tiers=[],
    )
    made = propose(factory, platform, producer, terms)
    made.open()
    made.contribute(fan, MOST_SHARES - 1)
    made.contribute(second_fan, 1)
    made.close()
    return made


def test_the_largest_supply_earns_the_largest_amount(largest, fan, second_fan, stranger, currency):
    """6.1, K12: to the unit, and the last holder of a single share gets its part."""
    before = [currency.balanceOf(each) for each in (fan, second_fan)]
    largest.deposit(MOST)
    largest.shares.payout([fan, second_fan], {"from": stranger})
    after = [currency.balanceOf(each) for each in (fan, second_fan)]
    paid = [now - then for now, then in zip(after, before, strict=True)]
    assert paid == [MOST * (MOST_SHARES - 1) // MOST_SHARES, MOST // MOST_SHARES]
    assert currency.balanceOf(largest.shares) == largest.shares.reserved() == MOST - sum(paid) <= 1


def test_single_units_among_the_largest_supply_are_not_lost(largest, fan, second_fan, currency):
    """5.5, K3, K13: 13 deposits of one unit each make 13 for 2^48 - 1 shares, not nothing."""
    for number in range(13):
        largest.deposit(1, number)
        largest.shares.transfer(fan, 0, {"from": second_fan})
    assert (largest.shares.claimable(fan), largest.shares.claimable(second_fan)) == (12, 0)
    fraction = largest.shares.index() - plain(largest.shares.accountOf(second_fan))[1]
    assert fraction + plain(largest.shares.accountOf(second_fan))[2] == 13 * 2**48 // MOST_SHARES


def test_nobody_receives_more_than_there_is(largest, fan, second_fan):
    """6.1: a balance does not run into its neighbours."""
    largest.shares.transfer(second_fan, MOST_SHARES - 1, {"from": fan})
    assert plain(largest.shares.accountOf(second_fan))[:2] == (MOST_SHARES, 0)
    with refused("ERC20InsufficientBalance", second_fan, MOST_SHARES, 2**48):
        largest.shares.transfer(fan, 2**48, {"from": second_fan})
