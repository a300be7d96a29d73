"""The books for the producer's accountant: entries that balance, in CSV, XLSX and the French FEC file."""

import csv
import io
from collections import defaultdict
from decimal import Decimal

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.papers.accountant import Books, draw_up_books, read_books
from backend.papers.fec import COLUMNS, EuroRate, RateMissing, SirenWrong, name_file, write_fec
from backend.papers.plain import write_csv, write_xlsx
from backend.queries.snapshot import open_snapshot
from backend.queries.terms import Currency
from backend.queries.years import first_second
from tests.backend.conftest import Follow
from tests.backend.terms import EURO, HOLDERS, position
from tests.backend.world import Project, World

ARTICLE = (
    "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef "
    "PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
)
"""Of article A47 A-1 of the LPF, in its order."""


@pytest.fixture
async def books(project: Project, world: World, engine: AsyncEngine, follow: Follow) -> list[Books]:
    """Of 2030 and of 2031, all of it final."""
    world.mine(70)
    await follow()
    async with open_snapshot(engine) as connection:
        return [await read_books(connection, project.campaign, year) for year in (2030, 2031)]


def read_fec(file: bytes) -> list[dict[str, str]]:
    header, *lines = file.decode("iso8859-15").split("\r\n")[:-1]
    assert header.split("\t") == ARTICLE.split()
    assert all(len(line.split("\t")) == 18 for line in lines)
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def balances(rows: list[dict[str, str]]) -> dict[str, Decimal]:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        found[row["CompteNum"]] += amount(row["Debit"]) - amount(row["Credit"])
    return dict(found)


def check_rules(rows: list[dict[str, str]]) -> None:
    numbers = [int(row["EcritureNum"]) for row in rows]
    assert sorted({*numbers}) == list(range(1, max(numbers) + 1))
    assert numbers == sorted(numbers)
    for number in {*numbers}:
        lines = [row for row in rows if int(row["EcritureNum"]) == number]
        debit, credit = (sum(amount(row[side]) for row in lines) for side in ("Debit", "Credit"))
        assert debit == credit > 0
    for row in rows:
        assert {row["JournalCode"], row["JournalLib"]} == {"DR", "Droits"}
        for name in ("EcritureDate", "PieceDate", "ValidDate"):
            assert len(row[name]) == 8
            assert row[name].isdigit()
        assert amount(row["Debit"]) >= 0
        assert 0 in (amount(row["Debit"]), amount(row["Credit"]))
        assert row["CompteNum"]
        assert row["PieceRef"]
        assert row["EcritureLib"]


async def test_fec_has_18_columns_numbers_without_gaps_and_balanced_entries(books: list[Books]) -> None:
    rows = read_fec(write_fec(books[0]))
    check_rules(rows)
    assert "Recettes d'exploitation" in {row["CompteLib"] for row in rows}
    assert balances(rows) == {
        "706100": -1300, "622200": 100, "651800": 1200,
        # Payees were all paid: 65 off the top and 340.50 to the producer.
        "467100": 0, "467300": 0,
        # Of 794.50 for the holders 357.35 was paid, and 66.50 had not entered.
        "467200": Decimal("437.15"), "467400": Decimal("-66.50"), "467500": Decimal("-370.65"),
    }  # fmt: skip
    commission = next(row for row in rows if row["CompteNum"] == "622200")
    assert (commission["EcritureLib"], commission["Montantdevise"], commission["Idevise"]) == (
        "Commission", "100,000000", "EURC",
    )  # fmt: skip


@pytest.mark.parametrize("siren", ["732829320", "732 829 320"])
async def test_fec_is_named_by_the_siren(books: list[Books], siren: str) -> None:
    assert name_file(books[0], siren) == "732829320FEC20301231.txt"


@pytest.mark.parametrize(
    "siren", ["732829302", "73282932", "7328293200", "abc", "../732829320", "\uff17" * 9]
)
async def test_a_mistyped_siren_names_no_file(books: list[Books], siren: str) -> None:
    with pytest.raises(SirenWrong, match="nine digits"):
        name_file(books[0], siren)


async def test_what_each_payee_is_owed_is_told_beside_what_it_was_paid(
    world: World, engine: AsyncEngine, follow: Follow
) -> None:
    """5.1, 5.2: by address, two positions of one payee together; who has the place when the money comes."""
    world.warp_to(first_second(2030))
    positions = [
        position("OffTheTop", world.collector, 2_000, "sales"),
        position("Percentage", world.collector, 4_000, "label"),
        position("Percentage", world.producer, 5_000, "artist"),
        position("Percentage", HOLDERS, 1_000, "fans"),
    ]
    project = world.raise_funds(waterfall={"positions": positions})
    world.deposit(project, 100 * EURO, 1)
    world.change_payee(project, 1, world.stranger)
    world.deposit(project, 10 * EURO, 2)
    world.mine(70)
    await follow()
    async with open_snapshot(engine) as connection:
        rows = read_fec(write_fec(await read_books(connection, project.campaign, 2030)))
    check_rules(rows)
    owed: defaultdict[str, list[Decimal]] = defaultdict(list)
    balance: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["CompteNum"] == "467300":
            credit = amount(row["Credit"])
            owed[row["CompAuxNum"]] += [credit] if credit else []
            balance[row["CompAuxNum"]] += credit - amount(row["Debit"])
    assert owed == {
        world.collector: [Decimal(52), Decimal(2)],
        world.stranger: [Decimal("3.2")],
        world.producer: [Decimal(40), Decimal(4)],
    }
    assert {*balance.values()} == {0}


async def test_next_year_begins_with_the_balances_of_this_one(books: list[Books]) -> None:
    first, second = (read_fec(write_fec(each)) for each in books)
    check_rules(second)
    opening = [row for row in second if row["EcritureNum"] == "1"]
    assert {row["EcritureDate"] for row in opening} == {"20310101"}
    kept = {name: balance for name, balance in balances(first).items() if name[0] == "4" and balance}
    assert balances(opening) == kept
    assert balances(second)["467400"] == 0


async def test_other_currencies_need_a_rate_that_somebody_named(books: list[Books]) -> None:
    """1 : 0.8613 to the cent; small entries are not lost to rounding."""
    dollars = Books(**{
        name: getattr(books[0], name)
        for name in ("as_of", "campaign", "name", "symbol", "year", "entries")
    }, currency=Currency(books[0].currency.address, "USDC", 6))  # fmt: skip
    with pytest.raises(RateMissing, match="USDC is worth in euros"):
        write_fec(dollars)
    rows = read_fec(write_fec(dollars, EuroRate(Decimal("0.8613"), "BCE 2030-12-31")))
    check_rules(rows)
    assert balances(rows)["706100"] == -Decimal("1119.69")
    assert all(row["EcritureLib"].endswith("(1 USDC = 0,8613 EUR, BCE 2030-12-31)") for row in rows)


async def test_csv_and_xlsx_have_every_entry_exactly(books: list[Books]) -> None:
    paper = draw_up_books(books[0], "en")
    rows = list(csv.DictReader(io.StringIO(write_csv(paper).decode("utf-8-sig"))))
    entries: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        entries[row["Entry"]] += Decimal(row["Debit"]) - Decimal(row["Credit"])
    assert len(entries) == 2 * 3 + 3 + 2 + 4
    assert {*entries.values()} == {0}
    assert write_xlsx(paper)[:2] == b"PK"
    closing = {str(row[0]): str(row[-2]) for row in paper.sheets[1].rows}
    assert closing["467500"] == "-370.650000"


async def test_what_is_not_final_is_not_booked(project: Project, engine: AsyncEngine) -> None:
    async with open_snapshot(engine) as connection:
        assert (await read_books(connection, project.campaign, 2031)).entries == []
