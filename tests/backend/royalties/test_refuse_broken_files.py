"""Each broken sample is refused whole, with every problem by line and column, and what to do."""

from backend.royalties.importers import StatementRefused
from tests.backend.royalties.receipts import DATA, places, refusal


def refused(name: str) -> StatementRefused:
    return refusal((DATA / "broken" / name).read_bytes(), name)


def test_missing_column_is_named() -> None:
    problems = refused("distrokid-missing-earnings.tsv").problems
    assert places(problems) == [(1, "Earnings (USD)", "missing-column")]


def test_every_bad_cell_is_named() -> None:
    error = refused("distrokid-bad-cells.tsv")
    assert places(error.problems) == [
        (9, "Earnings (USD)", "not-an-amount"),
        (14, "Quantity", "not-a-whole-number"),
        (22, "Sale Month", "not-a-date"),
    ]
    assert "“n/a”" in str(error)
    assert "“12,5”" in str(error)
    assert "there is no month 13" in str(error)


def test_file_cut_in_a_line_is_named() -> None:
    error = refused("distrokid-truncated.tsv")
    assert places(error.problems) == [(33, "Earnings (USD)", "cut")]
    assert "download it again" in str(error)


def test_unknown_currency_and_wrong_total_are_named() -> None:
    error = refused("tunecore-totals-do-not-add-up.csv")
    assert places(error.problems) == [
        (7, "Net Sales Currency", "unknown-currency"),
        (11, "Total Earned", "contradiction"),
    ]
    assert "1.27204000 at 1 does not make 999.00" in str(error)


def test_wrong_net_is_named_and_a_formula_is_a_warning_beside_it() -> None:
    error = refused("film-net-wrong-and-formula.csv")
    assert places(error.problems) == [(4, "Net producteur", "contradiction")]
    assert "is 9,398.00" in str(error)
    assert places(error.warnings) == [(5, "Exploitant", "executable-cell")]


def test_empty_file_is_named() -> None:
    assert places(refused("empty.csv").problems) == [(1, "", "empty")]


def test_archive_is_named() -> None:
    error = refused("not-a-statement.csv")
    assert places(error.problems) == [(1, "", "not-text")]
    assert "export the statement as CSV" in str(error)


def test_report_is_readable_and_carries_a_status() -> None:
    error = refused("distrokid-bad-cells.tsv")
    first, *others = str(error).splitlines()
    assert first == "“distrokid-bad-cells.tsv” was refused, nothing was stored: 3 problems."
    assert [line.split(":")[0] for line in others] == [
        "  line 9, Earnings (USD)",
        "  line 14, Quantity",
        "  line 22, Sale Month",
    ]
    assert (error.status, error.type) == (422, "statement-refused")


def test_every_broken_sample_has_its_test() -> None:
    tested = {
        "distrokid-missing-earnings.tsv",
        "distrokid-bad-cells.tsv",
        "distrokid-truncated.tsv",
        "tunecore-totals-do-not-add-up.csv",
        "film-net-wrong-and-formula.csv",
        "empty.csv",
        "not-a-statement.csv",
    }
    assert {path.name for path in (DATA / "broken").iterdir()} == tested
