"""What the mirror knows of a fate: the project's contracts, and the event that shows that it was done.

The events are read from the mirror's ledger, so that what a reorg took back is not there any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, bindparam, select, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.fates.actions import ACTIONS
from backend.fates.fate import Call, Fate
from backend.tables import Address, Hash, blocks, cursor, projects

SLACK = 64
"""Blocks before the one at which it was asked in which its event may be after a reorg."""
MOST_EVENTS = 10
"""Looked at one after the other."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the mirror is: its block, and the number of the chain."""

    number: int
    chain_id: int


async def find_position(connection: AsyncConnection) -> Position | None:
    """None before its first block."""
    row = (await connection.execute(select(cursor.c.block_number, cursor.c.chain_id))).one_or_none()
    return row and Position(row.block_number, row.chain_id)


async def find_targets(
    connection: AsyncConnection, action: str, campaign: str | None, calls: Sequence[Call]
) -> dict[str, str]:
    """The contracts on which the action is done, each with its campaign.

    Without a campaign, those of any project among what is called.
    """
    if ACTIONS[action].contract == "ProjectFactory":
        return await _find_factory(connection, campaign)
    column = {
        "Campaign": projects.c.campaign,
        "ShareToken": projects.c.share_token,
        "Waterfall": projects.c.waterfall,
        "IERC20Metadata": projects.c.currency,
    }[ACTIONS[action].contract]
    wanted = select(column, projects.c.campaign.label("of"))
    if campaign is not None:
        wanted = wanted.where(projects.c.campaign == campaign)
    else:
        wanted = wanted.where(column.in_({each.to for each in calls}))
    return {row[0]: row.of for row in await connection.execute(wanted)}


async def find_own_contracts(connection: AsyncConnection, addresses: list[str]) -> set[str]:
    """Those of the addresses that are contracts or currencies of a project, or the factory."""
    columns = (projects.c.campaign, projects.c.share_token, projects.c.waterfall, projects.c.currency)
    found: set[str] = set()
    for column in columns:
        rows = await connection.execute(select(column).where(column.in_(addresses)))
        found |= set(rows.scalars())
    factory = await connection.scalar(select(cursor.c.factory))
    return found | {each for each in addresses if each == factory}


async def _find_factory(connection: AsyncConnection, campaign: str | None) -> dict[str, str]:
    """As `find_targets`, of what is done on the factory: it does not tell of which campaign, so one has to be
    named."""
    wanted = select(projects.c.campaign).where(projects.c.campaign == campaign)
    known = await connection.scalar(wanted)
    factory = await connection.scalar(select(cursor.c.factory))
    return {} if known is None or factory is None else {factory: known}


async def find_events(connection: AsyncConnection, fate: Fate, campaigns: list[str]) -> list[str]:
    """The transactions in which the mirror has the event since it was asked, but for those of other fates of
    the wallet; the oldest first."""
    rows = await _ask(
        connection,
        fate,
        campaigns,
        "block_number > :above and not exists (select from fates f where f.hash = e.transaction_hash"
        " and f.wallet = :wallet and f.id <> :id)",
        above=fate.asked_block - SLACK,
        id=fate.id,
    )
    return list(dict.fromkeys(row.transaction_hash for row in rows))


async def has_event(connection: AsyncConnection, fate: Fate, campaigns: list[str], hash: str) -> bool:
    """Whether the mirror has the event in this transaction."""
    rows = await _ask(connection, fate, campaigns, "transaction_hash = :hash", hash=hash)
    return bool(rows)


async def has_passed(connection: AsyncConnection, number: int, hash: str) -> bool:
    """Whether the mirror has read this block, and no other one of its number."""
    position = await find_position(connection)
    kept = await connection.scalar(select(blocks.c.hash).where(blocks.c.number == number))
    return position is not None and position.number >= number and kept in (None, hash)


async def _ask(
    connection: AsyncConnection, fate: Fate, campaigns: list[str], condition: str, **values: Any
) -> list[Any]:
    action = ACTIONS[fate.action]
    if action.table is None or not campaigns:
        return []
    by_wallet = f"{action.wallet} = :wallet" if action.wallet else "cast(:wallet as bytea) is not null"
    query = (
        text(
            f"select transaction_hash from {action.table} e where campaign = any(:campaigns)"
            f" and {by_wallet} and {action.where} and {condition}"
            f" order by block_number limit {MOST_EVENTS}"
        )
        .bindparams(bindparam("campaigns", type_=ARRAY(Address)), bindparam("wallet", type_=Address))
        .columns(transaction_hash=Hash)
    )
    if "above" in values:
        query = query.bindparams(bindparam("above", type_=BIGINT))
    if "hash" in values:
        query = query.bindparams(bindparam("hash", type_=Hash))
    given = {"campaigns": campaigns, "wallet": fate.wallet, **values}
    return list(await connection.execute(query, given))
