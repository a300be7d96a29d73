"""The calls by which a reporter deposits an approved statement from its own wallet (PROTOCOL 5.1, 7.3).

No key of the reporter is here: its wallet looks at the calls, signs and sends them; the worker sees the
deposit on the chain and pays the holders.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.amounts import format_amount
from backend.chain import transactions as chain
from backend.chain.client import ChainClient
from backend.chain.contracts import encode_call
from backend.royalties.deposits import name_deposit
from backend.royalties.sender.transactions import find_transaction
from backend.royalties.statements.approvals import count_missing, find_chain
from backend.royalties.statements.project import find_project
from backend.royalties.statements.words import NOT_READY, tell_short
from backend.sentences import SaidError


class DepositNotReady(SaidError):
    """The wallet's deposit would be refused, or was done."""

    status = 409
    type = "deposit-not-ready"
    title = "There is nothing to send now"
    sentences = NOT_READY


@dataclass(frozen=True, slots=True)
class PreparedCall:
    """What a wallet sends, of no coins, and what it does in words. gas: what it takes as the chain stands;
    None where it can only be told after the calls before it."""

    summary: str
    chain_id: int
    to: str
    data: bytes
    gas: int | None


async def prepare_deposit(
    connection: AsyncConnection, client: ChainClient, statement: Row[Any]
) -> list[PreparedCall]:
    """In the order in which they are sent: that the waterfall may take the net, unless it may; the deposit.

    Each is tried on the node first. Raises DepositNotReady, CallReverts, GasAboveCap, and what the client
    raises.
    """
    project = await find_project(connection, statement.campaign)
    chain_id, holder = await find_chain(connection), statement.reporter
    if statement.status != "approved":
        raise DepositNotReady(statement.status, statement=statement.id)
    if missing := await count_missing(connection, statement, client):
        raise DepositNotReady("missing" if missing > 1 else "one-missing", missing=missing)
    if await find_transaction(connection, name_deposit(chain_id, statement)) is not None:
        raise DepositNotReady("under-way")
    (reported,) = await client.ask("Waterfall", statement.waterfall, "isReported", statement.statement_id)
    if reported:
        raise DepositNotReady("done")

    (balance,) = await client.ask("IERC20Metadata", statement.currency, "balanceOf", holder)
    if balance < statement.net:
        raise DepositNotReady("balance", **tell_short(project, holder, balance, statement.net))
    net = format_amount(statement.net, project.currency_decimals, project.currency_symbol)
    asked = (holder, statement.waterfall)
    (allowed,) = await client.ask("IERC20Metadata", statement.currency, "allowance", *asked)
    calls = []
    if allowed < statement.net:
        allow = encode_call("IERC20Metadata", "approve", statement.waterfall, statement.net)
        words = f"Let the contract {statement.waterfall} take {net} from {holder}, once."
        gas = await chain.estimate_gas(client, chain.Call(holder, statement.currency, allow), 0)
        calls.append(PreparedCall(words, chain_id, statement.currency, allow, gas.expected))
    deposit = chain.Call(holder, statement.waterfall, statement.call)
    taken = None if calls else (await chain.estimate_gas(client, deposit, 0)).expected
    words = (
        f"Deposit {net} from {holder} for {project.name}, as statement {statement.id} says "
        f"({statement.file_name}); nobody can take it back."
    )
    return [*calls, PreparedCall(words, chain_id, statement.waterfall, statement.call, taken)]
