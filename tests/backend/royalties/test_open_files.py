"""Files as people and programs write them: encodings, separators, line ends, and what is none of these."""

import io
import tracemalloc
from decimal import Decimal

import pytest

from backend.royalties.importers import StatementRefused, open_statement
from backend.royalties.importers.problems import LISTED
from tests.backend.royalties.receipts import (
    DATA,
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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_encoding_and_line_ends_are_recognised(encoding: str, line_end: str) -> None:
    rows = [film(exploiter="Éditions d’Ô, Cinéart"), film()]
    first, _ = read(file_of(FILM, rows, encoding, line_end))
    assert first.shop == "Éditions d’Ô, Cinéart"


def test_encoding_may_show_only_at_the_end_of_a_long_file() -> None:
    rows = [*(distrokid(artist="Plain") for _ in range(15_000)), distrokid(artist="Cinéart")]
    assert len(file_of(DISTROKID, rows)) > 1 << 20
    assert read(file_of(DISTROKID, rows, "cp1252"))[-1].artist == "Cinéart"


def test_utf8_cut_inside_a_letter_is_damaged_and_not_taken_for_another_encoding() -> None:
    content = file_of(DISTROKID, [distrokid(), distrokid(artist="Vallé")])
    cut = content[: content.rindex("é".encode()) + 1]
    assert places(refusal(cut).problems) == [(3, "", "encoding")]


def test_bytes_that_no_encoding_knows_are_named() -> None:
    content = file_of(DISTROKID, [distrokid(), distrokid(artist="Vall\x81e")], "latin-1")
    assert places(refusal(content).problems) == [(3, "", "encoding")]


def test_control_characters_are_named_by_line() -> None:
    content = file_of(DISTROKID, [distrokid(), distrokid(artist="\x1b[2J")])
    assert places(refusal(content).problems) == [(3, "", "not-text")]


@pytest.mark.parametrize(
    ("last", "code"), [("Vall\x1b", "not-text"), ("Vall\x81", "encoding")], ids=["control", "no encoding"]
)
def test_lines_are_counted_on_through_a_long_file(last: str, code: str) -> None:
    rows = [*(distrokid() for _ in range(15_000)), distrokid(artist=last)]
    content = file_of(DISTROKID, rows, "latin-1")
    assert len(content) > 1 << 20
    assert places(refusal(content).problems) == [(15_002, "", code)]


def test_separator_and_column_order_are_free() -> None:
    header = DISTROKID.split("\t")[::-1]
    row = distrokid("2.5", title="Été, après").split("\t")[::-1]
    content = file_of(";".join(header), [";".join(row)])
    (line,) = read(content)
    assert (line.title, line.gross) == ("Été, après", Decimal("2.5"))


def test_header_is_recognised_with_other_apostrophes_spaces_and_case() -> None:
    header = FILM.replace("’", "'").replace("Recettes brutes HT", " recettes  brutes ht")
    assert len(read(file_of(header, [film()]))) == 1


def test_quoted_cell_may_span_lines_and_later_lines_keep_their_numbers() -> None:
    spanning = film(exploiter='"Distributeur\nNord"')
    error = refusal(file_of(FILM, [spanning, film(gross="n/a")], line_end="\n"))
    assert places(error.problems) == [(4, "Recettes brutes HT", "not-an-amount")]


def test_tab_separated_title_may_hold_quotation_marks() -> None:
    (line,) = read(file_of(DISTROKID, [distrokid(title='"Nord" (7" mix)')]))
    assert line.title == '"Nord" (7" mix)'


def test_quotation_mark_that_never_closes_is_named_where_it_opens() -> None:
    error = refusal(file_of(TUNECORE, [tunecore(), tunecore().replace('deluxe"', "deluxe"), tunecore()]))
    assert places(error.problems) == [(3, "", "quotes")]


def test_blank_rows_are_no_lines() -> None:
    assert len(read(file_of(FILM, [film(), "", ";" * 10, film(), "  "]))) == 2


def test_every_short_and_long_row_is_named() -> None:
    short, long = film().rsplit(";", 2)[0], film() + ";x"
    error = refusal(file_of(FILM, [short, long, film(), film() + ";;"]))
    assert places(error.problems) == [(2, "Date d’encaissement", "short-row"), (3, "", "long-row")]


def test_amount_may_be_cut_so_the_last_line_needs_its_end() -> None:
    content = file_of(DISTROKID, [distrokid(), distrokid("3.389372600000")])[:-6]
    assert places(refusal(content).problems) == [(3, "Earnings (USD)", "cut")]


def test_last_line_without_end_passes_where_no_amount_can_be_cut() -> None:
    assert len(read(file_of(FILM, [film(), film()]).removesuffix(b"\r\n"))) == 2


def test_unknown_and_double_columns_are_named() -> None:
    error = refusal(file_of(f"{DISTROKID}\tRecoup (USD)\tTitle", [distrokid()]))
    assert places(error.problems) == [(1, "Recoup (USD)", "unknown-column"), (1, "Title", "column-twice")]


def test_header_alone_is_no_statement() -> None:
    assert places(refusal(file_of(DISTROKID, [])).problems) == [(1, "", "no-lines")]


def test_unknown_table_is_told_which_formats_there_are() -> None:
    error = refusal(b"name,age\nAda,36\n")
    assert places(error.problems) == [(1, "", "unknown-format")]
    assert "DistroKid, TuneCore, film receipts" in str(error)


def test_no_line_comes_after_a_problem() -> None:
    reading = open_statement(file_of(DISTROKID, [distrokid(), distrokid("x"), distrokid()]), "x.tsv")
    lines = iter(reading)
    assert next(lines).number == 2
    with pytest.raises(StatementRefused):
        next(lines)


def test_report_of_a_wholly_broken_file_is_bounded() -> None:
    error = refusal(file_of(DISTROKID, [distrokid("x")] * (LISTED + 5)))
    assert (len(error.problems), error.unlisted) == (LISTED, 5)
    assert f"{LISTED + 5} problems" in str(error)


def test_report_cannot_steer_a_terminal() -> None:
    error = refusal(file_of(DISTROKID, [distrokid("\u009b2J\u202e" + "x" * 500)]))
    assert str(error).isprintable() is False  # only for its line ends
    assert all(line.isprintable() and len(line) < 250 for line in str(error).splitlines())


def test_stream_stays_open_and_can_be_read_again() -> None:
    stream = io.BytesIO((DATA / "film-recettes-2026-s1.csv").read_bytes())
    reading = open_statement(stream, "film.csv")
    assert list(reading) == list(reading)
    assert not stream.closed


def test_memory_does_not_grow_with_the_lines() -> None:
    row = f"{distrokid()}\r\n".encode()
    header = f"{DISTROKID}\r\n".encode()

    def peak(lines: int) -> int:
        stream = io.BytesIO(header + row * lines)
        tracemalloc.start()
        try:
            assert sum(1 for _ in open_statement(stream, "long.tsv")) == lines
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(30_000) < peak(15_000) + 100_000
