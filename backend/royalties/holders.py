"""Who is owed what, as the mirror has it."""

import asyncio
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    bindparam,
    case,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from backend import eip55
from backend.accrual import NO_ACCOUNT, Account, Index, claimable
from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.chain.multicall import Multicall
from backend.tables import Address, Units, cursor, leavers, payments, releases
from backend.tables.accounts import NEWEST, holders_of

_held = releases.alias("held")
_index_of_held = (
    select(func.coalesce(func.max(_held.c.royalty_index), 0))
    .where(_held.c.campaign == releases.c.campaign, _held.c.to_leavers.is_(False))
    .correlate(releases)
    .scalar_subquery()
)

ENTERED = select(
    releases.c.campaign,
    releases.c.tranche,
    releases.c.amount,
    (releases.c.royalty_index + case((releases.c.to_leavers, _index_of_held), else_=0)).label(
        "royalty_index"
    ),
).subquery("entered")
"""The releases, each with what a share had earned by then that was kept until nobody had one.

It grows with every release, to those who hold as to those who left: what a share earns is at an end when a
burned one begins to earn.
"""

ASKED = 350
"""Holders in one call: the answers, of 64 bytes each, are no larger than the largest contract."""
AT_ONCE = 4
"""Calls that the node has at the same time."""


@dataclass(frozen=True, slots=True)
class Due:
    """Units owed to each holder, in the order of the addresses, when a share kept to the last has earned
    `index` (2^-48 units; see ENTERED).

    True of the mirror's block `block_number`.
    """

    index: int
    block_number: int
    amounts: dict[str, int]


async def read_accounts(connection: AsyncConnection, campaign: str) -> dict[str, Account]:
    """The newest version of every holder's account, in the order of the addresses."""
    holding = _accounts(campaign)
    found = await connection.execute(select(holding).order_by(holding.c.holder))
    return {row.holder: Account(row.shares, row.royalty_index, row.fraction, row.owed) for row in found}


async def read_leavers(connection: AsyncConnection, campaign: str) -> dict[str, Account]:
    """The shares that each holder burned at a wind-down, and what they have earned up to where."""
    found = await connection.execute(_leavers(campaign))
    return {row.holder: Account(row.shares, row.royalty_index, row.fraction) for row in found}


async def read_due(connection: AsyncConnection, campaign: str, minimum: int) -> Due:
    """Who is owed `minimum` units or more, and more than nothing, for its shares and for those it burned."""
    # One statement, and so one snapshot: the mirror goes on meanwhile. One row of long columns, which is read
    # several times faster than a row for each holder.
    holding, left = _accounts(campaign), _leavers(campaign).subquery()
    zero = literal(0)
    columns = (
        *(holding.c.holder, holding.c.shares, holding.c.royalty_index, holding.c.fraction, holding.c.owed),
        *(func.coalesce(each, zero) for each in (left.c.shares, left.c.royalty_index, left.c.fraction)),
    )
    row = (
        await connection.execute(
            select(
                _index(campaign, releases.c.to_leavers.is_(False)).label("now"),
                _index(campaign, releases.c.to_leavers).label("leavers_now"),
                select(cursor.c.block_number).scalar_subquery().label("at_block"),
                *(func.array_agg(aggregate_order_by(each, holding.c.holder)) for each in columns),
            )
            .select_from(holding)
            .outerjoin(left, left.c.holder == holding.c.holder)
        )
    ).one()
    (now, leavers_now, at_block), arrays = row[:3], row[3:]
    if arrays[0] is None:
        return Due(0, 0, {})
    index, of_leavers, least = Index(now), Index(leavers_now), max(minimum, 1)
    amounts = {}
    for holder, shares, settled, fraction, owed, *burned in zip(*arrays, strict=True):
        account = Account(shares, settled, fraction, owed)
        amount = claimable(account, index, Account(*burned) if any(burned) else NO_ACCOUNT, of_leavers)
        if amount >= least:
            amounts[holder] = amount
    return Due(now + leavers_now, at_block, amounts)


async def read_refused(connection: AsyncConnection, campaign: str, since_block: int) -> dict[str, int]:
    """Units owed to each holder whose last payment after that block failed."""
    last = await connection.execute(
        select(payments.c.payee, payments.c.amount, payments.c.succeeded)
        .ext(distinct_on(payments.c.payee))
        .where(
            payments.c.campaign == campaign,
            payments.c.kind == "royalty",
            payments.c.block_number > since_block,
        )
        .order_by(payments.c.payee, payments.c.block_number.desc(), payments.c.log_index.desc())
    )
    return {row.payee: row.amount for row in last if not row.succeeded}


async def select_pushed(client: ChainClient, share_token: str, holders: list[str]) -> list[str]:
    """Those that `payout` pays: who opted out, or is a contract that did not opt in, claims instead."""
    if not holders:
        return []
    head = await client.newest_block()
    multicall = Multicall(client)
    asks = encode_call("ShareToken", "isPushed", holders[0])[:4] + bytes(12)
    calls = [(share_token, asks + eip55.to_bytes(each)) for each in holders]
    parts = [calls[start : start + ASKED] for start in range(0, len(calls), ASKED)]
    answers: list[bytes] = []
    for start in range(0, len(parts), AT_ONCE):
        some = parts[start : start + AT_ONCE]
        for part in await asyncio.gather(*(multicall.ask(each, head.hash) for each in some)):
            answers += part
    return [holder for holder, answer in zip(holders, answers, strict=True) if int.from_bytes(answer, "big")]


def _accounts(campaign: str) -> Subquery:
    return (
        text(f"select * from {holders_of(':campaign', NEWEST)} h")
        .bindparams(bindparam("campaign", campaign, Address))
        .columns(holder=Address, shares=BigInteger, royalty_index=Units, fraction=BigInteger, owed=Units)
        .subquery()
    )


def _leavers(campaign: str) -> Select[Any]:
    return (
        select(leavers.c.holder, leavers.c.shares, leavers.c.royalty_index, leavers.c.fraction)
        .ext(distinct_on(leavers.c.holder))
        .where(leavers.c.campaign == campaign)
        .order_by(leavers.c.holder, leavers.c.block_number.desc(), leavers.c.log_index.desc())
    )


def _index(campaign: str, kind: ColumnElement[bool]) -> ScalarSelect[Any]:
    """It never falls, so that the highest one is the newest."""
    highest = func.coalesce(func.max(releases.c.royalty_index), 0)
    return select(highest).where(releases.c.campaign == campaign, kind).scalar_subquery()
