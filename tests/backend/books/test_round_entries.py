"""Entries in cents balance, and lose nothing over time (5.5)."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from backend.books.postings import Entry, Posting
from backend.books.rounding import apportion, round_entries

amounts = st.lists(st.integers(1, 10**9), min_size=1, max_size=6)


def entry(block: int, debits: list[int]) -> Entry:
    lines = [Posting("holders", None, each, 0) for each in debits]
    return Entry("pay", 0, "0x", block, 0, (*lines, Posting("shares", None, 0, sum(debits))))


@given(st.lists(amounts, max_size=30), st.fractions(Fraction(1, 10**6), Fraction(2)))
def test_both_sides_are_equal_and_the_sum_is_off_by_half_a_unit_at_most(
    life: list[list[int]], factor: Fraction
) -> None:
    rounded = list(round_entries([entry(number, each) for number, each in enumerate(life)], factor))
    for each in rounded:
        assert each.amount == sum(line.credit for line in each.postings) > 0
    exact = sum(map(sum, life)) * factor
    assert abs(sum(each.amount for each in rounded) - exact) <= Fraction(1, 2)


@given(amounts, st.integers(0, 10**6))
def test_parts_are_within_a_unit_of_their_due(shares: list[int], total: int) -> None:
    parts = apportion(shares, total)
    assert sum(parts) == total
    assert all(
        abs(part - Fraction(share * total, sum(shares))) < 1
        for part, share in zip(parts, shares, strict=True)
    )


def test_many_payments_below_a_cent_become_cents() -> None:
    """100 payments of 0.004: 0.40 in all."""
    rounded = list(round_entries([entry(number, [4]) for number in range(100)], Fraction(1, 10)))
    assert sum(each.amount for each in rounded) == 40
    assert len(rounded) == 40
