"""Amounts are read exactly, or not at all (PROTOCOL 1: integers in the smallest unit, everywhere)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.amounts import AmountUnreadable, add, least_units, parse_amount, parse_decimal, to_units

digits = st.text("0123456789", min_size=1, max_size=90)


@given(st.sampled_from(["", "-", "+", "\u2212"]), digits, st.none() | digits)
def test_value_is_the_digits_whatever_their_number(sign: str, whole: str, decimals: str | None) -> None:
    written = sign + whole + (f".{decimals}" if decimals is not None else "")
    value = parse_decimal(written)
    places = len(decimals or "")
    # int() of the digits alone is the independent way.
    expected = int(whole + (decimals or "")) * (-1 if sign in ("-", "\u2212") else 1)
    assert value.as_tuple().exponent == -places
    assert to_units(value, places) == expected


@given(st.integers(-(2**256), 2**256), st.integers(0, 18), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_french_thousands_and_comma_read_back(units: int, decimals: int, space: str) -> None:
    whole, fraction = divmod(abs(units), 10**decimals)
    written = f"{'-' if units < 0 else ''}{whole:,}".replace(",", space)
    if decimals:
        written += f",{fraction:0{decimals}d}"
    assert to_units(parse_decimal(written, mark=",", grouping=" "), decimals) == units
    assert parse_amount(written, decimals, "fr") == units


@given(st.integers(-(2**256), 2**256), st.integers(0, 18))
def test_english_thousands_and_point_read_back(units: int, decimals: int) -> None:
    whole, fraction = divmod(abs(units), 10**decimals)
    written = f"{'-' if units < 0 else ''}{whole:,}" + (f".{fraction:0{decimals}d}" if decimals else "")
    assert parse_amount(written, decimals, "en") == units


@given(st.lists(st.tuples(st.integers(-(10**60), 10**60), st.integers(0, 40)), max_size=12))
def test_sums_lose_no_digit(terms: list[tuple[int, int]]) -> None:
    values = [parse_decimal(f"{number}.{'0' * places}1") for number, places in terms]
    expected = sum(
        number * 10**41 + (1 if number >= 0 else -1) * 10 ** (40 - places) for number, places in terms
    )
    assert to_units(add(*values), 41) == expected


@given(digits, digits)
def test_sum_of_very_large_and_very_small_is_exact(large: str, small: str) -> None:
    total = add(parse_decimal(large), parse_decimal(f"0.{'0' * 40}{small}"))
    places = 40 + len(small)
    assert to_units(total, places) == int(large) * 10**places + int(small)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "-",
        "n/a",
        "1,5",
        "1.",
        ".5",
        "1.2.3",
        "1 000",
        "0x10",
        "NaN",
        "Infinity",
        "1_000",
        "--1",
        "١٢",
        "12€",
    ],
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(AmountUnreadable, match="not a number"):
        parse_decimal(written)


@pytest.mark.parametrize("written", ["1E-05", "1.5e+7", "-2,5E3"])
def test_scientific_notation_is_refused_with_its_cause(written: str) -> None:
    with pytest.raises(AmountUnreadable, match="a spreadsheet has rounded"):
        parse_decimal(written)


@pytest.mark.parametrize("written", ["1 00,00", "12 3456,00", "1 234\u00a0567,00", "1.234,00", "1234 567,00"])
def test_misplaced_or_mixed_thousands_are_refused(written: str) -> None:
    with pytest.raises(AmountUnreadable):
        parse_decimal(written, mark=",", grouping=" ")


def test_more_decimals_than_the_currency_has_are_refused() -> None:
    assert parse_amount("1.230000", 2) == 123
    with pytest.raises(AmountUnreadable, match="2 decimals"):
        parse_amount("1.234", 2)


@pytest.mark.parametrize(
    ("value", "decimals", "units"),
    [("0.10", 6, 100_000), ("0.10", 2, 10), ("0.10", 1, 1), ("0.10", 0, 1), ("1.01", 1, 11), ("0", 6, 1)],
)
def test_a_minimum_is_never_below_what_was_asked_nor_below_one_unit(
    value: str, decimals: int, units: int
) -> None:
    """5.4: rounded up in a currency that has fewer decimals."""
    assert least_units(Decimal(value), decimals) == units
