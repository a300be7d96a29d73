"""The keeper of an allow-list says who may receive shares, and hands over in two steps (6.2, 2.5)."""

from tests.contracts.answers import happened, refused
from tests.contracts.terms import NOBODY


def test_a_new_list_allows_nobody(allow_list, keeper, fan):
    """6.2: not even its keeper; who keeps it is told."""
    assert happened(allow_list.tx, "KeeperChanged") == [{"keeper": keeper}]
    assert allow_list.keeper() == keeper
    assert not allow_list.isAllowed(fan)
    assert not allow_list.isAllowed(keeper)


def test_the_keeper_allows_many_at_once_and_no_longer(allow_list, keeper, fan, second_fan, stranger):
    """6.2: an event for each; the others are not touched."""
    allowing = allow_list.allow([fan, second_fan], True, {"from": keeper})
    assert happened(allowing, "Allowed") == [
        {"account": fan, "allowed": True},
        {"account": second_fan, "allowed": True},
    ]
    allow_list.allow([fan], False, {"from": keeper})
    assert [allow_list.isAllowed(each) for each in (fan, second_fan, stranger)] == [False, True, False]


def test_only_the_receiver_matters(allow_list, keeper, fan, stranger):
    """6.2: whoever sells, however many; shares that are made come from nobody."""
    allow_list.allow([fan], True, {"from": keeper})
    for seller in (NOBODY, stranger, fan):
        for shares in (0, 1, 2**256 - 1):
            assert allow_list.allows(seller, fan, shares)
            assert not allow_list.allows(seller, stranger, shares)


def test_nobody_else_keeps_the_list(allow_list, fan, producer, stranger):
    """6.2: neither who is on it nor who sells."""
    for somebody in (fan, producer, stranger):
        with refused("AllowList_OnlyKeeper", somebody):
            allow_list.allow([somebody], True, {"from": somebody})
        with refused("AllowList_OnlyKeeper", somebody):
            allow_list.offerKeeper(somebody, {"from": somebody})
        with refused("AllowList_OnlyCandidate", somebody):
            allow_list.acceptKeeper({"from": somebody})


def test_the_role_changes_in_two_steps(allow_list, keeper, fan, stranger):
    """2.5: until it is taken, the old keeper keeps; then only the new one does."""
    assert happened(allow_list.offerKeeper(stranger, {"from": keeper}), "KeeperOffered") == [
        {"keeper": keeper, "candidate": stranger}
    ]
    allow_list.allow([fan], True, {"from": keeper})
    with refused("AllowList_OnlyKeeper", stranger):
        allow_list.allow([fan], False, {"from": stranger})
    assert happened(allow_list.acceptKeeper({"from": stranger}), "KeeperChanged") == [{"keeper": stranger}]
    assert allow_list.keeper() == stranger
    with refused("AllowList_OnlyKeeper", keeper):
        allow_list.allow([fan], False, {"from": keeper})
    with refused("AllowList_OnlyCandidate", stranger):
        allow_list.acceptKeeper({"from": stranger})
    allow_list.allow([fan], False, {"from": stranger})


def test_an_offer_is_withdrawn_or_replaced(allow_list, keeper, fan, stranger):
    """2.5: only the newest candidate can take the role."""
    allow_list.offerKeeper(stranger, {"from": keeper})
    allow_list.offerKeeper(NOBODY, {"from": keeper})
    with refused("AllowList_OnlyCandidate", stranger):
        allow_list.acceptKeeper({"from": stranger})
    allow_list.offerKeeper(stranger, {"from": keeper})
    allow_list.offerKeeper(fan, {"from": keeper})
    with refused("AllowList_OnlyCandidate", stranger):
        allow_list.acceptKeeper({"from": stranger})
    allow_list.acceptKeeper({"from": fan})
    assert allow_list.keeper() == fan
