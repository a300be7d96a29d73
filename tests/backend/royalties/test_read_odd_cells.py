"""Cells as accounts, spreadsheets and other machines write them: read exactly, or refused with what to do."""

import unicodedata
from decimal import Decimal

import pytest

from backend.royalties.importers import open_statement, parse_mapping
from backend.royalties.importers.cells import LONGEST_AMOUNT
from tests.backend.royalties.receipts import (
    DISTROKID,
    FILM,
    distrokid,
    file_of,
    film,
    places,
    read,
    refusal,
)

EARNINGS = "Earnings (USD)"


@pytest.mark.parametrize(
    "written", ["-12.50", "\u221212.50", "(12.50)", "( 12.50 )", "12.50-", "12.50 \u2212"]
)
def test_a_refund_is_negative_however_accounts_write_it(written: str) -> None:
    (line,) = read(file_of(DISTROKID, [distrokid(written)]))
    assert line.gross == Decimal("-12.50")


@pytest.mark.parametrize(
    "written", ["(-12.50)", "-12.50-", "(12.50", "12.50)", "()", "-", "(12.50)-", "--12.50", "- 12.50", "1-2"]
)
def test_two_signs_or_half_a_parenthesis_are_no_amount(written: str) -> None:
    problems = refusal(file_of(DISTROKID, [distrokid(written)])).problems
    assert places(problems) == [(2, EARNINGS, "not-an-amount")]


def test_returns_may_stand_in_parentheses_too() -> None:
    (line,) = read(file_of(DISTROKID, [distrokid("(1.50)", quantity="(3)")]))
    assert (line.quantity, line.gross) == (-3, Decimal("-1.50"))


@pytest.mark.parametrize("gap", [" ", "\u00a0", "\u202f"])
def test_thousands_may_be_apart_by_any_space_that_does_not_break(gap: str) -> None:
    row = film(f"1{gap}234{gap}567,00", "0", "0,00", f"1{gap}234{gap}567,00")
    (line,) = read(file_of(FILM, [row]))
    assert line.gross == 1_234_567


@pytest.mark.parametrize(
    "written", ["1.234,56", "1,234.56", "1 234.56", "12 34", "1e3", "1,5", "NaN", "\uff11"]
)
def test_what_could_be_read_in_two_ways_is_not_read(written: str) -> None:
    problems = refusal(file_of(DISTROKID, [distrokid(written)])).problems
    assert places(problems) == [(2, EARNINGS, "not-an-amount")]


def test_an_amount_has_as_many_digits_as_it_needs_and_no_more() -> None:
    """The longest one is exact; a longer one is a mistake, and no crash further on."""
    longest = "0." + (LONGEST_AMOUNT - 2) * "7"
    (line,) = read(file_of(DISTROKID, [distrokid(longest)]))
    assert format(line.gross, "f") == longest
    for written in (f"{longest}7", 20_000 * "9"):
        report = refusal(file_of(DISTROKID, [distrokid(written)]))
        assert places(report.problems) == [(2, EARNINGS, "not-an-amount")]
        assert len(str(report)) < 400


def test_codes_are_the_same_with_and_without_hyphens() -> None:
    """ISO 3901: hyphens are for the eye. One recording must not be two titles."""
    rows = [distrokid(isrc="FR-X76-26-00013", upc="3 616840 123456"), distrokid(isrc="frx762600013")]
    assert {(each.isrc, each.upc) for each in read(file_of(DISTROKID, rows))} == {
        ("FRX762600013", "3616840123456")
    }


@pytest.mark.parametrize("written", ["3.61684E+12", "3,61684E+12", "3E12"])
def test_a_code_that_a_spreadsheet_rewrote_is_refused(written: str) -> None:
    """Two releases have the same one then; and the amounts beside it were rewritten too."""
    problems = refusal(file_of(DISTROKID, [distrokid(upc=written)])).problems
    assert places(problems) == [(2, "UPC", "rewritten")]


def test_codes_of_a_mapped_file_are_read_alike() -> None:
    mapping = parse_mapping(
        'name = "label"\ncurrency = "EUR"\nperiod = "YYYY"\n[columns]\n'
        'sold = "year"\ngross = "sum"\nisrc = "isrc"\nupc = "ean"\n'
    )
    (line,) = open_statement(b"year;sum;isrc;ean\n2026;(1.5);fr-x76-26-00013;361-6840\n", "l.csv", mapping)
    assert (line.gross, line.isrc, line.upc) == (Decimal("-1.5"), "FRX762600013", "3616840")


def test_header_is_recognised_with_its_accents_apart_from_their_letters() -> None:
    """As macOS writes them."""
    assert unicodedata.normalize("NFD", FILM) != FILM
    assert len(read(file_of(unicodedata.normalize("NFD", FILM), [film()]))) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_control_characters_are_refused_in_every_encoding(encoding: str) -> None:
    content = file_of(DISTROKID, [distrokid(), distrokid(title="\x1b[2J")], encoding)
    assert places(refusal(content).problems) == [(3, "", "not-text")]


def test_a_cell_without_end_is_named_as_such() -> None:
    content = file_of(DISTROKID, [distrokid(title=200_000 * "A")])
    problem, *_ = refusal(content).problems
    assert (problem.line, problem.code) == (2, "long-cell")


def test_a_file_s_name_of_other_bytes_can_be_published() -> None:
    """From an archive of Windows: the name is no UTF-8, the document has to be."""
    name = b"relev\xe9.tsv".decode("utf-8", "surrogateescape")
    reading = open_statement(file_of(DISTROKID, [distrokid()]), name)
    assert reading.origin.file == "relev?.tsv"
