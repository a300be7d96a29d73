"""What a statement would bring to each position and each holder, before any money moves (PROTOCOL 5.2).

Reckoned from the mirror by the contracts' pure twins, as of the mirror's block.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accrual import Account, Index, claimable, enter_down
from backend.royalties import recoupment
from backend.royalties.holders import read_accounts, read_leavers
from backend.royalties.state import RoyaltyState, read_state
from backend.royalties.statements.project import find_project
from backend.royalties.waterfall import Position, holders_part
from backend.tables import cursor


@dataclass(frozen=True, slots=True)
class HolderPart:
    """What one holder would get when all steps of the deposit have entered, in units of the currency.

    `shares` are those that it burned at a wind-down, once nobody holds any.
    """

    holder: str
    shares: int
    amount: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Shares of `net` by position, and of the holders' part by holder, most shares first.

    `to_producer` is what exceeds the holders' cap; with the positions' amounts it adds up to `net`. The
    holders' amounts are rounded down to a unit each: `fractions` is their part less what they would get,
    which is below zero when fractions of earlier deposits become whole units. True as of `block_number`.
    """

    gross: int
    net: int
    positions: tuple[tuple[Position, int], ...]
    to_producer: int
    holders: tuple[HolderPart, ...]
    fractions: int
    block_number: int


async def preview(connection: AsyncConnection, campaign: str, gross: int, net: int) -> Preview:
    """What a deposit of these amounts would bring now. Raises ProjectUnknown."""
    project = await find_project(connection, campaign)
    accounts = await read_accounts(connection, campaign)
    shares = sum(account.shares for account in accounts.values())
    state = await read_state(connection, campaign, project.terms, shares)
    left = await read_leavers(connection, campaign)
    positions = state.waterfall.positions
    shared = recoupment.preview(state.waterfall, state.earning.supply, gross, net)
    part = holders_part(positions, shared.amounts)
    holders = _share_among(accounts, left, state, part)
    return Preview(
        gross=gross,
        net=net,
        positions=tuple(zip(positions, shared.amounts, strict=True)),
        to_producer=shared.to_producer,
        holders=holders,
        fractions=part - sum(each.amount for each in holders),
        block_number=(await connection.execute(select(cursor.c.block_number))).scalar_one(),
    )


async def preview_statement(connection: AsyncConnection, statement: Row[Any]) -> Preview:
    """The same for an imported statement."""
    return await preview(connection, statement.campaign, statement.gross, statement.net)


def _share_among(
    accounts: dict[str, Account], left: dict[str, Account], state: RoyaltyState, part: int
) -> tuple[HolderPart, ...]:
    """What `part` adds to each who earns when it has entered, after all that waits before it."""
    if not state.earning.supply:
        return ()
    before = _enter((state.index, state.leavers), state.waiting)
    after = _enter(before, part)

    def earned(holder: str, indexes: tuple[Index, Index]) -> int:
        return claimable(accounts[holder], indexes[0], left.get(holder, Account()), indexes[1])

    earning = accounts if state.index.supply else left
    parts = [
        HolderPart(holder, account.shares, earned(holder, after) - earned(holder, before))
        for holder, account in earning.items()
        if account.shares
    ]
    return tuple(sorted(parts, key=lambda each: (-each.shares, each.holder)))


def _enter(indexes: tuple[Index, Index], amount: int) -> tuple[Index, Index]:
    """Nothing that enters moves nothing, not even a remainder that became whole when shares were burned."""
    return enter_down(*indexes, amount) if amount else indexes
