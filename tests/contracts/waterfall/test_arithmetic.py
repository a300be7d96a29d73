"""The arithmetic of the waterfall against its twin in Python, bit for bit (5.2)."""

import pytest
from brownie import Arithmetic
from brownie.test import given
from hypothesis import example, settings
from hypothesis import strategies as st

from backend.royalties.waterfall import UNLIMITED, WHOLE_BPS, PositionKind, Shared, share_down
from tests.positions import HOLDERS, LARGEST, PAYEE, Case, cases, off_the_top, percentage, recoup

KINDS = list(PositionKind)
ALL_HOLDERS = percentage(WHOLE_BPS, HOLDERS)


@pytest.fixture(scope="module")
def arithmetic(module_isolation, accounts):
    return Arithmetic.deploy({"from": accounts[0]})


def ask(arithmetic, case):
    """What the contract answers, as the twin says it."""
    places = [
        (KINDS.index(each.kind), each.with_previous, each.payee, each.bps, each.amount)
        for each in case.positions
    ]
    amounts, to_producer, due = arithmetic.shareDown(places, case.due, case.room, case.gross, case.net)
    return Shared(tuple(amounts), to_producer, tuple(due))


@settings(max_examples=400, deadline=None)
@given(case=cases())
def test_contract_and_twin_share_alike(arithmetic, case):
    """5.2, 5.5, K3: the same amounts, rest and dues, from a few units to all that there can be."""
    assert ask(arithmetic, case) == share_down(*case)


EVERYBODY_AT_ONCE = [
    *[off_the_top(2_000)] * 5,
    recoup(LARGEST, WHOLE_BPS, HOLDERS),
    *[recoup(LARGEST, WHOLE_BPS, PAYEE, with_previous=True)] * 9,
    ALL_HOLDERS,
]


@pytest.mark.parametrize("room", [0, 1, LARGEST, 2**144, UNLIMITED])
@pytest.mark.parametrize("net", [0, 1, 9, 10, LARGEST - 1, LARGEST])
def test_the_largest_waterfall_overflows_nowhere(arithmetic, room, net):
    """5.2, K12: sixteen positions, all owed as much as can be, and the largest statement."""
    due = [*[LARGEST] * 5, *[2 * LARGEST] * 10, 0]
    case = Case(EVERYBODY_AT_ONCE, due, room, LARGEST, net)
    assert ask(arithmetic, case) == share_down(*case)
    recouped = Case(EVERYBODY_AT_ONCE, [*[0] * 5, *[2 * LARGEST] * 10, 0], room, 0, net)
    assert ask(arithmetic, recouped) == share_down(*recouped)


@settings(max_examples=100, deadline=None)
@given(case=cases(), deposits=st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 2_000)), max_size=4))
@example(
    case=Case([off_the_top(6_000), off_the_top(4_000), recoup(7), ALL_HOLDERS], [0, 0, 7, 0], 5, 3, 1),
    deposits=[(5, 0), (3, 1), (1, 0), (20, 20)],
)
def test_what_is_due_is_carried_alike_from_deposit_to_deposit(arithmetic, case, deposits):
    """5.2: each starts from what the one before left due, as the contract itself says it."""
    for gross, deductions in [(case.gross, case.gross - case.net), *deposits]:
        case = case._replace(gross=gross, net=max(gross - deductions, 0))
        told = ask(arithmetic, case)
        assert told == share_down(*case)
        case = case._replace(due=list(told.due))
