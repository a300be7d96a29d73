"""The parts of payments against the accounts of the contract's twin, in any life of a holder (5.3, 5.5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.accrual import Account, Index, add_down, settle_owed, take_earned
from backend.queries.attribution import Move, Payment, PaymentUnexplained, Release, attribute

acts = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(-50, 50)),
        st.tuples(st.just("release"), st.integers(1, 10**9)),
        st.tuples(st.just("pay"), st.just(0)),
    ),
    max_size=40,
)


@given(acts, st.integers(101, 10**6))
def test_parts_add_up_to_what_the_contract_pays(life: list[tuple[str, int]], supply: int) -> None:
    index, account = Index(supply=supply), Account()
    moves, releases, payments = [], [], []
    for place, (act, number) in enumerate(life):
        match act:
            case "move":
                number = max(-account.shares, min(number, 100 - account.shares))
                account = settle_owed(account, index)._replace(shares=account.shares + number)
                moves.append(Move((place, 0), number))
            case "release":
                grown = add_down(index, number)
                releases.append(Release((place, 0), place % 3, grown.value - index.value))
                index = grown
            case "pay":
                account, _, paid = take_earned(account, Account(), index, Index())
                if paid:
                    payments.append(Payment((place, 0), paid))
    parts, owed = attribute(moves, releases, payments)
    assert [sum(each.values()) for each in parts] == [each.amount for each in payments]
    assert sum(owed.values()) == take_earned(account, Account(), index, Index())[2]


def test_burned_shares_earn_by_their_own_index() -> None:
    """4.3, 5.2"""
    fine = 2**48
    moves = [Move((1, 0), 3), Move((3, 0), -3), Move((3, 1), 3, burned=True)]
    releases = [Release((2, 0), 1, fine // 2), Release((4, 0), 2, fine // 2, burned=True)]
    assert attribute(moves, releases, [Payment((5, 0), 3)]) == ([{1: 1, 2: 2}], {})


def test_a_payment_that_nothing_explains_is_refused() -> None:
    with pytest.raises(PaymentUnexplained, match="In block 2, 5 was paid and 0 had been earned"):
        attribute([Move((1, 0), 1)], [], [Payment((2, 0), 5)])
