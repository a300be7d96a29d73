"""5.1: anybody can check a published statement: it is the one on the chain, and it adds up."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from eth_utils.crypto import keccak

from backend.royalties.importers import open_statement, parse_mapping
from backend.royalties.statements.exchange import ExchangeRate
from backend.royalties.statements.statement import canonical_json, draw_up
from backend.royalties.statements.titles import titles
from backend.royalties.statements.verification import Told, verify
from tests.backend.royalties.receipts import DATA, DISTROKID, distrokid, file_of

FILM = DATA / "film-recettes-2026-s1.csv"
RECORD = DATA / "distrokid-2026-q3.tsv"
REPORTER = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"
PAR = ExchangeRate.par("EUR", "EURC", "at par", date(2026, 7, 31))
DOLLAR = ExchangeRate("USD", "EURC", Decimal("0.8613"), "ECB", date(2026, 10, 1))
NAMES = ["fingerprint", "form", "reporter", "source", "period", "amounts", "titles", "rate"]


def draw(content: bytes, rate: ExchangeRate) -> bytes:
    reading = open_statement(content, "file")
    return canonical_json(draw_up(reading.origin, titles(reading), reporter=REPORTER, rate=rate, decimals=6))


DOCUMENT = draw(FILM.read_bytes(), PAR)


def hash_of(document: bytes) -> str:
    return "0x" + keccak(document).hex()


# What the chain says of the film, from the sample's own sums.
TOLD = Told(
    document_hash=hash_of(DOCUMENT),
    reporter=REPORTER,
    source="film-receipts",
    period_start=int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()),
    period_end=int(datetime(2026, 7, 1, tzinfo=UTC).timestamp()),
    gross=1_345_444_490_000,
    deductions={"commission": 302_190_030_000, "distribution_expenses": 259_512_900_000},
    net=783_741_560_000,
    currency="EURC",
    decimals=6,
)


def failed(document: bytes, told: Told, file_sha256: str | None = None) -> set[str]:
    return {each.name for each in verify(document, told, file_sha256) if not each.agrees}


def test_what_was_deposited_agrees_in_everything() -> None:
    checks = verify(DOCUMENT, TOLD, hashlib.sha256(FILM.read_bytes()).hexdigest())
    assert [each.name for each in checks] == [*NAMES, "file"]
    assert all(each.agrees for each in checks)


def test_amounts_at_a_rate_are_reckoned_again() -> None:
    """22990.1267787 USD at 0.8613 are 19801.39619449431 EURC, and with what was withheld of one sale."""
    document = draw(RECORD.read_bytes(), DOLLAR)
    told = replace(TOLD, document_hash=hash_of(document), gross=19_801_396_194, net=19_801_396_194)
    told = replace(told, source="distrokid", deductions={})
    assert failed(document, told) == {"period"}
    document = draw(file_of(DISTROKID, [distrokid("1.5", withheld="0.25")]), DOLLAR)
    told = replace(told, document_hash=hash_of(document), gross=1_507_275, net=1_291_950)
    assert failed(document, replace(told, deductions={"withholding": 215_325})) == {"period"}


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"reporter": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"}, "reporter"),
        ({"source": "tunecore"}, "source"),
        ({"period_start": TOLD.period_start + 86_400}, "period"),
        ({"period_end": TOLD.period_end - 1}, "period"),
        ({"period_end": 2**64 - 1}, "period"),
        ({"gross": TOLD.gross + 1}, "amounts"),
        ({"net": TOLD.net - 1}, "amounts"),
        ({"deductions": {"commission": 561_702_930_000}}, "amounts"),
        ({"document_hash": "0x" + 32 * "00"}, "fingerprint"),
        ({"currency": "USDC"}, "rate"),
        ({"decimals": 18}, "rate"),
    ],
)
def test_what_the_chain_says_otherwise_is_named(change: dict[str, Any], name: str) -> None:
    assert failed(DOCUMENT, replace(TOLD, **change)) == {name}


def alter(change: Callable[[dict[str, Any]], object]) -> bytes:
    content = json.loads(DOCUMENT)
    change(content)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (lambda it: it["titles"].pop(), {"titles"}),
        (lambda it: it["titles"][0].update(gross="1.00"), {"titles"}),
        (lambda it: it["titles"][0]["deductions"].update(gift="0.01"), {"titles"}),
        (lambda it: it.update(lines=17), {"titles"}),
        (lambda it: it["exact"].update(net="783741.57"), {"titles"}),
        (lambda it: it["exact"].update(gross="1345444.50"), {"titles", "rate"}),
        (lambda it: it["rate"].update(rate="1.000001"), {"rate"}),
        (lambda it: it["rate"].update(base="USD"), {"rate"}),
        (lambda it: it["units"].update(decimals=2), {"rate"}),
        (lambda it: it["units"].update(decimals=10**9), {"rate"}),
        (lambda it: it["units"].update(net="783741560001"), {"amounts", "rate"}),
        (lambda it: it["units"].pop("gross"), {"amounts", "rate"}),
        (lambda it: it.update(titles=None), {"titles"}),
        (lambda it: it.update(rate="1"), {"rate"}),
        (lambda it: it["exact"].update(gross="NaN"), {"titles", "rate"}),
    ],
)
def test_a_document_that_does_not_add_up_is_named_even_if_it_was_hashed(
    change: Callable[[dict[str, Any]], object], names: set[str]
) -> None:
    """Whoever reports may put the hash of anything on the chain."""
    altered = alter(change)
    assert failed(altered, replace(TOLD, document_hash=hash_of(altered))) == names
    assert failed(altered, TOLD) == names | {"fingerprint"}


def test_zeros_at_the_end_of_an_amount_change_nothing_but_the_fingerprint() -> None:
    altered = alter(lambda it: it["exact"].update(gross="1345444.4900"))
    assert failed(altered, TOLD) == {"fingerprint"}


def test_another_way_of_writing_is_another_document() -> None:
    altered = json.dumps(json.loads(DOCUMENT)).encode()
    assert failed(altered, TOLD) == {"fingerprint", "form"}


@pytest.mark.parametrize("document", [b"", b"\xff", b"[", b"PK\x03\x04", b"[" * 100_000])
def test_what_is_no_json_is_said(document: bytes) -> None:
    assert failed(document, TOLD) == {"fingerprint", "form"}


@pytest.mark.parametrize("document", [b"[]", b"null", b"1", b'"x"', b"{}"])
def test_what_is_no_statement_agrees_in_nothing_but_its_form(document: bytes) -> None:
    assert failed(document, TOLD) == set(NAMES) - {"form"}


def test_another_file_is_named() -> None:
    assert failed(DOCUMENT, TOLD, hashlib.sha256(RECORD.read_bytes()).hexdigest()) == {"file"}


@pytest.mark.parametrize("kind", ["gross", "net", "lines"])
def test_a_deduction_may_have_any_name(kind: str) -> None:
    """A mapping file names kinds: they are told apart from the sums beside them."""
    mapping = parse_mapping(
        'name = "label"\ncurrency = "EUR"\nperiod = "YYYY"\n[columns]\nsold = "year"\ngross = "all"\n'
        f'[deductions]\n{kind} = "kept"\n'
    )
    reading = open_statement(b"year;all;kept\n2026;100;40\n", "label.csv", mapping)
    statement = draw_up(reading.origin, titles(reading), reporter=REPORTER, rate=PAR, decimals=6)
    document = canonical_json(statement)
    told = replace(
        TOLD,
        document_hash=hash_of(document),
        source="label",
        period_end=int(datetime(2027, 1, 1, tzinfo=UTC).timestamp()),
        gross=100_000_000,
        deductions={kind: 40_000_000},
        net=60_000_000,
    )
    assert failed(document, told) == set()
    content = json.loads(document)
    content["titles"][0]["gross"] = "99"
    assert "titles" in failed(json.dumps(content).encode(), told)
