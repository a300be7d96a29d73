"""What a statement would bring to each position and each holder, before any money moves (PROTOCOL 5.2).

Reckoned from the mirror by the contracts' pure twins, as of the mirror's block.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accrual import FINE, Account, Index, add_down, claimable
from backend.royalties.holders import read_accounts, read_index
from backend.royalties.receipts import find_project
from backend.royalties.waterfall import Position, carry, holders_place, read_positions, share_down
from backend.tables import cursor, deposits, releases


@dataclass(frozen=True, slots=True)
class HolderPart:
    """What one holder would get when all steps of the deposit have entered, in units of the currency."""

    holder: str
    shares: int
    amount: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Shares of `net` by position, and of the holders' part by holder, most shares first.

    The holders' amounts are rounded down to a unit each: `fractions` is their part less what they would get,
    which is below zero when fractions of earlier deposits become whole units. True as of `block_number`.
    """

    gross: int
    net: int
    positions: tuple[tuple[Position, int], ...]
    holders: tuple[HolderPart, ...]
    fractions: int
    block_number: int


async def preview(connection: AsyncConnection, campaign: str, gross: int, net: int) -> Preview:
    """What a deposit of these amounts would bring now. Raises ProjectUnknown."""
    project = await find_project(connection, campaign)
    positions = read_positions(project.terms)
    amounts, _ = share_down(positions, await _read_carried(connection, campaign, positions), gross, net)
    part = amounts[holders_place(positions)]
    accounts = await read_accounts(connection, campaign)
    before = await _read_index_at_end(connection, campaign, accounts)
    after = add_down(before, part) if before.supply else before
    holders = tuple(
        HolderPart(holder, account.shares, claimable(account, after) - claimable(account, before))
        for holder, account in sorted(accounts.items(), key=lambda each: (-each[1].shares, each[0]))
        if account.shares
    )
    return Preview(
        gross=gross,
        net=net,
        positions=tuple(zip(positions, amounts, strict=True)),
        holders=holders,
        fractions=part - sum(each.amount for each in holders),
        block_number=(await connection.execute(select(cursor.c.block_number))).scalar_one(),
    )


async def preview_statement(connection: AsyncConnection, statement: Row[Any]) -> Preview:
    """The same for an imported statement."""
    return await preview(connection, statement.campaign, statement.gross, statement.net)


async def _read_carried(connection: AsyncConnection, campaign: str, positions: list[Position]) -> list[int]:
    earlier = await connection.execute(
        select(deposits.c.gross, deposits.c.net)
        .where(deposits.c.campaign == campaign)
        .order_by(deposits.c.block_number, deposits.c.log_index)
    )
    return carry(positions, [(row.gross, row.net) for row in earlier])


async def _read_index_at_end(
    connection: AsyncConnection, campaign: str, accounts: dict[str, Account]
) -> Index:
    """The index when all that was deposited so far has entered."""
    value = await read_index(connection, campaign)
    entered = await _sum(connection, campaign, releases.c.amount)
    steps = await _sum(connection, campaign, releases.c.amount, releases.c.tranche != 0)
    waiting = await _sum(connection, campaign, deposits.c.holders_amount) - steps
    supply = sum(account.shares for account in accounts.values())
    # The supply is fixed before the first royalty: the remainder is what all releases did not divide.
    now = Index(value, entered * FINE - value * supply, supply)
    return add_down(now, waiting) if supply else now


async def _sum(connection: AsyncConnection, campaign: str, column: Any, *where: Any) -> int:
    found = await connection.execute(
        select(func.coalesce(func.sum(column), 0)).where(column.table.c.campaign == campaign, *where)
    )
    return int(found.scalar_one())
