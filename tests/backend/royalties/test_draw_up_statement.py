"""5.1: gross is deductions and net, to the last unit, at a named rate; the document is hashed."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from Crypto.Hash import keccak
from hypothesis import given
from hypothesis import strategies as st

from backend.royalties.importers import Period, open_statement
from backend.royalties.statements.exchange import ExchangeRate, RateUnusable
from backend.royalties.statements.statement import (
    Statement,
    StatementEmpty,
    StatementNegative,
    StatementTooLarge,
    canonical_json,
    draw_up,
    onchain_terms,
    statement_hash,
)
from backend.royalties.statements.titles import TitleSum, titles
from tests.backend.royalties.receipts import DATA, DISTROKID, FILM, distrokid, file_of, film

DAY = date(2026, 11, 2)
AT_PAR = ExchangeRate.par("EUR", "EURC", "redeemed by its issuer at par", DAY)
DOLLARS = ExchangeRate("USD", "EURC", Decimal("0.8613"), "ECB reference rate", DAY)


def film_statement() -> Statement:
    reading = open_statement((DATA / "film-recettes-2026-s1.csv").read_bytes(), "film-recettes-2026-s1.csv")
    return draw_up(reading.origin, titles(reading), reporter="Les Films du Quai", rate=AT_PAR, decimals=6)


def test_film_is_exact_in_a_currency_at_par() -> None:
    statement = film_statement()
    assert statement.units.gross == 1_345_444_490_000
    assert dict(statement.units.deductions) == {
        "commission": 302_190_030_000,
        "distribution_expenses": 259_512_900_000,
    }
    assert statement.units.net == 783_741_560_000
    assert statement.exact.net == Decimal("783741.56")
    assert statement.period == Period(date(2026, 1, 1), date(2026, 6, 30))
    assert statement.lines == 16


def test_twelve_decimals_are_rounded_once_to_the_nearest_unit() -> None:
    reading = open_statement((DATA / "distrokid-2026-q3.tsv").read_bytes(), "distrokid-2026-q3.tsv")
    sums = titles(reading)
    at_par = ExchangeRate.par("USD", "USDC", "redeemed by its issuer at par", DAY)
    # 22990.126778 7 USD
    assert draw_up(reading.origin, sums, reporter="r", rate=at_par, decimals=6).units.net == 22_990_126_779
    # 22990126778.7 x 0.8613 = 19801396194.49431
    assert draw_up(reading.origin, sums, reporter="r", rate=DOLLARS, decimals=6).units.net == 19_801_396_194


@given(
    st.lists(
        st.tuples(st.integers(-(10**30), 10**30), st.integers(0, 10**29), st.integers(0, 10**29)),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 10**12),
    st.integers(0, 18),
)
def test_gross_is_deductions_and_net_in_every_currency(
    amounts: list[tuple[int, int, int]], rate: int, decimals: int
) -> None:
    period = Period(DAY, DAY)
    sums = [
        TitleSum(
            artist="",
            title=str(number),
            isrc="",
            upc="",
            currency="USD",
            period=period,
            lines=1,
            gross=shift(gross),
            deductions=(("commission", shift(commission)), ("withholding", shift(withheld))),
        )
        for number, (gross, commission, withheld) in enumerate(amounts)
    ]
    at = ExchangeRate("USD", "EURC", Decimal(rate).scaleb(-6), "test", DAY)
    origin = open_statement((DATA / "film-recettes-2026-s1.csv").read_bytes(), "f").origin
    statement = draw_up(origin, sums, reporter="r", rate=at, decimals=decimals)
    units, exact = statement.units, statement.exact
    assert units.gross == sum(units.deductions.values()) + units.net
    # the file's own amounts, in trillionths, as integers
    net = sum(gross - commission - withheld for gross, commission, withheld in amounts)
    assert exact.net == shift(net)
    # three roundings of half a unit at most, compared without division
    assert abs(units.net * 10**18 - net * rate * 10**decimals) * 2 <= 3 * 10**18


def shift(trillionths: int) -> Decimal:
    return Decimal(f"{trillionths}E-12")


def test_document_is_canonical_and_holds_no_number_but_counts() -> None:
    document = canonical_json(film_statement())
    parsed = json.loads(document)
    assert json.dumps(parsed, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == document
    assert parsed["units"]["net"] == "783741560000"
    assert parsed["exact"]["deductions"] == {"commission": "302190.03", "distribution_expenses": "259512.90"}
    assert parsed["rate"] == {
        "base": "EUR",
        "quote": "EURC",
        "rate": "1",
        "source": "redeemed by its issuer at par",
        "date": "2026-11-02",
    }
    file = (DATA / "film-recettes-2026-s1.csv").read_bytes()
    assert parsed["file"]["sha256"] == hashlib.sha256(file).hexdigest()
    assert sum(each["lines"] for each in parsed["titles"]) == parsed["lines"] == 16
    assert [each["title"] for each in parsed["titles"]][2] == "VàD à l’acte"
    assert parsed["received"] == {"start": "2026-04-30", "end": "2026-07-31"}
    assert "reported" not in parsed
    assert float not in {type(value) for value in walk(parsed)}


def walk(value: object) -> list[object]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value, *(found for each in inner for found in walk(each))]


def test_document_tells_when_the_money_was_on_its_way() -> None:
    """Each line has three dates: a checker sees how long others had the money, and how long the producer."""
    reading = open_statement((DATA / "distrokid-2026-q3.tsv").read_bytes(), "q3.tsv")
    statement = draw_up(reading.origin, titles(reading), reporter="r", rate=DOLLARS, decimals=6)
    parsed = json.loads(canonical_json(statement))
    lines = (DATA / "distrokid-2026-q3.tsv").read_text("cp1252").splitlines()[1:]
    days = sorted(line.partition("\t")[0] for line in lines if line)
    assert parsed["reported"] == {"start": days[0], "end": days[-1]}
    assert "received" not in parsed


def test_hash_is_keccak_of_the_document_and_moves_with_every_fact() -> None:
    statement = film_statement()
    expected = keccak.new(digest_bits=256, data=canonical_json(statement)).digest()
    assert statement_hash(statement) == expected
    other = draw_up(statement.origin, statement.titles, reporter="Another", rate=AT_PAR, decimals=6)
    assert statement_hash(other) != expected


def test_published_form_of_the_sample_never_changes_by_accident() -> None:
    """What is on chain was hashed in this form: a change needs a new schema name."""
    assert statement_hash(film_statement()).hex() == (
        "a8efd41296ccd390edec590afdff065c47be422a76dca06d06f077b2b79f4e1c"
    )


def test_chain_gets_the_contract_s_fields_in_order() -> None:
    statement = film_statement()
    assert onchain_terms(statement, "https://coprod.example/s/1", b"\x01" * 32) == (
        int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()),
        int(datetime(2026, 7, 1, tzinfo=UTC).timestamp()),
        b"film-receipts" + bytes(19),
        1_345_444_490_000,
        [
            (b"commission" + bytes(22), 302_190_030_000),
            (b"distribution_expenses" + bytes(11), 259_512_900_000),
        ],
        783_741_560_000,
        statement_hash(statement),
        "https://coprod.example/s/1",
        b"\x01" * 32,
    )


def test_more_refunds_than_receipts_cannot_go_on_chain() -> None:
    row = film("-1 000,00", "25", "0,00", "-750,00")
    reading = open_statement(file_of(FILM, [row]), "film.csv")
    statement = draw_up(reading.origin, titles(reading), reporter="r", rate=AT_PAR, decimals=6)
    assert statement.units.net == -750_000_000
    with pytest.raises(StatementNegative, match="next period"):
        onchain_terms(statement, "")


def test_rate_must_be_from_the_file_s_currency() -> None:
    reading = open_statement(file_of(FILM, [film()]), "film.csv")
    with pytest.raises(RateUnusable, match="in EUR"):
        draw_up(reading.origin, titles(reading), reporter="r", rate=DOLLARS, decimals=6)


def test_statement_needs_a_title() -> None:
    reading = open_statement(file_of(FILM, [film()]), "film.csv")
    with pytest.raises(StatementEmpty):
        draw_up(reading.origin, [], reporter="r", rate=AT_PAR, decimals=6)


@pytest.mark.parametrize(
    ("base", "quote", "rate", "source"),
    [
        ("EUR", "EURC", Decimal(0), "ECB"),
        ("EUR", "EURC", Decimal(-1), "ECB"),
        ("EUR", "EURC", Decimal("NaN"), "ECB"),
        ("EUR", "EUR", Decimal("1.01"), "ECB"),
        ("USD", "EURC", Decimal("0.86"), " "),
        ("USD", "EURC", Decimal("0." + 101 * "7"), "ECB"),
        ("USD", "EURC", Decimal(5_000 * "7"), "ECB"),
    ],
)
def test_rate_that_is_none_is_refused(base: str, quote: str, rate: Decimal, source: str) -> None:
    with pytest.raises(RateUnusable):
        ExchangeRate(base, quote, rate, source, DAY)


def test_more_than_a_contract_counts_is_refused() -> None:
    """5.1: a slip of the hand in an amount or in the rate, however long."""
    for amount, rate in (("1" + 29 * "0", 1), ("1", 10**23), (1000 * "9", 10**90)):
        reading = open_statement(file_of(DISTROKID, [distrokid(amount)]), "file.tsv")
        dollars = ExchangeRate("USD", "EURC", Decimal(rate), "ECB", DAY)
        statement = draw_up(reading.origin, titles(reading), reporter="r", rate=dollars, decimals=6)
        with pytest.raises(StatementTooLarge):
            onchain_terms(statement, "")
