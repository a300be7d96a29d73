"""The sender's records: what is to be sent is written down first, with its nonce, then signed, then sent.

PROTOCOL 7.2. `record` stores intent and nonce in the caller's transaction, signing.sign_due the signed bytes
and their hash in another; only what was committed is ever broadcast, by settlement.settle. A missing receipt
is no reason to send anything else: a nonce is given once, and what is signed anew is signed for the same one.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain import transactions as chain
from backend.chain.client import ChainClient
from backend.chain.fees import suggest_fees
from backend.chain.moves import OVER
from backend.royalties.moves import move
from backend.royalties.sender.accounts import Sending, lock_account, refuse_if_poor
from backend.tables import transactions

GIVEN = (transactions.c.attempt > 0) | (transactions.c.status != "abandoned")
"""Its nonce is its own: what was abandoned before it was signed gave it back."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Something to be done once: `name` is its key, `data` the call to `receiver`.

    gas: when the caller knows it; None lets the node estimate it.
    """

    name: str
    receiver: str
    data: bytes
    gas: chain.Gas | None = None


async def record(
    connection: AsyncConnection, client: ChainClient, sending: Sending, intents: Sequence[Intent]
) -> list[int]:
    """Store `intents` with consecutive nonces, and return the ids of their transactions.

    An intent that was recorded before is left as it is. Holds a lock on the account until the caller's
    transaction ends, so that two workers never give one nonce twice. Raises SenderBusy, PayerStopped,
    SenderStopped, BalanceTooLow, CallReverts, GasAboveCap, and then nothing is stored.
    """
    sender = sending.address
    await lock_account(connection, sending)
    names = [each.name for each in intents]
    known = await connection.execute(
        select(transactions.c.intent, transactions.c.id).where(
            transactions.c.intent.in_(names), transactions.c.status.not_in(OVER)
        )
    )
    ids: dict[str, int] = {row.intent: row.id for row in known}
    new = [each for each in intents if each.name not in ids]
    if new:
        gases = [each.gas or await _estimate(client, sending, each) for each in new]
        # Of many, only the first one: the others are signed when there is money for them.
        gas = await _find_due_gas(connection, sender) + gases[0].limit
        await refuse_if_poor(connection, client, sender, gas, (await suggest_fees(client)).most)
        nonce = await _next_nonce(connection, client, sender)
        rows = [
            describe(sending, intent, gas, nonce + place)
            for place, (intent, gas) in enumerate(zip(new, gases, strict=True))
        ]
        stored = await connection.execute(
            insert(transactions).returning(transactions.c.intent, transactions.c.id), rows
        )
        ids |= {row.intent: row.id for row in stored}
    return [ids[name] for name in names]


def describe(sending: Sending, intent: Intent, gas: chain.Gas, nonce: int) -> dict[str, Any]:
    """The row of an intent that is due."""
    return {
        "intent": intent.name,
        "sender": sending.address,
        "nonce": nonce,
        "receiver": intent.receiver,
        "data": intent.data,
        "expected_gas": gas.expected,
        "gas": gas.limit,
        "status": "due",
        "attempt": 0,
        "created_at": int(time.time()),
    }


async def find_transaction(connection: AsyncConnection, intent: str) -> Row[Any] | None:
    """The transaction that does, or did, this; those that came to nothing do not count."""
    found = await connection.execute(
        select(transactions).where(transactions.c.intent == intent, transactions.c.status.not_in(OVER))
    )
    return found.one_or_none()


async def count_failures(connection: AsyncConnection, intent: str) -> int:
    """How often this was sent and came to nothing."""
    found = await connection.execute(
        select(func.count()).where(transactions.c.intent == intent, transactions.c.status.in_(OVER))
    )
    return found.scalar_one()


async def abandon(connection: AsyncConnection, key: int) -> None:
    """A person has found out who used the nonce of a dropped transaction, and the account may send again; or
    knows that the key is gone of one that is due, and was never signed.

    What the transaction was for will be decided anew from the chain, which pays only what is still owed.
    Raises MoveMissed.
    """
    is_due = select(transactions.c.status == "due").where(transactions.c.id == key)
    old = "due" if (await connection.execute(is_due)).scalar_one_or_none() else "dropped"
    await move(connection, transactions, key, old, "abandoned")


async def _estimate(client: ChainClient, sending: Sending, intent: Intent) -> chain.Gas:
    call = chain.Call(sending.address, intent.receiver, intent.data)
    return await chain.estimate_gas(client, call, sending.gas_margin_percent)


async def _find_due_gas(connection: AsyncConnection, sender: str) -> int:
    """Of what is recorded before, and not signed."""
    found = await connection.execute(
        select(func.coalesce(func.sum(transactions.c.gas), 0)).where(
            transactions.c.sender == sender, transactions.c.status == "due"
        )
    )
    return int(found.scalar_one())


async def _next_nonce(connection: AsyncConnection, client: ChainClient, sender: str) -> int:
    """After the last one given here, and all that the chain knows of (a restored backup knows fewer)."""
    given = await connection.execute(
        select(func.coalesce(func.max(transactions.c.nonce) + 1, 0)).where(
            transactions.c.sender == sender, GIVEN
        )
    )
    return max(int(given.scalar_one()), await chain.count_nonces(client, sender, "pending"))
