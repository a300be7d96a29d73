"""What is due is signed, in the order of its nonces; what is too cheap is signed anew for the same nonce.

Each verb holds the account's lock until the caller's transaction ends, or raises SenderBusy, and sends
nothing: only what was committed is sent, by settlement.settle.
"""

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain import transactions as chain
from backend.chain.client import ChainClient
from backend.chain.fees import Fees, GasTooDear, cap_fees, find_price, raise_fees, suggest_fees
from backend.chain.moves import OPEN, WAITING
from backend.chain.numbers import ask_number
from backend.chain.signing import sign
from backend.royalties.moves import move_all
from backend.royalties.sender.accounts import Sending, find_promised, lock_account, refuse_if_poor
from backend.royalties.sender.transactions import GIVEN, Intent, describe
from backend.tables import attempts, transactions

GAP = "gap"
"""How the intents of transactions begin that do nothing but use a nonce."""
EMPTY_GAS = chain.Gas(21_000, 21_000)
"""What a transaction takes that does nothing."""


async def sign_due(connection: AsyncConnection, client: ChainClient, sending: Sending) -> int:
    """Sign what is due, as much as may be under way at once and the account can pay; returns how many.

    Raises PayerStopped, SenderStopped, GasTooDear; BalanceTooLow when not even the first can be paid.
    """
    due = select(transactions).where(transactions.c.sender == sending.address, transactions.c.status == "due")
    due = due.order_by(transactions.c.nonce)
    first = (await connection.execute(due.limit(1))).one_or_none()
    if first is None:
        return 0
    await lock_account(connection, sending)
    found = await connection.execute(
        select(transactions.c.nonce).where(
            transactions.c.sender == sending.address, transactions.c.status.in_(WAITING)
        )
    )
    waiting = found.scalars().all()
    # What waits above does not count: nothing of it is mined before a hole below is filled.
    free = sending.in_flight - sum(nonce < first.nonce for nonce in waiting)
    if free <= 0:
        return 0
    rows = [
        row
        for place, row in enumerate(await connection.execute(due.limit(free)))
        if place + sum(nonce < row.nonce for nonce in waiting) < sending.in_flight
    ]
    if not rows:
        return 0
    fees = cap_fees(await suggest_fees(client), sending.most_fee)
    some = await _select_payable(connection, client, sending, rows, fees)
    signed = await _sign(connection, client, sending, [(row, fees) for row in some])
    return await move_all(connection, "due", "signed", signed)


async def raise_stuck(connection: AsyncConnection, client: ChainClient, sending: Sending) -> int:
    """Sign anew, with a higher fee, what was signed too long ago and is the account's next or too cheap by
    now, whether a node has it or refuses it.

    Returns how many. Raises PayerStopped, SenderStopped, BalanceTooLow; GasTooDear when none can be raised.
    """
    newest = (attempts.c.transaction_id == transactions.c.id) & (attempts.c.number == transactions.c.attempt)
    waiting = (transactions.c.sender == sending.address) & transactions.c.status.in_(WAITING)
    first = select(func.min(attempts.c.signed_at_block)).join(transactions, newest).where(waiting)
    signed_at = (await connection.execute(first)).scalar_one()
    if signed_at is None:
        return 0
    last = await ask_number(client, "eth_blockNumber") - sending.patience
    if signed_at > last:
        return 0
    await lock_account(connection, sending)
    old = (
        select(transactions, attempts.c.most_fee, attempts.c.tip)
        .join(attempts, newest)
        .where(waiting, attempts.c.signed_at_block <= last)
        .order_by(transactions.c.nonce)
    )
    rows = (await connection.execute(old.with_for_update(of=transactions, skip_locked=True))).all()
    suggested = cap_fees(today := await suggest_fees(client), sending.most_fee)
    mined = await chain.count_nonces(client, sending.address, "latest")
    # What waits behind another one of the account would be mined with it, unless it is too cheap itself.
    least = find_price(today)
    stuck = [row for row in rows if row.nonce == mined or (row.nonce > mined and row.most_fee < least)]
    raised = [(row, raise_fees(Fees(row.most_fee, row.tip), suggested)) for row in stuck]
    dearer = [(row, fees) for row, fees in raised if fees.most <= sending.most_fee]
    if raised and not dearer:
        raise GasTooDear(min(fees.most for _, fees in raised), sending.most_fee)
    if not dearer:
        return 0
    extra = sum(row.gas * (fees.most - row.most_fee) for row, fees in dearer)
    await refuse_if_poor(connection, client, sending.address, extra, 1)
    signed = await _sign(connection, client, sending, dearer)
    for status in WAITING:
        same = {row.id: signed[row.id] for row, _ in dearer if row.status == status}
        await move_all(connection, status, "replaced", same)
    return len(dearer)


async def fill_gaps(connection: AsyncConnection, client: ChainClient, sending: Sending) -> int:
    """Record transactions that do nothing for nonces that no record and no node has, below one that is
    recorded: it could never be mined. Returns how many.

    A restored backup, whose node has forgotten what was sent since, leaves such gaps, and so does what a
    person abandoned.
    Raises PayerStopped, SenderStopped.
    """
    mine = transactions.c.sender == sending.address
    open_ = select(transactions.c.id).where(mine, transactions.c.status.in_(OPEN)).limit(1)
    if (await connection.execute(open_)).one_or_none() is None:
        return 0
    # What the node has waiting is counted as far as it goes without a gap.
    next_nonce = await chain.count_nonces(client, sending.address, "pending")
    above = select(transactions.c.nonce).where(mine, GIVEN, transactions.c.nonce >= next_nonce)
    if not _find_missing(next_nonce, (await connection.execute(above)).scalars().all()):
        return 0
    await lock_account(connection, sending)
    missing = _find_missing(next_nonce, (await connection.execute(above)).scalars().all())
    rows = []
    for nonce in missing:
        name = f"{GAP}:{sending.chain_id}:{sending.address}:{nonce}"
        rows.append(describe(sending, Intent(name, sending.address, b""), EMPTY_GAS, nonce))
    if rows:
        await connection.execute(insert(transactions), rows)
    return len(rows)


def _find_missing(first: int, recorded: Sequence[int]) -> list[int]:
    return sorted(set(range(first, max(recorded, default=first))) - set(recorded))


async def _sign(
    connection: AsyncConnection,
    client: ChainClient,
    sending: Sending,
    some: Sequence[tuple[Row[Any], Fees]],
) -> dict[int, dict[str, Any]]:
    """Store the next attempt of each, and return by their ids what is newest for the transactions."""
    if not some:
        return {}
    head = await ask_number(client, "eth_blockNumber")
    rows: list[dict[str, Any]] = []
    for row, fees in some:
        call = chain.Call(row.sender, row.receiver, row.data)
        signed = sign(sending.key.secret, sending.chain_id, row.nonce, call, row.gas, fees)
        rows.append(
            {
                "transaction_id": row.id,
                "number": row.attempt + 1,
                "hash": signed.hash,
                "raw": signed.raw,
                "most_fee": fees.most,
                "tip": fees.tip,
                "signed_at_block": head,
                "created_at": int(time.time()),
            }
        )
    await connection.execute(insert(attempts), rows)
    return {row["transaction_id"]: {"attempt": row["number"], "hash": row["hash"]} for row in rows}


async def _select_payable(
    connection: AsyncConnection,
    client: ChainClient,
    sending: Sending,
    rows: Sequence[Row[Any]],
    fees: Fees,
) -> list[Row[Any]]:
    """The first ones, as many as the balance is enough for. Raises BalanceTooLow when that is none."""
    await refuse_if_poor(connection, client, sending.address, rows[0].gas, fees.most)
    left = await chain.read_balance(client, sending.address) - await find_promised(
        connection, sending.address
    )
    payable = []
    for row in rows:
        left -= row.gas * fees.most
        if left < 0:
            break
        payable.append(row)
    return payable
