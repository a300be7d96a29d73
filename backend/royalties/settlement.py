"""What becomes of recorded transactions: broadcast, mined, final; and back again when a reorg says so.

Each step asks the chain and moves rows by the table in moves.py. Run again after a crash at any line, it does
what was left to do: broadcasting the same bytes twice is harmless.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain import transactions as chain
from backend.chain.client import ChainClient
from backend.royalties.moves import OPEN, move
from backend.tables import transactions

NOWHERE = {"block_number": None, "block_hash": None}


@dataclass(frozen=True, slots=True)
class Settled:
    """How many transactions moved, and new alarms, one line each."""

    moved: int
    alarms: list[str]


async def settle(connection: AsyncConnection, client: ChainClient) -> Settled:
    """Take every open transaction as far as the chain allows.

    Rows that another worker is settling are left to it. A transaction that the node does not take stays as it
    is, with the reason in its `error`, and is tried again the next time.
    """
    open_ = select(transactions).where(transactions.c.status.in_(OPEN)).order_by(transactions.c.id)
    rows = (await connection.execute(open_.with_for_update(skip_locked=True))).all()
    if not rows:
        return Settled(0, [])
    # Asked before the receipts: what is final by then has its receipt, if it has one at all.
    final_number = await chain.read_final_number(client)
    receipts = await chain.find_receipts(client, [row.hash for row in rows])
    moved, alarms = 0, []
    for row, receipt in zip(rows, receipts, strict=True):
        error = None
        if receipt is not None:
            status = await _follow(connection, row, receipt, final_number)
        elif await _is_lost(client, row):
            status, error = await _drop(connection, row)
        else:
            status, error = await _send(connection, client, row)
        moved += status != row.status
        alarms += [error] if error is not None and error != row.error else []
    return Settled(moved, alarms)


async def _follow(
    connection: AsyncConnection, row: Row[Any], receipt: chain.Receipt, final_number: int
) -> str:
    status = str(row.status)
    place = {"block_number": receipt.block_number, "block_hash": receipt.block_hash}
    if status == "signed":
        await move(connection, transactions, row.id, status, status := "sent")
    if status == "sent":
        await move(connection, transactions, row.id, status, status := "mined", error=None, **place)
    elif row.block_hash != receipt.block_hash:
        await connection.execute(update(transactions).where(transactions.c.id == row.id).values(place))
    if receipt.block_number > final_number:
        return status
    if receipt.succeeded:
        await move(connection, transactions, row.id, status, "final")
        return "final"
    await move(connection, transactions, row.id, status, "failed", error="it was mined, and reverted")
    return "failed"


async def _is_lost(client: ChainClient, row: Row[Any]) -> bool:
    """Whether something else used the nonce, for good."""
    for block in ("latest", "finalized"):
        if await chain.count_nonces(client, row.sender, block) <= row.nonce:
            return False
        # Asked again after each count: it may have been mined meanwhile, or the node may have been behind.
        if (await chain.find_receipts(client, [row.hash]))[0] is not None:
            return False
    return True


async def _drop(connection: AsyncConnection, row: Row[Any]) -> tuple[str, str]:
    if row.status != "sent":
        await move(connection, transactions, row.id, row.status, "sent", **NOWHERE)
    error = (
        f"the nonce {row.nonce} of {row.sender} was used by another transaction than {row.hash} "
        f"({row.intent}): the account sends nothing more until a person abandons transaction {row.id}"
    )
    await move(connection, transactions, row.id, "sent", "dropped", error=error)
    return "dropped", error


async def _send(connection: AsyncConnection, client: ChainClient, row: Row[Any]) -> tuple[str, str | None]:
    status = str(row.status)
    if status == "mined":
        await move(connection, transactions, row.id, status, status := "sent", **NOWHERE)
    error = None
    try:
        await chain.broadcast(client, row.sender, row.nonce, chain.Signed(row.raw, row.hash))
    except chain.BroadcastRefused as refusal:
        error = refusal.detail
    if status == "signed" and error is None:
        await move(connection, transactions, row.id, status, status := "sent")
    if error != row.error:
        await connection.execute(update(transactions).where(transactions.c.id == row.id).values(error=error))
    return status, error
