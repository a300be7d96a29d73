"""The books of a project's year for its producer's accountant, in the project's currency, exact."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.books.postings import Account, Entry, read_journal
from backend.papers.accounts import NUMBERS, label_posting, name_account
from backend.papers.paper import Amount, Cell, Language, Linked, Paper, Table
from backend.papers.words import say
from backend.queries.project import project
from backend.queries.status import AsOf
from backend.queries.terms import Currency
from backend.queries.times import read_day
from backend.queries.years import check_year, first_second

ENTRIES = (
    "entry",
    "date",
    "label",
    "account",
    "account name",
    "party",
    "debit",
    "credit",
    "currency",
    "transaction",
)
BALANCES = ("account", "account name", "opening", "debit", "credit", "balance", "currency")


@dataclass(frozen=True, slots=True)
class Books:
    """Of a project, from its beginning to the end of a year. Only of blocks that are final: what is booked
    cannot be undone. entries: oldest first, those of earlier years among them."""

    as_of: AsOf
    campaign: str
    name: str
    symbol: str
    currency: Currency
    year: int
    entries: Sequence[Entry]

    @property
    def opens_at(self) -> int:
        return first_second(self.year)


async def read_books(connection: AsyncConnection, campaign: str, year: int) -> Books:
    """Raises ProjectUnknown, YearAhead."""
    found = await project(connection, campaign)
    check_year(found.as_of, year)
    journal = await read_journal(connection, campaign, found.as_of.final_number)
    return Books(
        as_of=found.as_of,
        campaign=campaign,
        name=found.card.name,
        symbol=found.card.symbol,
        currency=found.card.currency,
        year=year,
        entries=[each for each in journal if each.time < first_second(year + 1)],
    )


def draw_up_books(books: Books, language: Language, explorer: str = "") -> Paper:
    """All entries of the year with their lines, and the balances."""
    title = say(language, "books of", year=books.year, name=books.name)
    return Paper(
        language=language,
        name=f"coprod-{books.year}-{books.campaign}",
        title=title,
        subject=books.campaign,
        on=read_day(books.as_of.time),
        facts=(),
        sections=(),
        sheets=[_list_entries(books, language, explorer), _list_balances(books, language)],
    )


def _list_entries(books: Books, language: Language, explorer: str) -> Table:
    decimals, rows = books.currency.decimals, []
    of_year = [each for each in books.entries if each.time >= books.opens_at]
    for number, entry in enumerate(of_year, 1):
        link = Linked(entry.transaction_hash, explorer.replace("{hash}", entry.transaction_hash))
        for posting in entry.postings:
            row: list[Cell] = [
                number,
                read_day(entry.time),
                label_posting(language, entry, posting),
                NUMBERS[posting.account],
                name_account(language, posting.account),
                posting.party if entry.kind in ("share", "pay") else None,
                Amount(posting.debit, decimals),
                Amount(posting.credit, decimals),
                books.currency.symbol,
                link,
            ]
            rows.append(row)
    return Table(say(language, "entries"), "", [say(language, each) for each in ENTRIES], rows)


def _list_balances(books: Books, language: Language) -> Table:
    opening: Counter[Account] = Counter()
    debits: Counter[Account] = Counter()
    credits: Counter[Account] = Counter()
    for entry in books.entries:
        for each in entry.postings:
            if entry.time < books.opens_at:
                opening[each.account] += each.debit - each.credit
            else:
                debits[each.account] += each.debit
                credits[each.account] += each.credit
    rows: list[list[Cell]] = []
    for account, number in sorted(NUMBERS.items(), key=lambda item: item[1]):
        brought = opening[account] if number.startswith("4") else 0
        closing = brought + debits[account] - credits[account]
        amounts = (brought, debits[account], credits[account], closing)
        if any(amounts):
            money = [Amount(each, books.currency.decimals) for each in amounts]
            rows.append([number, name_account(language, account), *money, books.currency.symbol])
    return Table(say(language, "balances"), "", [say(language, each) for each in BALANCES], rows)
