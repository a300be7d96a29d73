"""7.2: a file of any other distributor is read as a small mapping file says, just as strictly."""

from datetime import date
from decimal import Decimal

import pytest

from backend.local.paths import ROOT
from backend.royalties.importers import (
    Line,
    MappingUnusable,
    Period,
    StatementRefused,
    open_statement,
    parse_mapping,
)
from tests.backend.royalties.receipts import DATA, places

MAPPING = """
name = "believe"
separator = "|"
decimal = ","
thousands = "."
date = "DD.MM.YYYY"
period = "TQ/YYYY"
currency = "EUR"
ignored = ["Label"]

[columns]
sold = "Trimestre"
reported = "Déclaré le"
received = "Encaissé le"
shop = "Boutique"
artist = "Interprète"
title = "Titre"
isrc = "ISRC"
quantity = "Unités"
gross = "Brut"
net = "Net"

[deductions]
commission = "Commission"
withholding = "Retenue"
"""
HEADER = (
    "Trimestre|Label|Boutique|Interprète|Titre|ISRC|Unités|Brut|Commission|Retenue|Net|Déclaré le|Encaissé le"
)
SALE = (
    "T2/2026|Quai|Deezer|Vallée des Ombres|Nord|FRX762600013|12|1.234,500000001|100,00||"
    "1.134,500000001|05.08.2026|31.08.2026"
)
REFUND = "T2/2026|Quai|Deezer|Vallée des Ombres|Nord|FRX762600013|-1|-3,00|-0,50||-2,50|05.08.2026|"


def read(*rows: str, mapping: str = MAPPING, header: str = HEADER, encoding: str = "utf-8") -> list[Line]:
    content = "".join(f"{row}\n" for row in (header, *rows)).encode(encoding)
    return list(open_statement(content, "believe.csv", parse_mapping(mapping)))


def refuse(*rows: str, **how: str) -> StatementRefused:
    with pytest.raises(StatementRefused) as refused:
        read(*rows, **how)
    return refused.value


def change(old: str, new: str) -> str:
    assert old in MAPPING
    return MAPPING.replace(old, new)


def test_each_line_keeps_exact_amounts_and_its_three_dates() -> None:
    sale, refund = read(SALE, REFUND)
    assert (sale.sold, sale.reported, sale.received) == (
        Period(date(2026, 4, 1), date(2026, 6, 30)),
        date(2026, 8, 5),
        date(2026, 8, 31),
    )
    assert (sale.gross, sale.deductions) == (Decimal("1234.500000001"), (("commission", Decimal("100.00")),))
    assert (sale.net, sale.quantity, sale.currency) == (Decimal("1134.500000001"), 12, "EUR")
    assert (sale.artist, sale.title, sale.territory) == ("Vallée des Ombres", "Nord", "OU")
    assert (refund.gross, refund.net, refund.received) == (Decimal("-3.00"), Decimal("-2.50"), None)


@pytest.mark.parametrize(
    ("written", "count"),
    [("1.234", 1_234), ("-12.345.678", -12_345_678), ("(1.234)", -1_234), ("1234", 1_234)],
)
def test_a_count_has_its_thousands_as_amounts_have(written: str, count: int) -> None:
    (line,) = read(SALE.replace("|12|", f"|{written}|"))
    assert line.quantity == count


@pytest.mark.parametrize("written", ["1.23", "12,5", "5,0", "1.234,0", "12 345", "9" * 19, "x"])
def test_a_count_is_whole(written: str) -> None:
    problems = refuse(SALE.replace("|12|", f"|{written}|")).problems
    assert places(problems) == [(2, "Unités", "not-a-whole-number")]


def test_the_name_becomes_the_source() -> None:
    content = f"{HEADER}\n{SALE}\n".encode()
    assert open_statement(content, "q2.csv", parse_mapping(MAPPING)).origin.source == "believe"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_an_encoding_that_is_not_told_is_recognised(encoding: str) -> None:
    assert read(SALE, encoding=encoding)[0].artist == "Vallée des Ombres"


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman", "iso-8859-15", "utf-16-le"])
def test_an_encoding_that_is_told_is_used(encoding: str) -> None:
    told = f'encoding = "{encoding}"\n{MAPPING}'
    assert read(SALE, mapping=told, encoding=encoding)[0].artist == "Vallée des Ombres"


def test_bytes_that_the_told_encoding_has_not_are_named_by_line() -> None:
    told = f'encoding = "ascii"\n{MAPPING}'.replace("Déclaré le", "Declare le")
    error = refuse(SALE.replace("é", "e"), SALE, header=HEADER, mapping=told)
    assert places(error.problems) == [(1, "", "encoding")]
    plain = HEADER.replace("é", "e").replace("è", "e")
    told = told.replace("é", "e").replace("è", "e")
    error = refuse(SALE.replace("é", "e"), SALE, header=plain, mapping=told)
    assert places(error.problems) == [(3, "", "encoding")]
    assert "is no ascii, as the mapping file says" in str(error)


def test_the_separator_is_recognised_when_it_is_not_told() -> None:
    mapping = change('separator = "|"\n', "")
    assert read(SALE.replace("|", ";"), mapping=mapping, header=HEADER.replace("|", ";"))[0].quantity == 12


def test_gross_follows_from_net_and_deductions() -> None:
    (line,) = read(SALE, mapping=change('gross = "Brut"\n', "").replace('["Label"]', '["Label", "Brut"]'))
    assert (line.gross, line.net) == (Decimal("1234.500000001"), Decimal("1134.500000001"))


def test_gross_alone_is_enough() -> None:
    mapping = change('net = "Net"\n', "").replace('["Label"]', '["Label", "Net"]')
    (line,) = read(SALE, mapping=mapping)
    assert line.net == Decimal("1134.500000001")


def test_a_column_may_tell_the_currency_and_the_end_of_the_period() -> None:
    mapping = """
name = "x"
[columns]
sold = "from"
sold_until = "to"
net = "net"
currency = "currency"
"""
    row = "2026-01-15,2026-02-14,1.5,CHF"
    (line,) = read(row, mapping=mapping, header="from,to,net,currency")
    assert (line.sold, line.currency) == (Period(date(2026, 1, 15), date(2026, 2, 14)), "CHF")
    error = refuse("2026-01-15,2026-01-14,1.5,XYZ", mapping=mapping, header="from,to,net,currency")
    assert places(error.problems) == [(2, "to", "contradiction"), (2, "currency", "unknown-currency")]
    error = refuse(row, row.replace("CHF", "EUR"), mapping=mapping, header="from,to,net,currency")
    assert places(error.problems) == [(3, "currency", "two-currencies")]


def test_every_bad_cell_is_named() -> None:
    error = refuse(
        SALE.replace("T2/2026", "T5/2026"),
        SALE.replace("1.134,500000001", "1.134,50"),
        SALE.replace("05.08.2026", "31.02.2026").replace("|12|", "|1,5|"),
        SALE.replace("100,00", "100.00"),
    )
    assert places(error.problems) == [
        (2, "Trimestre", "not-a-date"),
        (3, "Net", "contradiction"),
        (4, "Déclaré le", "not-a-date"),
        (4, "Unités", "not-a-whole-number"),
        (5, "Commission", "not-an-amount"),
    ]
    assert "1,234.500000001 less the deductions is 1,134.500000001" in str(error)


def test_a_column_that_nobody_reads_must_be_named_as_ignored() -> None:
    error = refuse(SALE, mapping=change('ignored = ["Label"]\n', ""))
    assert places(error.problems) == [(1, "Label", "unknown-column")]
    assert "list it in your mapping file as ignored" in str(error)


def test_a_missing_column_is_named() -> None:
    error = refuse(SALE, mapping=change('shop = "Boutique"', 'shop = "Plateforme"'))
    assert places(error.problems) == [(1, "Boutique", "unknown-column"), (1, "Plateforme", "missing-column")]


def test_another_file_is_refused() -> None:
    error = refuse("Ada|36", header="name|age")
    assert places(error.problems) == [(1, "", "unknown-format")]
    assert "(believe)" in str(error)


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ('name = "believe"', 'name = "la société"', "name: give one of 1 to 32 ASCII letters"),
        (
            'name = "believe"',
            'name = "x23456789012345678901234567890123"',
            "name: give one of 1 to 32 ASCII letters",
        ),
        ('separator = "|"', 'separator = "||"', "separator: write one character"),
        ('decimal = ","', 'decimal = ";"', "decimal: write"),
        ('decimal = ","', 'decimal = "."', "thousands: write one character that is not the decimal mark"),
        ('decimal = ","', "decimal = 1", "decimal: write it in quotation marks"),
        ('date = "DD.MM.YYYY"', 'date = "MM.YYYY"', "date: “MM.YYYY” names no day"),
        ('date = "DD.MM.YYYY"', 'date = "DD.MM.YY"', "date: write “DD.MM.YY” in the manner of"),
        ('period = "TQ/YYYY"', 'period = "Q/Q/YYYY"', "period: write"),
        ('currency = "EUR"', 'currency = "EURO"', "currency: write its three-letter ISO 4217 code"),
        ('currency = "EUR"', "", "currency: name the currency of the file, or the column"),
        ('ignored = ["Label"]', "ignored = [1]", "ignored: write a list of columns"),
        ('ignored = ["Label"]', 'encoding = "latin-99"', "encoding: there is none of this name"),
        ('ignored = ["Label"]', 'colour = "red"', "colour: there is no such setting"),
        ('sold = "Trimestre"', "", "[columns] sold: name the column"),
        ('sold = "Trimestre"', 'sold = "Trimestre"\nsold_until = "Fin"', "period: with a column sold_until"),
        ('gross = "Brut"\nnet = "Net"', "", "[columns] gross: name the column of the receipts, or net"),
        ('shop = "Boutique"', 'store = "Boutique"', "[columns] store: there is none of this name"),
        ('shop = "Boutique"', 'shop = "brut"', "the column “brut” is named twice"),
        ('shop = "Boutique"', "shop = 3", "[columns]: write each as ours"),
        ("commission =", "Kommission =", "[deductions] Kommission: name the kind in small ASCII letters"),
        ("[deductions]", "[deductions", "it is no TOML"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(old: str, new: str, finding: str) -> None:
    with pytest.raises(MappingUnusable) as error:
        parse_mapping(change(old, new))
    assert finding in str(error.value)


def test_a_mapping_names_all_that_is_wrong_with_it() -> None:
    with pytest.raises(MappingUnusable) as error:
        parse_mapping('decimal = ";"\nwhat = 1')
    assert len(error.value.findings) == 6


def test_the_shipped_example_reads_the_sample_as_its_own_importer_does() -> None:
    """368 lines of a real format, equal in everything but the day that means the whole month."""
    name = "tunecore-2026-q2.csv"
    example = (ROOT / "scripts" / "mappings" / "tunecore.toml").read_text()
    content = (DATA / name).read_bytes()
    mapped = list(open_statement(content, name, parse_mapping(example)))
    known = list(open_statement(content, name))
    assert len(mapped) == 368
    assert [each._replace(sold=known[0].sold) for each in mapped] == [
        each._replace(sold=known[0].sold) for each in known
    ]
    assert [each.sold.start for each in mapped] == [each.sold.start for each in known]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_mapping_is_read_as_editors_save_it(encoding: str) -> None:
    """With a byte order mark and with line ends of Windows; never by this machine's own encoding."""
    read = parse_mapping(MAPPING.replace("\n", "\r\n").encode(encoding))
    assert (read.columns, read.ignored) == (parse_mapping(MAPPING).columns, ("Label",))
    with pytest.raises(MappingUnusable, match="no UTF-8"):
        parse_mapping(MAPPING.encode("cp1252"))
