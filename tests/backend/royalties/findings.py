"""For each kind of finding a file that makes it; and for each fault of a mapping a mapping that has it."""

from backend.royalties.importers import parse_mapping
from backend.royalties.importers.cells import LONGEST_AMOUNT
from backend.royalties.importers.mapping import Mapping
from tests.backend.royalties.receipts import DISTROKID, FILM, TUNECORE, distrokid, file_of, film, tunecore

MAPPING = """
name = "label"
encoding = "utf-8"
decimal = ","
date = "DD.MM.YYYY"

[columns]
sold = "Von"
sold_until = "Bis"
gross = "Brutto"
net = "Netto"
currency = "Währung"
"""
MAPPED = "Von;Bis;Brutto;Netto;Währung"
ASCII = MAPPING.replace("utf-8", "ascii").replace("Währung", "Waehrung")


def store(*cells: str) -> bytes:
    return file_of(DISTROKID, cells)


def total(gross: str) -> str:
    return f"Total;;;;{gross};;;;;;"


FILES: dict[str, bytes] = {
    "empty": b"",
    "not-text": store(distrokid(title="\x1b[2J")).decode().encode("utf-16"),
    "not-text.byte": store(distrokid(title="\x1b[2J")),
    "not-text.zip": b"PK\x03\x04",
    "not-text.xls": b"\xd0\xcf\x11\xe0",
    "not-text.pdf": b"%PDF-1.7",
    "not-text.gzip": b"\x1f\x8b",
    "encoding": store(distrokid()) + b"\xff\n",
    "encoding.neither": file_of(DISTROKID, [distrokid(artist="Vall\x81e")], "latin-1"),
    "unknown-format": b"name,age\nAda,36\n",
    "line-too-long": store(distrokid(title=(1 << 20) * "x")),
    "long-cell": store(distrokid(title=200_000 * "A")),
    "quotes": file_of(TUNECORE, [tunecore().replace('deluxe"', 'deluxe"x')]),
    "quotes.open": file_of(TUNECORE, [tunecore().replace('deluxe"', "deluxe")]),
    "no-lines": store(),
    "unknown-column": file_of(f"{DISTROKID}\tRecoup", [distrokid()]),
    "column-twice": file_of(f"{DISTROKID}\tTitle", [distrokid()]),
    "missing-column": file_of(DISTROKID.replace("\tUPC", ""), [distrokid()]),
    "long-row": store(distrokid() + "\tx"),
    "short-row": store(distrokid().rsplit("\t", 2)[0], distrokid()),
    "cut": store(distrokid()).rstrip(),
    "cut.cells": store(distrokid())[:-12],
    "two-currencies": file_of(FILM, [film(), film(currency="CHF")]),
    "executable-cell": store(distrokid("x", title="=1+1")),
    "rewritten": store(distrokid(upc="3.61684E+12")),
    "not-an-amount": store(distrokid("1.234,5")),
    "not-an-amount.rounded": store(distrokid("1.5E-7")),
    "not-an-amount.too-long": store(distrokid("1" * (LONGEST_AMOUNT + 1))),
    "not-a-whole-number": store(distrokid(quantity="12,5")),
    "unknown-currency": file_of(FILM, [film(currency="EURO")]),
    "not-a-percentage": file_of(FILM, [film(percent="x")]),
    "not-a-percentage.rounded": file_of(FILM, [film(percent="2,5E1")]),
    "not-a-percentage.range": file_of(FILM, [film(percent="101")]),
    "not-a-date.form": file_of(FILM, [film(received="2026-04-30")]),
    "not-a-date.period": file_of(FILM, [film(period="T1 2026")]),
    "not-a-date.day": file_of(FILM, [film(received="31/02/2026")]),
    "not-a-date.month": store(distrokid(month="2026-13")),
    "not-a-date.year": store(distrokid(month="0026-05")),
    "contradiction.film": file_of(FILM, [film(net="1 650,00")]),
    "contradiction.total": file_of(FILM, [film(), film(), total("2 000,01")]),
    "contradiction.signs": store(distrokid(withheld="-0.25")),
    "contradiction.rate": file_of(TUNECORE, [tunecore(rate="0", total="0.00")]),
    "contradiction.units": file_of(TUNECORE, [tunecore("1003")]),
    "contradiction.exchange": file_of(TUNECORE, [tunecore(total="999.00")]),
}
"""Of the formats that are known."""

MAPPED_FILES: dict[str, tuple[str, bytes]] = {
    "encoding.told": (ASCII, "Von;Bis;Brutto;Netto;Währung\n".encode()),
    "not-a-date.mapped": (MAPPING, file_of(MAPPED, ["2026-01-01;31.01.2026;1,5;1,5;EUR"])),
    "contradiction.period": (MAPPING, file_of(MAPPED, ["15.02.2026;14.02.2026;1,5;1,5;EUR"])),
    "contradiction.net": (MAPPING, file_of(MAPPED, ["15.02.2026;16.02.2026;1500,5;1,5;EUR"])),
}
"""Of others, with their mapping."""

UNUSABLE: dict[str, bytes] = {
    "not-utf8": MAPPING.encode("utf-16"),
    "not-toml": b"name = \n",
    "not-toml.end": b"[columns",
    **{
        kind: MAPPING.replace(old, new).encode()
        for kind, old, new in (
            ("ignored", "date =", "ignored = 1\ndate ="),
            ("setting", "date =", "colour = 1\ndate ="),
            ("no-text", 'decimal = ","', "decimal = 1"),
            ("names", 'sold = "Von"', "sold = 1"),
            ("name", '"label"', '"la société"'),
            ("separator", "date =", 'separator = "||"\ndate ='),
            ("decimal", '","', '";"'),
            ("thousands", "date =", 'thousands = ","\ndate ='),
            ("currency", "date =", 'currency = "EURO"\ndate ='),
            ("currency.told", 'currency = "Währung"', ""),
            ("encoding", '"utf-8"', '"latin-99"'),
            ("column", "sold =", 'store = "Shop"\nsold ='),
            ("column.sold", 'sold = "Von"', ""),
            ("column.gross", 'gross = "Brutto"\nnet = "Netto"', ""),
            ("column.twice", '"Netto"', '"Brutto"'),
            ("deduction", "[columns]", '[deductions]\nKommission = "K"\n[columns]'),
            ("pattern", "DD.MM.YYYY", "DD.MM.YY"),
            ("pattern.day", "DD.MM.YYYY", "MM.YYYY"),
            ("pattern.until", "date =", 'period = "YYYY"\ndate ='),
        )
    },
}


def mapping_of(kind: str) -> Mapping | None:
    """With which the file of this kind is read."""
    return parse_mapping(MAPPED_FILES[kind][0]) if kind in MAPPED_FILES else None


def content_of(kind: str) -> bytes:
    return MAPPED_FILES[kind][1] if kind in MAPPED_FILES else FILES[kind]
