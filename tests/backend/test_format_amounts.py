"""Amounts are written exactly, for machines and for people, and never in E-notation."""

import re

from hypothesis import given
from hypothesis import strategies as st

from backend.amounts import (
    format_amount,
    format_decimal,
    format_units,
    parse_amount,
    parse_decimal,
    round_half_even,
)

units = st.integers(-(2**256), 2**256)
decimals = st.integers(0, 18)


@given(units, decimals)
def test_plain_form_reads_back_and_has_all_places(raw: int, places: int) -> None:
    written = format_units(raw, places)
    assert re.fullmatch(rf"-?[0-9]+(\.[0-9]{{{places}}})?", written)
    assert parse_amount(written, places) == raw


@given(units, decimals, st.sampled_from(["fr", "en"]))
def test_form_for_people_reads_back(raw: int, places: int, locale: str) -> None:
    written = format_amount(raw, places, "EURC", locale)
    assert written.endswith("\u00a0EURC")
    assert parse_amount(written.removesuffix("\u00a0EURC"), places, locale) == raw


@given(st.text("0123456789", min_size=1, max_size=60))
def test_small_decimals_never_turn_into_e_notation(digits: str) -> None:
    written = f"0.{'0' * 30}{digits}"
    assert format_decimal(parse_decimal(written)) == written


def test_each_language_has_its_marks() -> None:
    assert format_amount(1_234_567_500_000, 6, "EURC", "fr") == "1\u202f234\u202f567,50\u00a0EURC"
    assert format_amount(1_234_567_500_000, 6, "EURC", "en") == "1,234,567.50\u00a0EURC"
    assert format_amount(-5, 6, "USDC", "en") == "-0.000005\u00a0USDC"
    assert format_amount(0, 18, "DAI", "en") == "0.00\u00a0DAI"
    assert format_amount(1234, 0, "JPYC", "fr") == "1\u202f234\u00a0JPYC"


@given(st.integers(-(10**40), 10**40), st.integers(1, 30), st.integers(1, 10**12), st.integers(0, 18))
def test_conversion_is_the_nearest_unit_and_a_tie_goes_to_the_even(
    value: int, places: int, rate: int, to: int
) -> None:
    whole = parse_decimal(format_units(value, places))
    at = parse_decimal(format_units(rate, 6))
    numerator, denominator = value * rate * 10**to, 10 ** (places + 6)
    rounded = round_half_even(whole, at, to)
    twice = 2 * abs(rounded * denominator - numerator)
    assert twice < denominator or (twice == denominator and rounded % 2 == 0)
