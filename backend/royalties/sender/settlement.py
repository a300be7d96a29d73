"""What becomes of signed transactions: broadcast, mined, final; and back again when a reorg says so.

Each step asks the chain and moves rows by the table in moves.py. Run again after a crash at any line, it does
what was left to do: broadcasting the same bytes twice is harmless.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain import transactions as chain
from backend.chain.client import ChainClient
from backend.chain.found import is_lost
from backend.chain.moves import REVERTED, WAITING
from backend.royalties.moves import move, move_all
from backend.royalties.sender.accounts import may_send
from backend.royalties.sender.forgotten import adopt
from backend.royalties.sender.signing import GAP
from backend.tables import attempts, transactions

NOWHERE = dict.fromkeys(("block_number", "block_hash", "gas_used", "gas_price", "error"))


@dataclass(frozen=True, slots=True)
class Settled:
    """How many transactions moved, and new alarms, one line each."""

    moved: int
    alarms: list[str]


async def settle(connection: AsyncConnection, client: ChainClient) -> Settled:
    """Take every signed transaction as far as the chain allows.

    Rows that another worker is settling are left to it. A transaction that the node does not take stays as it
    is, with the reason in its `error`, and is tried again the next time. While a person has stopped the payer
    (see accounts.stop_sending) nothing is broadcast.
    """
    open_ = transactions.c.status.in_((*WAITING, "mined"))
    locked = select(transactions).where(open_).order_by(transactions.c.id)
    rows = (await connection.execute(locked.with_for_update(skip_locked=True))).all()
    if not rows:
        return Settled(0, [])
    # Asked before the receipts: what is final by then has its receipt, if it has one at all.
    final_number = await chain.read_final_number(client)
    moved, rows = await _end(connection, client, rows, final_number)
    if not rows:
        return Settled(moved, [])
    signed = await _read_attempts(connection, rows)
    used = {
        sender: await chain.count_nonces(client, sender, "latest") for sender in {row.sender for row in rows}
    }
    # Without a nonce that is used there is no receipt, and asking for it holds up a node at work.
    asked = {row.id: signed[row.id] for row in rows if row.nonce < used[row.sender]}
    receipts = await _find_receipts(client, asked)
    moved += await _follow(
        connection, [(row, *receipts[row.id]) for row in rows if row.id in receipts], final_number
    )
    alarms, waiting = [], []
    for row in rows:
        if row.id in receipts:
            continue
        hashes = [each.hash for each in signed[row.id]]
        if row.id in asked and await is_lost(client, row.sender, row.nonce, hashes):
            user = await adopt(connection, client, row, hashes)
            alarms += [] if user is None else await _drop(connection, row, user)
            moved += 1
        else:
            waiting.append(row)
    sent, refusals = await _send(connection, client, waiting, signed)
    return Settled(moved + sent, alarms + refusals)


async def _end(
    connection: AsyncConnection, client: ChainClient, rows: Sequence[Row[Any]], final_number: int
) -> tuple[int, list[Row[Any]]]:
    """End what is in a final block; how many, and the rows that have to be looked at.

    What is in the block that it was in needs no receipt, which has thousands of words for a payout.
    """
    numbers = sorted({row.block_number for row in rows if row.status == "mined"})
    blocks = await client.blocks(numbers) if numbers else []
    hashes = {each.number: each.hash for each in blocks if each is not None}
    final, rest = [], []
    for row in rows:
        if row.status != "mined" or hashes.get(row.block_number) != row.block_hash:
            rest.append(row)
        elif row.block_number <= final_number:
            final.append((row.id, not row.error))
    return await _finish(connection, final), rest


async def _finish(connection: AsyncConnection, some: Sequence[tuple[int, bool]]) -> int:
    """What is mined, and succeeded or not, is so for good; how many."""
    return sum([
        await move_all(connection, "mined", end, {key: {} for key, succeeded in some if succeeded is good})
        for end, good in (("final", True), ("failed", False))
    ])  # fmt: skip


async def _read_attempts(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> dict[int, list[Row[Any]]]:
    """All that was signed for each, oldest first."""
    found = await connection.execute(
        select(attempts)
        .where(attempts.c.transaction_id.in_([row.id for row in rows]))
        .order_by(attempts.c.transaction_id, attempts.c.number)
    )
    signed: dict[int, list[Row[Any]]] = defaultdict(list)
    for each in found:
        signed[each.transaction_id].append(each)
    return signed


async def _find_receipts(
    client: ChainClient, signed: dict[int, list[Row[Any]]]
) -> dict[int, tuple[str, chain.Receipt]]:
    """The hash of the attempt that was mined, and its receipt: of each nonce at most one was."""
    asked = [(key, each.hash) for key, some in signed.items() for each in some]
    receipts = await chain.find_receipts(client, [hash for _, hash in asked])
    return {
        key: (hash, receipt)
        for (key, hash), receipt in zip(asked, receipts, strict=True)
        if receipt is not None
    }


async def _follow(
    connection: AsyncConnection, some: Sequence[tuple[Row[Any], str, chain.Receipt]], final_number: int
) -> int:
    """Note where each was mined, by which of its hashes; how many moved."""
    by_status: dict[str, list[int]] = defaultdict(list)
    places, final = {}, []
    for row, hash, receipt in some:
        by_status[row.status].append(row.id)
        places[row.id] = {
            "hash": hash,
            "block_number": receipt.block_number,
            "block_hash": receipt.block_hash,
            "gas_used": receipt.gas_used,
            "gas_price": receipt.gas_price,
            "error": None if receipt.succeeded else REVERTED,
        }
        if receipt.block_number <= final_number:
            final.append((row.id, receipt.succeeded))
    for status in ("signed", "replaced"):
        await move_all(connection, status, "sent", {key: {} for key in by_status[status]})
    for key in by_status["mined"]:
        # A reorg has put it elsewhere.
        place = places.pop(key)
        await connection.execute(update(transactions).where(transactions.c.id == key).values(place))
    await move_all(connection, "sent", "mined", places)
    await _finish(connection, final)
    return len(places.keys() | {key for key, _ in final})


async def _drop(connection: AsyncConnection, row: Row[Any], user: str) -> list[str]:
    """The alarm, which says who used the nonce. What was only to fill a gap did so: the account goes on."""
    if row.status != "sent":
        await move(connection, transactions, row.id, row.status, "sent", **NOWHERE)
    is_gap = row.intent.startswith(f"{GAP}:")
    end = f": the account signs nothing more until a person abandons transaction {row.id}"
    error = f"the nonce {row.nonce} of {row.sender} was used {user} ({row.intent}){'' if is_gap else end}"
    await move(connection, transactions, row.id, "sent", "dropped", error=error)
    if is_gap:
        await move(connection, transactions, row.id, "dropped", "abandoned")
    return [error]


async def _send(
    connection: AsyncConnection,
    client: ChainClient,
    rows: Sequence[Row[Any]],
    signed: dict[int, list[Row[Any]]],
) -> tuple[int, list[str]]:
    """Give the node the newest bytes of each that it does not have; how many moved, and new refusals."""
    lost = [row.id for row in rows if row.status == "mined"]
    moved = await move_all(connection, "mined", "sent", dict.fromkeys(lost, NOWHERE))
    if not rows or not await may_send(connection):
        return moved, []
    newest = {row.id: [each for each in signed[row.id] if each.raw is not None][-1] for row in rows}
    fresh = [row.id for row in rows if row.status in ("signed", "replaced")]
    unknown = await chain.find_unknown(client, [newest[row.id].hash for row in rows if row.id not in fresh])
    by_sender: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if newest[row.id].hash in unknown or row.id in fresh:
            by_sender[row.sender].append(row)
    given = {row.id for some in by_sender.values() for row in some}
    cured = [row.id for row in rows if row.error and row.id not in given]
    if cured:
        change = update(transactions).where(transactions.c.id.in_(cured))
        await connection.execute(change.values(error=None))
    alarms: list[str] = []
    for sender, some in by_sender.items():
        bytes_ = [(row.nonce, chain.Signed(newest[row.id].raw, newest[row.id].hash)) for row in some]
        refusals = await chain.broadcast_all(client, sender, bytes_)
        taken: dict[str, list[int]] = defaultdict(list)
        for row, refusal in zip(some, refusals, strict=True):
            if row.id in fresh and not refusal:
                taken[row.status].append(row.id)
            elif (refusal or None) != row.error:
                change = update(transactions).where(transactions.c.id == row.id)
                await connection.execute(change.values(error=refusal or None))
            alarms += [refusal] if refusal and refusal not in (row.error, *alarms) else []
        for status, keys in taken.items():
            moved += await move_all(connection, status, "sent", {key: {"error": None} for key in keys})
    return moved, alarms
