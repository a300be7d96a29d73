"""The holders' part enters in equal daily steps, released by anyone (5.3)."""

import pytest
from brownie import chain

from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import at_second
from tests.contracts.terms import DAY

STEPS = 7
AMOUNT = 97_000_003


@pytest.fixture(scope="module")
def terms(terms):
    return terms.change(steps=STEPS)


@pytest.fixture
def received_at(project):
    project.deposit(AMOUNT)
    return chain[-1].timestamp


def release_at(shares, second, caller):
    at_second(second)
    return shares.release(1, {"from": caller})


def test_nothing_enters_on_the_first_day(shares, received_at, stranger, fan):
    """5.3: the first step is due after a day, to the second."""
    release = release_at(shares, received_at + DAY - 1, stranger)
    assert (release.return_value, happened(release, "RoyaltiesReleased")) == (0, [])
    assert shares.claimable(fan) == shares.index() == 0
    release = release_at(shares, received_at + DAY, stranger)
    assert release.return_value == AMOUNT // STEPS


def test_every_step_is_equal_and_the_last_one_brings_the_rest(shares, received_at, stranger):
    """5.3, K3: rounded down on the way, all of it at the end; the sum is exact."""
    steps = []
    for day in range(1, STEPS + 1):
        release = release_at(shares, received_at + day * DAY, stranger)
        steps.append(release.return_value)
        assert happened(release, "RoyaltiesReleased") == [
            {"tranche": 1, "amount": steps[-1], "index": shares.index()}
        ]
        assert plain(shares.tranche(1)) == (AMOUNT, sum(steps), received_at)
        assert plain(shares.totals()) == (AMOUNT, sum(steps), 0)
    assert sum(steps) == AMOUNT
    assert max(steps) - min(steps) <= 1


def test_missed_days_are_made_up_for(shares, received_at, stranger):
    """5.3: releasing late loses nothing, and nothing enters after the end."""
    assert release_at(shares, received_at + 3 * DAY, stranger).return_value == AMOUNT * 3 // STEPS
    assert release_at(shares, received_at + 900 * DAY, stranger).return_value == AMOUNT - AMOUNT * 3 // STEPS
    assert shares.release(1, {"from": stranger}).return_value == 0
    assert plain(shares.totals()) == (AMOUNT, AMOUNT, 0)


def test_releasing_often_is_the_same_as_releasing_once(shares, received_at, stranger, fan):
    """K13: many small settlements erase nothing."""
    for step in range(40):
        release_at(shares, received_at + (step + 1) * DAY // 5, stranger)
    assert shares.claimable(fan) == AMOUNT * 60 // 97


def test_buying_before_and_selling_after_a_deposit_earns_nothing(project, shares, fan, stranger):
    """5.3, K16: who holds for the moment of the deposit only, has nothing."""
    shares.transfer(stranger, 60, {"from": fan})
    project.deposit(AMOUNT)
    shares.transfer(fan, 60, {"from": stranger})
    chain.sleep(STEPS * DAY)
    shares.release(1, {"from": fan})
    assert (shares.claimable(stranger), shares.claimable(fan)) == (0, AMOUNT * 60 // 97)


def test_each_tranche_has_its_own_steps(project, shares, received_at, stranger):
    """5.3: a second deposit does not start the first one again."""
    at_second(received_at + 2 * DAY)
    chain.mine()
    project.deposit(700, number=2)
    assert release_at(shares, received_at + 4 * DAY, stranger).return_value == AMOUNT * 4 // STEPS
    at_second(received_at + 4 * DAY + 600)
    assert shares.release(2, {"from": stranger}).return_value == 200


def test_a_tranche_that_never_came_is_refused(shares, received_at, stranger):
    """5.3: tranches count from one."""
    for number in (0, 2):
        with refused("ShareToken_UnknownTranche", number):
            shares.release(number, {"from": stranger})
