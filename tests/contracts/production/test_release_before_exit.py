"""Who leaves takes all that came in while it held: royalties are released before anyone exits (4.3, 5.3)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import propose, wait_until
from tests.contracts.terms import DAY, HOLDERS, percentage

ONE = 10**6
PER_SHARE, STEPS = 20 * ONE, 365
ROYALTIES = 97 * PER_SHARE


@pytest.fixture(scope="module")
def slow(factory, platform, producer, terms, fan, second_fan):
    """A success whose royalties enter over a year, all for the holders, up to 20 a share."""
    positions = [percentage(HOLDERS, 10_000)]
    changed = terms.change(positions=positions, steps=STEPS, cap_per_share=PER_SHARE)
    made = propose(factory, platform, producer, changed)
    stages.succeed(made, fan, second_fan)
    made.release(0)
    return made


@pytest.fixture
def waiting(slow, fan, stranger):
    """All that holders can earn came in, a tenth day's part of it entered, and the project was wound down."""
    received_at = slow.deposit(ROYALTIES).timestamp
    wait_until(received_at + 10 * DAY)
    assert slow.shares.release(1, {"from": stranger}).return_value == ROYALTIES * 10 // STEPS
    slow.wind_down(fan, 1)
    return slow


def test_nobody_leaves_before_the_release(waiting, fan, second_fan):
    """4.3: the error says how much waits, to the unit; nothing was burned."""
    for holder in (fan, second_fan):
        with refused("Campaign_ReleaseRoyaltiesFirst", ROYALTIES - ROYALTIES * 10 // STEPS):
            waiting.campaign.exit(1, {"from": holder})
    assert [waiting.shares.balanceOf(each) for each in (fan, second_fan)] == [60, 37]


def test_who_leaves_first_earned_as_much_a_share_as_who_stays(waiting, fan, second_fan, stranger, currency):
    """4.3, 5.2, 5.3: anyone releases; the last share gets no more than its cap, and claims pay all out."""
    waiting.shares.release(1, {"from": stranger})
    waiting.campaign.exit(60, {"from": fan})
    waiting.campaign.exit(36, {"from": second_fan})
    wait_until(waiting.shares.tranche(1)["receivedAt"] + (STEPS + 1) * DAY)
    assert waiting.shares.release(1, {"from": stranger}).return_value == 0
    waiting.campaign.exit(1, {"from": second_fan})
    assert [waiting.shares.claimable(each) for each in (fan, second_fan)] == [60 * PER_SHARE, 37 * PER_SHARE]
    before = [currency.balanceOf(each) for each in (fan, second_fan)]
    waiting.shares.payout([fan, second_fan], {"from": stranger})
    after = [currency.balanceOf(each) for each in (fan, second_fan)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [60 * PER_SHARE, 37 * PER_SHARE]
    assert waiting.shares.reserved() == 0


def test_several_tranches_are_released_one_by_one(slow, fan, second_fan, stranger):
    """4.3: the last one opens the way; together they come to the parts of the holders."""
    for number in (1, 2, 3):
        slow.deposit(number * 97, number)
    slow.wind_down(fan, 1)
    for number, left in ((2, 6 * 97), (1, 4 * 97), (3, 3 * 97)):
        with refused("Campaign_ReleaseRoyaltiesFirst", left):
            slow.campaign.exit(60, {"from": fan})
        assert slow.shares.release(number, {"from": stranger}).return_value == number * 97
    slow.campaign.exit(60, {"from": fan})
    slow.campaign.exit(37, {"from": second_fan})
    assert [slow.shares.claimable(each) for each in (fan, second_fan)] == [6 * 60, 6 * 37]


def test_a_later_deposit_enters_at_once_and_holds_nobody_back(slow, fan, second_fan):
    """4.3, 5.3: for who holds when it comes in; nobody needs to release it."""
    slow.wind_down(fan, 1)
    first = slow.deposit(97, 1)
    assert happened(first, "RoyaltiesReleased", slow.shares)[0]["amount"] == 97
    assert plain(slow.shares.totals())[:2] == (97, 97)
    slow.campaign.exit(60, {"from": fan})
    slow.deposit(37, 2)
    slow.campaign.exit(37, {"from": second_fan})
    assert [slow.shares.claimable(each) for each in (fan, second_fan)] == [60, 74]
