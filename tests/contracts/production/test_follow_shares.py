"""An objection weighs the holder's live balance: it follows the shares wherever they go (4.2, K8)."""

import random

import pytest

from tests.contracts.answers import plain, refused
from tests.contracts.project import wait_until


@pytest.fixture(autouse=True)
def question(asked):
    """All of this happens while the producer asks."""


@pytest.fixture
def tally(project):
    return lambda: project.shares.objections()["objecting"]


def objects(project, *holders):
    for holder in holders:
        project.campaign.object({"from": holder})


@pytest.mark.parametrize("shares", [1, 17, 60])
@pytest.mark.parametrize(
    ("seller_objects", "buyer_objects", "moves"),
    [(True, True, 0), (True, False, -1), (False, True, 1), (False, False, 0)],
    ids=["both", "seller", "buyer", "neither"],
)
def test_the_tally_follows_a_transfer(
    project, fan, second_fan, tally, seller_objects, buyer_objects, moves, shares
):
    """4.2, K8: it rises when an objector buys, falls when one sells, and stays between two of a kind."""
    objects(project, *[each for each, does in ((fan, seller_objects), (second_fan, buyer_objects)) if does])
    before = tally()
    project.shares.transfer(second_fan, shares, {"from": fan})
    assert tally() == before + moves * shares
    assert tally() == (60 - shares) * seller_objects + (37 + shares) * buyer_objects


@pytest.mark.parametrize("does_object", [True, False])
@pytest.mark.parametrize("shares", [0, 1, 60])
def test_a_transfer_to_oneself_changes_nothing(project, fan, tally, does_object, shares):
    """4.2, K8: neither doubles nor loses an objection."""
    if does_object:
        objects(project, fan)
    project.shares.transfer(fan, shares, {"from": fan})
    assert tally() == 60 * does_object


def test_a_transfer_of_nothing_changes_nothing(project, fan, second_fan, tally):
    """4.2: and anybody can make it."""
    objects(project, fan)
    project.shares.transfer(second_fan, 0, {"from": fan})
    project.shares.transfer(fan, 0, {"from": second_fan})
    assert tally() == 60


def test_a_transfer_that_is_refused_changes_nothing(project, fan, second_fan, tally):
    """4.2: more than one holds is no weight."""
    objects(project, fan)
    with refused("ERC20InsufficientBalance", second_fan, 37, 38):
        project.shares.transfer(fan, 38, {"from": second_fan})
    assert tally() == 60


def test_an_allowance_moves_objections_as_well(project, fan, second_fan, stranger, tally):
    """4.2, 6.1: of the holder, not of who moves its shares."""
    objects(project, fan)
    project.shares.approve(stranger, 60, {"from": fan})
    project.shares.transferFrom(fan, second_fan, 25, {"from": stranger})
    assert tally() == 35


def test_the_same_shares_never_object_twice(project, fan, second_fan, stranger, tally):
    """K8: object, hand them on, let the next one object: they weigh once, however long the chain."""
    objects(project, fan)
    project.shares.transfer(stranger, 60, {"from": fan})
    assert tally() == 0
    objects(project, stranger)
    project.shares.transfer(fan, 60, {"from": stranger})
    assert tally() == 60
    project.shares.transfer(second_fan, 60, {"from": fan})
    objects(project, second_fan)
    assert tally() == 97


def test_who_has_sold_everything_cannot_object_again_and_counts_nothing(project, fan, second_fan, tally):
    """K8: but what it buys back objects again, as whatever an objector holds."""
    objects(project, fan)
    project.shares.transfer(second_fan, 60, {"from": fan})
    with refused("ShareToken_NoShares", fan):
        project.campaign.object({"from": fan})
    project.shares.transfer(fan, 5, {"from": second_fan})
    assert (tally(), project.shares.hasObjected(fan)) == (5, True)
    with refused("ShareToken_AlreadyObjecting", fan):
        project.campaign.object({"from": fan})


def test_shares_of_a_past_objector_are_like_any_others(project, fan, second_fan, tally):
    """4.2: who objected to the last announcement has not objected to this one."""
    objects(project, fan)
    project.read()
    project.read()
    project.announce(0)
    objects(project, second_fan)
    project.shares.transfer(second_fan, 10, {"from": fan})
    assert tally() == 47
    project.shares.transfer(fan, 20, {"from": second_fan})
    assert tally() == 27


def test_the_tally_follows_after_the_window_too(project, asked, fan, second_fan, tally):
    """4.2: who sells no longer objects, and what an objector buys does, until it is read."""
    objects(project, fan)
    wait_until(asked)
    project.shares.transfer(second_fan, 40, {"from": fan})
    assert tally() == 20
    project.shares.transfer(fan, 30, {"from": second_fan})
    assert tally() == 50


@pytest.mark.parametrize("does_object", [True, False])
@pytest.mark.parametrize("shares", [1, 60])
def test_burned_shares_object_no_longer(project, accounts, fan, second_fan, tally, does_object, shares):
    """4.2, K9: the tally can never be above the supply."""
    objects(project, second_fan)
    if does_object:
        objects(project, fan)
    project.shares.burn(fan, shares, {"from": accounts.at(project.campaign.address, force=True)})
    assert tally() == 37 + (60 - shares) * does_object
    assert project.shares.objections()["supply"] == 97 - shares


@pytest.mark.parametrize("seed", [4, 42])
def test_the_tally_is_what_the_objectors_hold(project, accounts, fan, second_fan, tally, seed):
    """4.2, K8: after every one of a hundred random sales and objections among six people."""
    dice = random.Random(seed)
    people = [fan, second_fan, *accounts[21:25]]
    held = {fan: 60, second_fan: 37}
    objectors = set()
    for _ in range(100):
        somebody = dice.choice([each for each in people if held.get(each)])
        if dice.random() < 0.15 and somebody not in objectors:
            objects(project, somebody)
            objectors.add(somebody)
        else:
            buyer, shares = dice.choice(people), dice.choice([0, 1, held[somebody], held[somebody] // 2])
            project.shares.transfer(buyer, shares, {"from": somebody})
            held[somebody] -= shares
            held[buyer] = held.get(buyer, 0) + shares
        assert tally() == sum(held.get(each, 0) for each in objectors)
    assert len(objectors) > 2
    assert plain(project.shares.objections())[2] == 97
