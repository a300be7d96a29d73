"""A fate is written down before the wallet is asked. Commits nothing."""

import asyncio
import secrets
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.chain.errors import NodeUnreachable, RpcRefused, WrongChain
from backend.chain.numbers import read_answer
from backend.fates.actions import ACTIONS
from backend.fates.expected import find_own_contracts, find_position, find_targets
from backend.fates.fate import Call
from backend.fates.problems import ActionUnknown, CallsUnfit, TooManyAsked
from backend.queries.status import NOTHING_YET, NotMirroredYet
from backend.tables import fates

DAY = 86_400
PATIENCE = 3
"""Seconds for a node while a fan waits: the wallet is asked whether it answers or not."""
MOST_A_DAY = 60
"""Of one wallet, that no chain has seen."""
MOST_OPEN = 10_000
"""Of all wallets."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a wallet is about to be asked. calls: what it will be given to send, or none to accept whatever
    does the action on the campaign's contracts."""

    action: str
    wallet: str
    campaign: str | None
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Where the chain was when the wallet was asked. free_nonce: the first that it could use; None when no
    node said."""

    block: int
    free_nonce: int | None


async def read_start(connection: AsyncConnection, client: ChainClient, wallet: str) -> Start:
    """By the node, or else by the mirror alone. Raises NotMirroredYet."""
    position = await find_position(connection)
    if position is None:
        raise NotMirroredYet(NOTHING_YET)
    try:
        async with asyncio.timeout(PATIENCE):
            asked = [("eth_blockNumber", []), ("eth_getTransactionCount", [wallet, "latest"])]
            head, used = await client.batch(asked)
        return read_answer(client, lambda: Start(int(head, 16), int(used, 16)))
    except (TimeoutError, NodeUnreachable, WrongChain, RpcRefused):
        return Start(position.number, None)


async def find_by_hash(connection: AsyncConnection, request: Request, hash: str) -> str | None:
    """The id by which this transaction of the wallet is followed already for the same."""
    same = (
        fates.c.wallet == request.wallet,
        fates.c.hash == hash,
        fates.c.action == request.action,
        fates.c.seen_at.is_not(None),
    )
    found: str | None = await connection.scalar(select(fates.c.id).where(*same).limit(1))
    return found


async def register(
    connection: AsyncConnection, request: Request, start: Start, now: int, *, nonce: int | None = None
) -> str:
    """Write it down as asked; the id by which it is known. now: unix seconds. nonce: if the wallet said it.

    Raises ActionUnknown, CallsUnfit and TooManyAsked.
    """
    await _check(connection, request)
    await _bound(connection, request.wallet, now)
    id = secrets.token_urlsafe(16)
    await connection.execute(
        insert(fates).values(
            id=id,
            wallet=request.wallet,
            action=request.action,
            campaign=request.campaign,
            calls=[{"to": each.to, "data": "0x" + each.data.hex()} for each in request.calls],
            asked_block=start.block,
            free_nonce=start.free_nonce if nonce is None else nonce,
            status="asked",
            history=[{"status": "asked", "at": now, "hash": None, "block_number": start.block}],
            created_at=now,
            due_at=now,
        )
    )
    return id


async def _check(connection: AsyncConnection, request: Request) -> None:
    """One call does the action where it can be done, and the others stay among the project's contracts."""
    if request.action not in ACTIONS:
        raise ActionUnknown(
            f"Nothing is known of the action {request.action[:40]!r}: there is {', '.join(ACTIONS)}."
        )
    if request.campaign is None and not request.calls:
        raise CallsUnfit("Without a campaign, the calls say where it is done: give them as `calls`.")
    targets = await find_targets(connection, request.action, request.campaign, request.calls)
    if not targets:
        raise CallsUnfit(f"No project has the campaign {request.campaign}: look it up at /v1/projects.")
    if not request.calls:
        return
    selectors = ACTIONS[request.action].selectors
    if not any(each.to in targets and each.data[:4] in selectors for each in request.calls):
        raise CallsUnfit(
            f"None of the calls does {request.action}: give those that /v1/calls/{request.action} prepared."
        )
    wanted = {each.to for each in request.calls}
    strange = wanted - await find_own_contracts(connection, sorted(wanted))
    if strange:
        raise CallsUnfit(f"{min(strange)} is no contract or currency of a project: nothing is sent there.")


async def _bound(connection: AsyncConnection, wallet: str, now: int) -> None:
    """Anybody may ask for anybody: what no chain has seen is few. Two at the same moment may pass both."""
    is_unseen = fates.c.seen_at.is_(None)
    # Each transaction that a chain has seen was paid for, once.
    paid_for = func.count(func.distinct(fates.c.hash)).filter(~is_unseen)
    of_wallet = select(func.count() - paid_for).where(
        fates.c.wallet == wallet, fates.c.created_at > now - DAY
    )
    if (await connection.execute(of_wallet)).scalar_one() >= MOST_A_DAY:
        raise TooManyAsked(
            f"{MOST_A_DAY} transactions were prepared for {wallet} within a day and not sent: what you send "
            "now arrives all the same, and is not followed here."
        )
    open_ = select(func.count()).select_from(fates).where(is_unseen, ~fates.c.settled)
    if (await connection.execute(open_)).scalar_one() >= MOST_OPEN:
        raise TooManyAsked(
            "Too many transactions wait to be sent by wallets: yours arrives all the same, and is not "
            "followed here."
        )
