"""Each row must agree with itself: what contradicts is refused, what is merely unusual passes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.royalties.importers import Period, open_statement
from tests.backend.royalties.receipts import (
    DISTROKID,
    FILM,
    TUNECORE,
    distrokid,
    file_of,
    film,
    places,
    read,
    refusal,
    tunecore,
)


@given(st.integers(-(10**9), 10**9), st.integers(0, 100), st.integers(0, 10**8))
def test_film_net_within_half_a_cent_of_its_commission_passes(
    gross: int, percent: int, expenses: int
) -> None:
    commission = (2 * gross * percent + 100) // 200  # in cents, a tie upwards
    net = gross - commission - expenses
    row = film(cents_of(gross), str(percent), cents_of(expenses), cents_of(net))
    (line,) = read(file_of(FILM, [row]))
    assert dict(line.deductions).get("commission", Decimal(0)) == Decimal(commission).scaleb(-2)
    assert line.net == Decimal(net).scaleb(-2)


@given(st.integers(-(10**9), 10**9), st.integers(0, 100), st.sampled_from([-1, 1]), st.integers(1, 10**6))
def test_film_net_off_by_a_cent_or_more_is_refused(gross: int, percent: int, sign: int, cents: int) -> None:
    commission = (2 * gross * percent + 100) // 200
    exact = 2 * gross * percent == 200 * commission
    net = gross - commission + sign * (cents if exact else cents + 1)
    error = refusal(file_of(FILM, [film(cents_of(gross), str(percent), "0,00", cents_of(net))]))
    assert places(error.problems) == [(2, "Net producteur", "contradiction")]


def cents_of(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", " ") + f",{rest:02d}"


def test_film_amounts_longer_than_any_context_stay_exact() -> None:
    gross = "1" + " 000" * 14 + ",01"
    (line,) = read(file_of(FILM, [film(gross, "0", "0,00", gross)]))
    assert line.net == line.gross == Decimal("1" + "000" * 14 + ".01")


def test_film_total_row_is_checked_and_is_no_line() -> None:
    total = "Total;;;;2 000,00;;200,00;1 300,00;;;"
    assert len(read(file_of(FILM, [film(), film(), total]))) == 2
    wrong = "TOTAL;;;;2 000,00;;200,00;1 300,01;;;"
    error = refusal(file_of(FILM, [film(), film(), wrong]))
    assert places(error.problems) == [(4, "Net producteur", "contradiction")]


def test_film_total_is_no_second_problem_of_a_bad_line() -> None:
    error = refusal(file_of(FILM, [film(), film("n/a"), "Total;;;;2 000,00;;200,00;1 300,00;;;"]))
    assert places(error.problems) == [(3, "Recettes brutes HT", "not-an-amount")]


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2026-T4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-S1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_film_periods_are_quarters_halves_months_or_years(written: str, start: date, end: date) -> None:
    (line,) = read(file_of(FILM, [film(period=written)]))
    assert line.sold == Period(start, end)


@pytest.mark.parametrize(
    "written", ["31/02/2026", "00/01/2026", "01/13/2026", "2026-04-30", "1/4/2026", "30/04/0026"]
)
def test_impossible_days_are_refused(written: str) -> None:
    error = refusal(file_of(FILM, [film(received=written)]))
    assert places(error.problems) == [(2, "Date d’encaissement", "not-a-date")]


@pytest.mark.parametrize("percent", ["101", "-1", "x", ""])
def test_impossible_percentages_are_refused(percent: str) -> None:
    error = refusal(file_of(FILM, [film(percent=percent)]))
    assert (2, "Commission %", "not-a-percentage") in places(error.problems)


def test_two_currencies_in_one_file_are_refused() -> None:
    error = refusal(file_of(FILM, [film(), film(currency="CHF")]))
    assert places(error.problems) == [(3, "Devise", "two-currencies")]


def test_distrokid_gross_includes_what_was_withheld() -> None:
    (line,) = read(file_of(DISTROKID, [distrokid("1.500000000001", withheld="0.25")]))
    assert line.gross == Decimal("1.750000000001")
    assert line.deductions == (("withholding", Decimal("0.25")),)
    assert line.net == Decimal("1.500000000001")


def test_distrokid_withholding_against_the_earnings_is_refused() -> None:
    error = refusal(file_of(DISTROKID, [distrokid("1.50", withheld="-0.25")]))
    assert places(error.problems) == [(2, "Songwriter Royalties Withheld", "contradiction")]


def test_country_that_is_not_told_is_unknown() -> None:
    (line,) = read(file_of(DISTROKID, [distrokid(country="")]))
    assert line.territory == "OU"


def test_tunecore_total_may_be_rounded_where_it_is_printed_and_no_further() -> None:
    assert read(file_of(TUNECORE, [tunecore(rate="1.104", total="1.10")]))
    error = refusal(file_of(TUNECORE, [tunecore(rate="1.106", total="1.10")]))
    assert places(error.problems) == [(2, "Total Earned", "contradiction")]


def test_tunecore_units_and_price_must_make_the_net() -> None:
    error = refusal(file_of(TUNECORE, [tunecore(units="3")]))
    assert places(error.problems) == [(2, "Net Sales", "contradiction")]


def test_tunecore_refund_is_a_negative_line() -> None:
    (line,) = read(file_of(TUNECORE, [tunecore("-2", net="-1.00", total="-1.10")]))
    assert (line.quantity, line.gross) == (-2, Decimal("-1.10"))


@pytest.mark.parametrize("cell", ["=1+1", "+33 1 23", "@SUM(A1)", "-2+3"])
def test_cell_that_a_spreadsheet_would_execute_passes_as_text_with_a_warning(cell: str) -> None:
    reading = open_statement(file_of(FILM, [film(exploiter=cell)]), "film.csv")
    (line,) = reading
    assert line.shop == cell
    assert places(reading.warnings) == [(2, "Exploitant", "executable-cell")]
