"""The sender: what is to be sent is recorded first, whole, then sent, then followed until it is final.

PROTOCOL 7.2. `record` stores intent, nonce, signed bytes and hash in the caller's transaction; only what was
committed is ever broadcast, by `settle`, and always the same bytes. A missing receipt is no reason to send
anything else: a nonce is given once. Replacing a transaction whose fee became too low is not done here: it
waits until the fee falls.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain import transactions as chain
from backend.chain.client import ChainClient
from backend.errors import CoprodError
from backend.royalties.keys import Key
from backend.royalties.moves import move
from backend.tables import transactions


class SenderStopped(CoprodError):
    """A nonce of the account was used by a transaction not recorded here: somebody else has its key."""

    status = 409
    type = "sender-stopped"
    title = "A sending account is stopped"


class BalanceTooLow(CoprodError):
    """The account cannot pay for the gas."""

    status = 409
    type = "balance-too-low"
    title = "A sending account is empty"


@dataclass(frozen=True, slots=True)
class Intent:
    """Something to be done once: `name` is its key, `data` the call to `receiver`."""

    name: str
    receiver: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Sending:
    """How an account sends: its key, on which chain, and how much gas to give beyond the estimate."""

    key: Key
    chain_id: int
    gas_margin_percent: int


async def record(
    connection: AsyncConnection, client: ChainClient, sending: Sending, intents: Sequence[Intent]
) -> list[int]:
    """Store signed transactions for `intents`, with consecutive nonces, and return their ids.

    An intent that was recorded before is left as it is. Holds a lock on the account until the caller's
    transaction ends, so that two workers never give one nonce twice. Raises SenderStopped, BalanceTooLow,
    CallReverts, GasAboveCap, and then nothing is stored.
    """
    sender = sending.key.address
    await connection.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"sender {sender}"}
    )
    await _refuse_if_stopped(connection, sender)
    known = {each.name: await find_transaction(connection, each.name) for each in intents}
    new = [each for each in intents if known[each.name] is None]
    ids = {name: row.id for name, row in known.items() if row is not None}
    if new:
        calls = [chain.Call(sender, each.receiver, each.data) for each in new]
        gases = [await chain.estimate_gas(client, call, sending.gas_margin_percent) for call in calls]
        fees = await chain.suggest_fees(client)
        await _refuse_if_poor(client, sender, sum(gases) * fees.most)
        nonce = await _next_nonce(connection, client, sender)
        for intent, call, gas in zip(new, calls, gases, strict=True):
            signed = chain.sign(sending.key.secret, sending.chain_id, nonce, call, gas, fees)
            row = {
                "intent": intent.name,
                "sender": sender,
                "nonce": nonce,
                "receiver": intent.receiver,
                "data": intent.data,
                "gas": gas,
                "raw": signed.raw,
                "hash": signed.hash,
                "status": "signed",
                "created_at": int(time.time()),
            }
            stored = await connection.execute(insert(transactions).values(row).returning(transactions.c.id))
            ids[intent.name] = stored.scalar_one()
            nonce += 1
    return [ids[each.name] for each in intents]


async def find_transaction(connection: AsyncConnection, intent: str) -> Row[Any] | None:
    """The transaction that does, or did, this; those that came to nothing do not count."""
    found = await connection.execute(
        select(transactions).where(
            transactions.c.intent == intent, transactions.c.status.not_in(("failed", "abandoned"))
        )
    )
    return found.one_or_none()


async def count_failures(connection: AsyncConnection, intent: str) -> int:
    """How often this was sent and came to nothing."""
    found = await connection.execute(
        select(func.count()).where(
            transactions.c.intent == intent, transactions.c.status.in_(("failed", "abandoned"))
        )
    )
    return found.scalar_one()


async def abandon(connection: AsyncConnection, key: int) -> None:
    """A person has found out who used the nonce of a dropped transaction: the account may send again.

    What the transaction was for will be decided anew from the chain, which pays only what is still owed.
    Raises MoveForbidden, MoveMissed.
    """
    await move(connection, transactions, key, "dropped", "abandoned")


async def _refuse_if_stopped(connection: AsyncConnection, sender: str) -> None:
    dropped = (
        await connection.execute(
            select(transactions)
            .where(transactions.c.sender == sender, transactions.c.status == "dropped")
            .limit(1)
        )
    ).one_or_none()
    if dropped is not None:
        raise SenderStopped(
            f"The account {sender} sends nothing more: its nonce {dropped.nonce} was used by a transaction "
            f"that is not recorded here. Find out who has its key too, then abandon transaction {dropped.id}."
        )


async def _refuse_if_poor(client: ChainClient, sender: str, needed: int) -> None:
    balance = await chain.read_balance(client, sender)
    if balance < needed:
        raise BalanceTooLow(
            f"The account {sender} has {balance} wei and may need {needed} for gas: send it "
            f"{needed - balance} wei or more."
        )


async def _next_nonce(connection: AsyncConnection, client: ChainClient, sender: str) -> int:
    """After the last one given here, and all that the chain knows of (a restored backup knows fewer)."""
    given = await connection.execute(
        select(func.coalesce(func.max(transactions.c.nonce) + 1, 0)).where(transactions.c.sender == sender)
    )
    return max(int(given.scalar_one()), await chain.count_nonces(client, sender, "pending"))
