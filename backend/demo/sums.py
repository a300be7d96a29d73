"""Who held what, was owed what and was paid what in each project, and whether it adds up."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import format_amount
from backend.queries.catalogue import ProjectCard
from backend.queries.contributions import contributed as contributed_by_fan
from backend.queries.holders import holders
from backend.queries.payments import Payment, payments
from backend.queries.statements import deposits
from backend.queries.terms import Currency


@dataclass(frozen=True, slots=True)
class Row:
    """One wallet in one project. Amounts in the currency's smallest unit; owed = paid + left.

    owed: royalties earned, or, in a project that failed, what was contributed and is to be refunded.
    """

    name: str
    shares: int
    contributed: int
    owed: int
    paid: int
    left: int


@dataclass(frozen=True, slots=True)
class Check:
    """A sum that has to agree: `sentence` names both sides, `agrees` says whether it does."""

    sentence: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Account:
    """A project's table, richest holder first, and its checks."""

    campaign: str
    name: str
    status: str
    currency: Currency
    rows: tuple[Row, ...]
    checks: tuple[Check, ...]


async def draw_up(connection: AsyncConnection, card: ProjectCard, names: Mapping[str, str]) -> Account:
    """The account of one project, from the mirror. `names`: what to call an address."""
    paid = (await payments(connection, card.campaign)).payments
    contributed = await contributed_by_fan(connection, card.campaign)
    rows, checks = (
        await _royalties(connection, card, names, paid, contributed)
        if card.status == "succeeded"
        else _refunds(card, names, paid, contributed)
    )
    ordered = tuple(sorted(rows, key=lambda row: (-row.owed, -row.shares, row.name)))
    return Account(card.campaign, card.name, card.status, card.currency, ordered, checks)


async def _royalties(
    connection: AsyncConnection,
    card: ProjectCard,
    names: Mapping[str, str],
    paid: tuple[Payment, ...],
    contributed: Mapping[str, int],
) -> tuple[list[Row], tuple[Check, ...]]:
    held = await holders(connection, card.campaign)
    reported = (await deposits(connection, card.campaign)).deposits
    rows = [
        Row(
            names.get(each.holder, each.holder),
            each.shares,
            contributed.get(each.holder, 0),
            each.earned,
            each.paid,
            each.claimable,
        )
        for each in held.holders
    ]
    net = sum(each.net for each in reported)
    for_holders = sum(each.holders_amount for each in reported)
    waiting = for_holders - sum(each.released for each in reported)
    to_payees = sum(each.amount for each in paid if each.purpose == "position" and each.succeeded)
    royalties = sum(each.amount for each in paid if each.purpose == "royalty" and each.succeeded)
    left = sum(row.left for row in rows)
    dust = for_holders - waiting - royalties - left

    def money(amount: int) -> str:
        return format_amount(amount, card.currency.decimals, card.currency.symbol)

    return rows, (
        Check(f"shares of all holders {held.sum:,} = supply {held.supply:,}", held.sum == held.supply),
        Check(
            f"receipts {money(net)} = other positions {money(to_payees)} + holders {money(for_holders)}",
            net == to_payees + for_holders,
        ),
        Check(
            f"holders {money(for_holders)} = paid {money(royalties)} + claimable {money(left)}"
            f" + not yet entered {money(waiting)} + fractions {money(dust)}",
            0 <= dust < max(1, len(rows)) and royalties == sum(row.paid for row in rows),
        ),
    )


def _refunds(
    card: ProjectCard, names: Mapping[str, str], paid: tuple[Payment, ...], contributed: Mapping[str, int]
) -> tuple[list[Row], tuple[Check, ...]]:
    refunded = {
        fan: sum(each.amount for each in paid if each.payee == fan and each.succeeded) for fan in contributed
    }
    rows = [
        Row(names.get(fan, fan), 0, amount, amount, refunded[fan], amount - refunded[fan])
        for fan, amount in contributed.items()
    ]
    total = format_amount(sum(refunded.values()), card.currency.decimals, card.currency.symbol)
    return rows, (Check(f"contributed = refunded = {total}", refunded == dict(contributed)),)
