"""An approved statement becomes money in the waterfall, from the reporter's account (PROTOCOL 5.1).

The Waterfall takes a statement once, whoever sends it how often: that, and not our records, is what makes
paying twice impossible. Our records keep us from trying.
"""

from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.chain.transactions import CallReverts
from backend.royalties.sender.accounts import Sending
from backend.royalties.sender.transactions import Intent, count_failures, find_transaction, record
from backend.royalties.statements.approvals import count_missing
from backend.royalties.statements.project import find_project
from backend.royalties.statements.words import STOPPED, tell_short
from backend.sentences import SaidError
from backend.tables import statements


class DepositStopped(SaidError):
    """A person has to mend something before the deposit can go on."""

    status = 409
    type = "deposit-stopped"
    title = "A deposit cannot go on"
    sentences = STOPPED


REVERTS = "call-reverts"
"""The kind of a cause that a contract gives: `data` is what it reverted with, 0x and hexadecimal digits."""


def name_deposit(chain_id: int, statement: Row[Any]) -> str:
    """Of the intent: a statement is deposited once."""
    return f"deposit:{chain_id}:{statement.statement_id}"


async def find_next_deposits(connection: AsyncConnection) -> list[int]:
    """The oldest approved statement of each project and reporter: they are deposited one after the other.

    One that waits for its reporter's wallet stops nobody else's.
    """
    oldest = await connection.execute(
        select(statements.c.id)
        .ext(distinct_on(statements.c.campaign, statements.c.reporter))
        .where(statements.c.status == "approved", statements.c.error.is_(None))
        .order_by(statements.c.campaign, statements.c.reporter, statements.c.id)
    )
    return sorted(oldest.scalars())


async def lock_statement(connection: AsyncConnection, key: int, status: str) -> Row[Any] | None:
    """The statement while it has this status, locked; None when another worker has it in hand."""
    locked = await connection.execute(
        select(statements)
        .where(statements.c.id == key, statements.c.status == status)
        .with_for_update(skip_locked=True)
    )
    return locked.one_or_none()


async def advance_deposit(
    connection: AsyncConnection, client: ChainClient, sending: Sending, statement: Row[Any]
) -> str | None:
    """Record the next transaction of an approved statement; None while it waits for one, or for finality.

    Returns what was done: "recorded", or "stopped" when its `error` now says what a person has to mend,
    and its `cause` the same as a kind and values.
    Raises what `record` raises, but for CallReverts.
    """
    intent = Intent(name_deposit(sending.chain_id, statement), statement.waterfall, statement.call)
    if await find_transaction(connection, intent.name) is not None:
        return None
    # By another wallet, or by a transaction that a restored backup does not remember.
    (reported,) = await client.ask("Waterfall", statement.waterfall, "isReported", statement.statement_id)
    if reported:
        return None
    try:
        if await count_failures(connection, intent.name) >= statement.approvals:
            raise DepositStopped("came-to-nothing")
        missing = await count_missing(connection, statement, client)
        if missing:
            raise DepositStopped("missing" if missing > 1 else "one-missing", missing=missing)
        if not await _allow(connection, client, sending, statement):
            return None
        await record(connection, client, sending, [intent])
    except (CallReverts, DepositStopped) as stop:
        mark = update(statements).where(statements.c.id == statement.id)
        await connection.execute(mark.values(error=stop.detail, cause=_describe(stop)))
        return "stopped"
    return "recorded"


async def _allow(
    connection: AsyncConnection, client: ChainClient, sending: Sending, statement: Row[Any]
) -> bool:
    """Whether the waterfall may take exactly the net; if not, record the approval of it."""
    if statement.net == 0:
        return True
    holder, spender, currency = statement.reporter, statement.waterfall, statement.currency
    (allowed,) = await client.ask("IERC20Metadata", currency, "allowance", holder, spender)
    if allowed >= statement.net:
        return True
    name = f"approve:{sending.chain_id}:{statement.statement_id}:{statement.approvals}"
    sent = await find_transaction(connection, name)
    if sent is None:
        (balance,) = await client.ask("IERC20Metadata", currency, "balanceOf", holder)
        if balance < statement.net:
            project = await find_project(connection, statement.campaign)
            raise DepositStopped("balance", **tell_short(project, holder, balance, statement.net))
        data = encode_call("IERC20Metadata", "approve", spender, statement.net)
        await record(connection, client, sending, [Intent(name, currency, data)])
    elif sent.status == "final":
        raise DepositStopped("allowance", holder=holder)
    return False


def _describe(stop: CallReverts | DepositStopped) -> dict[str, Any]:
    """As it is stored, so that it can be said in any language."""
    if isinstance(stop, CallReverts):
        return {"kind": REVERTS, "values": {"contract": stop.contract, "data": "0x" + stop.data.hex()}}
    return {"kind": stop.sentence.kind, "values": dict(stop.sentence.values)}
