"""Who is owed what, as the mirror has it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accrual import Account, Index, claimable
from backend.chain.client import ChainClient
from backend.chain.contracts import decode_result, encode_call
from backend.tables import cursor, holdings, leavers, payments, releases


@dataclass(frozen=True, slots=True)
class Due:
    """Units owed to each holder, in the order of the addresses, when one share has earned `index` (2^-48
    units).

    True of the mirror's block `block_number`.
    """

    index: int
    block_number: int
    amounts: dict[str, int]


async def read_accounts(connection: AsyncConnection, campaign: str) -> dict[str, Account]:
    """The newest version of every holder's account, in the order of the addresses."""
    found = await connection.execute(_accounts(campaign))
    return {row.holder: Account(row.shares, row.royalty_index, row.fraction, row.owed) for row in found}


async def read_leavers(connection: AsyncConnection, campaign: str) -> dict[str, Account]:
    """The shares that each holder burned at a wind-down, and what they have earned up to where."""
    found = await connection.execute(
        select(leavers.c.holder, leavers.c.shares, leavers.c.royalty_index, leavers.c.fraction)
        .ext(distinct_on(leavers.c.holder))
        .where(leavers.c.campaign == campaign)
        .order_by(leavers.c.holder, leavers.c.block_number.desc(), leavers.c.log_index.desc())
    )
    return {row.holder: Account(row.shares, row.royalty_index, row.fraction) for row in found}


async def read_index(connection: AsyncConnection, campaign: str) -> int:
    """What one share has earned since the beginning, in 2^-48 units."""
    found = await connection.execute(select(func.coalesce(_index(campaign), 0)))
    return int(found.scalar_one())


async def read_due(connection: AsyncConnection, campaign: str, minimum: int) -> Due:
    """Who is owed `minimum` units or more, and more than nothing."""
    # One statement, and so one snapshot: the mirror goes on meanwhile.
    now = func.coalesce(_index(campaign), 0).label("now")
    at = select(cursor.c.block_number).scalar_subquery().label("at_block")
    rows = (await connection.execute(_accounts(campaign).add_columns(now, at))).all()
    if not rows:
        return Due(0, 0, {})
    index = Index(int(rows[0].now))
    accounts = {row.holder: Account(row.shares, row.royalty_index, row.fraction, row.owed) for row in rows}
    owed = {holder: claimable(account, index) for holder, account in accounts.items()}
    amounts = {holder: amount for holder, amount in owed.items() if amount >= max(minimum, 1)}
    return Due(index.value, rows[0].at_block, amounts)


async def read_refused(connection: AsyncConnection, campaign: str) -> dict[str, int]:
    """Units owed to each holder whose payment was tried and failed since royalties last entered."""
    last = (
        select(releases.c.block_number, releases.c.log_index)
        .where(releases.c.campaign == campaign)
        .order_by(releases.c.block_number.desc(), releases.c.log_index.desc())
        .limit(1)
        .subquery()
    )
    failed = await connection.execute(
        select(payments.c.payee, payments.c.amount)
        .where(
            payments.c.campaign == campaign,
            payments.c.kind == "royalty",
            payments.c.succeeded.is_(False),
            (payments.c.block_number > last.c.block_number)
            | ((payments.c.block_number == last.c.block_number) & (payments.c.log_index > last.c.log_index)),
        )
        .order_by(payments.c.block_number, payments.c.log_index)
    )
    return {row.payee: row.amount for row in failed}


async def select_pushed(client: ChainClient, share_token: str, holders: list[str]) -> list[str]:
    """Those that `payout` pays: who opted out, or is a contract that did not opt in, claims instead."""
    asked = [(share_token, encode_call("ShareToken", "isPushed", each)) for each in holders]
    answers = await client.calls(asked)
    return [
        holder
        for holder, answer in zip(holders, answers, strict=True)
        if decode_result("ShareToken", "isPushed", answer)[0]
    ]


def _accounts(campaign: str) -> Select[Any]:
    return (
        select(
            holdings.c.holder,
            holdings.c.shares,
            holdings.c.royalty_index,
            holdings.c.fraction,
            holdings.c.owed,
        )
        .ext(distinct_on(holdings.c.holder))
        .where(holdings.c.campaign == campaign)
        .order_by(holdings.c.holder, holdings.c.block_number.desc(), holdings.c.log_index.desc())
    )


def _index(campaign: str) -> ScalarSelect[Any]:
    """It never falls, so that the highest one is the newest."""
    return select(func.max(releases.c.royalty_index)).where(releases.c.campaign == campaign).scalar_subquery()
