"""The accounts that send: one worker at a time, unless they are stopped; and what their coins suffice for."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg.errors import LockNotAvailable
from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain import transactions as chain
from backend.chain.client import ChainClient
from backend.chain.moves import WAITING
from backend.errors import CoprodError
from backend.tables import attempts, payer_stops, transactions

if TYPE_CHECKING:
    # Whoever has a key brought it: the server, which has none, loads nothing that signs.
    from backend.royalties.sender.keys import Key

GWEI = 10**9
_LOCK = text(
    "select set_config('lock_timeout', :patience, true), pg_advisory_xact_lock(hashtextextended(:name, 0))"
)
_SENDING = "hashtextextended('sending', 0)"


class SenderStopped(CoprodError):
    """A nonce of the account was used by a transaction not recorded here: somebody else has its key."""

    status = 409
    type = "sender-stopped"
    title = "A sending account is stopped"


class PayerStopped(CoprodError):
    """A person has stopped all sending."""

    status = 409
    type = "payer-stopped"
    title = "The payer is stopped"


class SenderBusy(CoprodError):
    """Another worker has the account in hand, and does not let go of it."""

    status = 409
    type = "sender-busy"
    title = "A sending account is in use"


class BalanceTooLow(CoprodError):
    """The account cannot pay for the gas."""

    status = 409
    type = "balance-too-low"
    title = "A sending account is empty"


@dataclass(frozen=True, slots=True)
class Sending:
    """How an account sends: its key, on which chain, and how much gas to give beyond the estimate.

    most_fee: wei for one unit of gas, never more. patience: blocks, after which the fee of a transaction that
    is not mined rises. in_flight: transactions that nodes have at once; more of one account they may forget.
    lock_seconds: how long to wait for another worker that has the account in hand.
    """

    key: "Key"
    chain_id: int
    gas_margin_percent: int
    most_fee: int = 500 * GWEI
    patience: int = 25
    in_flight: int = 64
    lock_seconds: int = 30

    @property
    def address(self) -> str:
        return self.key.address


async def lock_account(connection: AsyncConnection, sending: Sending) -> None:
    """Until the caller's transaction ends, nobody else gives or signs a nonce of this account.

    Raises SenderBusy, PayerStopped, SenderStopped.
    """
    sender = sending.address
    try:
        await connection.execute(_LOCK, {"name": f"sender {sender}", "patience": f"{sending.lock_seconds}s"})
    except OperationalError as failure:
        if not isinstance(failure.orig, LockNotAvailable):
            raise
        raise SenderBusy(
            f"Another worker has had the account {sender} in hand for {sending.lock_seconds} s: if that goes "
            "on, see what it is doing."
        ) from None
    if (reason := await find_stop(connection)) is not None:
        raise PayerStopped(f"Nothing is sent: {reason}. `coprod payer start` lets it go on.")
    dropped = (
        await connection.execute(
            select(transactions)
            .where(transactions.c.sender == sender, transactions.c.status == "dropped")
            .limit(1)
        )
    ).one_or_none()
    if dropped is not None:
        raise SenderStopped(
            f"The account {sender} signs nothing more: its nonce {dropped.nonce} was used by a transaction "
            "that is not recorded here, or of which the node has no receipt. Find out who has its key too, "
            f"then abandon transaction {dropped.id} (`coprod payer abandon {dropped.id}`)."
        )


async def find_stop(connection: AsyncConnection) -> str | None:
    """Why a person has stopped all sending; None when nobody has."""
    found: str | None = (await connection.execute(select(payer_stops.c.reason))).scalar_one_or_none()
    return found


async def may_send(connection: AsyncConnection) -> bool:
    """Whether nobody has stopped all sending; wait_for_senders waits for the caller's transaction."""
    # Asked afterwards, by a statement of its own, which sees what was committed before the lock was had.
    await connection.execute(text(f"select pg_advisory_xact_lock_shared({_SENDING})"))
    return await find_stop(connection) is None


async def wait_for_senders(connection: AsyncConnection) -> None:
    """Return when nothing is being sent: after a stop, nothing will be any more."""
    await connection.execute(text(f"select pg_advisory_xact_lock({_SENDING})"))


async def stop_sending(connection: AsyncConnection, reason: str) -> None:
    """From the next step of every worker on this database, nothing is recorded, signed or sent; see also
    wait_for_senders.

    What nodes have already may still be mined, and is followed.
    """
    row = {"id": 1, "reason": reason, "stopped_at": int(time.time())}
    await connection.execute(
        insert(payer_stops).values(row).on_conflict_do_update(index_elements=["id"], set_=row)
    )


async def start_sending(connection: AsyncConnection) -> None:
    """Take the stop back."""
    await connection.execute(delete(payer_stops))


async def find_promised(connection: AsyncConnection, sender: str) -> int:
    """Wei that what is signed and not mined may take: they have still to be paid from the same balance."""
    newest = (attempts.c.transaction_id == transactions.c.id) & (attempts.c.number == transactions.c.attempt)
    found = await connection.execute(
        select(func.coalesce(func.sum(transactions.c.gas * attempts.c.most_fee), 0))
        .join(attempts, newest)
        .where(transactions.c.sender == sender, transactions.c.status.in_(WAITING))
    )
    return int(found.scalar_one())


async def refuse_if_poor(
    connection: AsyncConnection, client: ChainClient, sender: str, gas: int, fee: int
) -> None:
    """Raises BalanceTooLow when `gas` units at `fee` wei cannot be paid beside what is promised."""
    needed = await find_promised(connection, sender) + gas * fee
    balance = await chain.read_balance(client, sender)
    if balance < needed:
        raise BalanceTooLow(
            f"The account {sender} has {balance} wei and may need {needed} for gas: send it "
            f"{needed - balance} wei or more."
        )


async def find_low_balance(client: ChainClient, sender: str, least: int) -> str | None:
    """A sentence for whoever fills the account, when it has less than `least` wei."""
    balance = await chain.read_balance(client, sender)
    if balance >= least:
        return None
    return (
        f"The account {sender} has {balance} wei left for gas, and {least} is where you asked to be told: "
        "send it more."
    )
