"""Who brought what to each project, and what came back to whom, from the mirror."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.demo.books import Books, read_books
from backend.demo.checks import Check, check
from backend.queries.catalogue import ProjectCard
from backend.queries.terms import Currency

OVER = ("succeeded", "wound_down", "failed", "cancelled")
"""Statuses of projects of which an account is drawn up: no other has an end yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One account in one project. Amounts in the currency's smallest unit; owed = paid + left.

    contributed: what it paid for shares and did not revoke, gave, or brought as a financier. owed: of a
    project that succeeded, royalties earned; after a wind-down, its part of what was unspent; of any other,
    what it brought.
    """

    name: str
    shares: int
    contributed: int
    owed: int
    paid: int
    left: int


@dataclass(frozen=True, slots=True)
class Account:
    """A project's table, first those who are still owed most, and its checks."""

    campaign: str
    name: str
    status: str
    currency: Currency
    rows: tuple[Row, ...]
    checks: tuple[Check, ...]


async def draw_up(connection: AsyncConnection, card: ProjectCard, names: Mapping[str, str]) -> Account:
    """The account of one project. `names`: what to call an address."""
    books = await read_books(connection, card)
    match card.status:
        case "succeeded":
            moved = _royalties(books)
        case "wound_down":
            moved = _parts(books)
        case _:
            moved = _refunds(books)
    rows = [
        Row(
            names.get(each, each), books.shares.get(each, 0), books.contributed(each), paid + left, paid, left
        )
        for each, (paid, left) in moved.items()
        if paid or left or books.contributed(each) or books.shares.get(each)
    ]
    ordered = sorted(rows, key=lambda row: (-row.left, -row.owed, -row.shares, row.name))
    return Account(card.campaign, card.name, card.status, card.currency, tuple(ordered), check(books))


Moved = dict[str, tuple[int, int]]
"""By account, what was paid and what is left to pay."""


def _royalties(books: Books) -> Moved:
    return {each.holder: (each.paid, each.claimable) for each in books.held.holders}


def _parts(books: Books) -> Moved:
    """What is unspent, in proportion to what each brought: holders by their shares, others by themselves."""
    end = books.production.wind_down
    assert end is not None
    moved: Moved = {}
    for each in {*books.shares, *books.brought}:
        paid = books.paid_to(each, "exit", "gift", "line")
        at_risk = books.brought.get(each)
        own = (at_risk.given, at_risk.escrowed) if at_risk else ()
        part = sum(amount * end.unspent // end.brought for amount in own)
        part -= books.paid_to(each, "gift", "line")
        moved[each] = paid, part + books.shares.get(each, 0) * end.per_share
    return moved


def _refunds(books: Books) -> Moved:
    moved: Moved = {}
    for each in books.brought:
        paid = books.paid_to(each, "refund", "gift", "line")
        moved[each] = paid, books.contributed(each) - paid
    return moved
