"""The sample files are read to the last decimal. Every sum is taken again from the text, as integers."""

import re
from datetime import date
from decimal import Decimal

from backend.amounts import add, format_decimal
from backend.royalties.importers import Line, Period, open_statement
from tests.backend.royalties.receipts import DATA


def read_sample(name: str) -> list[Line]:
    reading = open_statement((DATA / name).read_bytes(), name)
    lines = list(reading)
    assert reading.warnings == []
    return lines


def cells_of(name: str, encoding: str, separator: str) -> list[list[str]]:
    rows = (DATA / name).read_bytes().decode(encoding).split("\r\n")
    return [row.split(separator) for row in rows[1:] if row]


def units(lines: list[Line], places: int, attribute: str = "gross") -> int:
    return int(add(*(getattr(line, attribute) for line in lines)).scaleb(places))


def test_distrokid_has_every_line_and_its_exact_total() -> None:
    lines = read_sample("distrokid-2026-q3.tsv")
    rows = cells_of("distrokid-2026-q3.tsv", "iso-8859-1", "\t")
    assert len(lines) == len(rows) == 1397
    assert [line.number for line in lines] == list(range(2, 1399))
    trillionths = sum(int(row[12].replace(".", "")) for row in rows)
    assert units(lines, 12) == trillionths == 22_990_126_778_700_000
    assert format_decimal(add(*(line.net for line in lines))) == "22990.126778700000"
    assert {line.deductions for line in lines} == {()}
    assert {line.currency for line in lines} == {"USD"}


def test_distrokid_keeps_refunds_unknown_countries_accents_and_dates() -> None:
    lines = read_sample("distrokid-2026-q3.tsv")
    refunds = [line for line in lines if line.gross < 0]
    assert [(line.quantity, line.gross) for line in refunds] == [(-1, Decimal("-0.6993"))] * 11
    assert sum(line.territory == "OU" for line in lines) == 114
    assert {line.artist for line in lines} == {"Vallée des Ombres"}
    first = lines[0]
    assert first.title == "Ligne de crête"
    assert first.sold == Period(date(2026, 5, 1), date(2026, 5, 31))
    assert first.reported == date(2026, 8, 23)
    assert first.received is None
    assert format_decimal(first.gross) == "2.435562000000"


def test_film_has_every_line_and_its_exact_deductions() -> None:
    lines = read_sample("film-recettes-2026-s1.csv")
    rows = cells_of("film-recettes-2026-s1.csv", "cp1252", ";")
    gross, expenses, net = (sum(int(re.sub(r"[ ,]", "", row[at])) for row in rows) for at in (4, 6, 7))
    assert len(lines) == len(rows) == 16
    assert units(lines, 2) == gross == 134_544_449
    assert units(lines, 2, "net") == net == 78_374_156
    deducted = {"commission": Decimal(0), "distribution_expenses": Decimal(0)}
    for line in lines:
        for kind, amount in line.deductions:
            deducted[kind] = add(deducted[kind], amount)
    assert int(deducted["distribution_expenses"].scaleb(2)) == expenses == 25_951_290
    assert int(deducted["commission"].scaleb(2)) == gross - expenses - net


def test_film_keeps_quarters_days_names_and_contracts() -> None:
    first, *_, last = read_sample("film-recettes-2026-s1.csv")
    assert first.sold == Period(date(2026, 1, 1), date(2026, 3, 31))
    assert first.received == date(2026, 4, 30)
    assert (first.use, first.territory, first.shop) == ("Salles", "France", "Distributeur Salle Nord")
    assert dict(first.deductions) == {
        "commission": Decimal("103087.60"),
        "distribution_expenses": Decimal("188000.00"),
    }
    assert last.sold.end == date(2026, 6, 30)
    assert last.reference == "CTR-1015"


def test_tunecore_has_every_line_and_its_exact_total() -> None:
    lines = read_sample("tunecore-2026-q2.csv")
    text = (DATA / "tunecore-2026-q2.csv").read_bytes().decode("utf-8-sig")
    totals = re.findall(r'"([0-9]+)\.([0-9]{8})","USD"\n', text)
    assert len(lines) == len(totals) == 368
    assert units(lines, 8) == sum(int(whole + decimals) for whole, decimals in totals) == 61_878_033_356
    assert {line.currency for line in lines} == {"USD"}
    assert {line.received for line in lines} == {date(2026, 8, 31)}
    assert lines[0].sold == Period(date(2026, 4, 1), date(2026, 4, 30))
    assert {line.upc for line in lines} == {"3616840123456"}


def test_origin_names_format_file_and_bytes() -> None:
    origin = open_statement((DATA / "tunecore-2026-q2.csv").read_bytes(), "q2.csv").origin
    assert (origin.source, origin.file) == ("tunecore", "q2.csv")
    # from `sha256sum`
    assert origin.sha256 == "b795b74efc905eb167328f3df5a5daf912118c6a87c8fc152eb13b3bee20f479"
