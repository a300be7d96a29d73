"""What a deposit would bring each position, before money moves (5.2), and its twin in Python."""

import pytest
from brownie import Arithmetic
from brownie.test import given
from hypothesis import settings
from hypothesis import strategies as st

from backend.royalties.waterfall import Position, PositionKind, share_down
from tests.contracts.answers import happened
from tests.contracts.terms import HOLDERS

PAYEE = "0x" + 40 * "1"


@pytest.fixture(scope="module")
def arithmetic(module_isolation, accounts):
    return Arithmetic.deploy({"from": accounts[0]})


@st.composite
def positions(draw):
    """Some off the top, then percentages that make the whole, one of them the holders'."""
    tops = draw(st.lists(st.integers(0, 10_000), max_size=4))
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), max_size=5)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    holders = draw(st.integers(0, len(parts) - 1))
    return [
        *[Position(PositionKind.OFF_THE_TOP, PAYEE, bps) for bps in tops],
        *[
            Position(PositionKind.PERCENTAGE, HOLDERS if place == holders else PAYEE, bps)
            for place, bps in enumerate(parts)
        ],
    ]


def as_terms(position):
    return (int(position.kind is PositionKind.PERCENTAGE), position.payee, position.bps, position.label)


@settings(max_examples=150, deadline=None)
@given(places=positions(), data=st.data())
def test_contract_and_twin_share_alike(arithmetic, places, data):
    """5.2, 5.5, K3: the same amounts and carries; they add up to the net; the rounding is nobody's choice."""
    amount = st.one_of(st.integers(0, 200), st.integers(0, 2**96 - 1))
    net = data.draw(amount, "net")
    gross = net + data.draw(amount, "deductions")
    carried = [data.draw(amount) if each.kind is PositionKind.OFF_THE_TOP else 0 for each in places]
    amounts, carried_on = arithmetic.shareDown([as_terms(each) for each in places], carried, gross, net)
    assert (list(amounts), list(carried_on)) == share_down(places, carried, gross, net)
    assert sum(amounts) == net


def test_preview_is_what_the_deposit_does(project):
    """5.2: including what earlier deposits were short of."""
    for number, net in enumerate((1, 19, 20, 1_003, 10**12), start=1):
        expected = list(project.waterfall.preview(net, net))
        deposit = project.deposit(net, number)
        assert list(happened(deposit, "Deposited")[0]["amounts"]) == expected
