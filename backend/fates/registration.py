"""A fate is written down before the wallet is asked. Commits nothing."""

import asyncio
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.chain.errors import NodeUnreachable, RpcRefused, WrongChain
from backend.chain.numbers import read_answer
from backend.fates.actions import ACTIONS, PREPARING
from backend.fates.expected import find_own_contracts, find_position, find_targets
from backend.fates.fate import Call
from backend.fates.problems import ActionUnknown, CallsUnfit
from backend.queries.status import NOTHING_YET, NotMirroredYet
from backend.tables import fates

PATIENCE = 3
"""Seconds for a node while a fan waits: the wallet is asked whether it answers or not."""
MOST_OF_WALLET = 60
"""Kept of one wallet that no chain has seen."""
MOST = 20_000
"""The same of all wallets."""


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


async def find_mirrored(connection: AsyncConnection) -> int:
    """The mirror's newest block. Raises NotMirroredYet."""
    position = await find_position(connection)
    if position is None:
        raise NotMirroredYet(NOTHING_YET)
    return position.number


async def read_start(mirrored: int, client: ChainClient, wallet: str) -> Start:
    """By the node, or else by the mirror alone. No connection waits meanwhile."""
    try:
        async with asyncio.timeout(PATIENCE):
            asked = [("eth_blockNumber", []), ("eth_getTransactionCount", [wallet, "latest"])]
            head, used = await client.batch(asked)
        return read_answer(client, lambda: Start(int(head, 16), int(used, 16)))
    except (TimeoutError, NodeUnreachable, WrongChain, RpcRefused):
        return Start(mirrored, None)


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

    Calls that only prepare the action, one of PREPARING, are followed as what they are.

    Raises ActionUnknown and CallsUnfit.
    """
    action = await _check(connection, request)
    await _make_room(connection, request.wallet)
    id = secrets.token_urlsafe(16)
    await connection.execute(
        insert(fates).values(
            id=id,
            wallet=request.wallet,
            action=action,
            campaign=request.campaign,
            calls=[{"to": each.to, "data": "0x" + each.data.hex()} for each in request.calls],
            asked_block=start.block,
            # One that is used already would have us search the wallet's whole past.
            free_nonce=start.free_nonce if nonce is None else max(nonce, start.free_nonce or 0),
            status="asked",
            history=[{"status": "asked", "at": now, "hash": None, "block_number": None}],
            created_at=now,
            due_at=now,
        )
    )
    return id


async def _check(connection: AsyncConnection, request: Request) -> str:
    """What the calls do on the project's contracts: the action, or what has to be done before it."""
    if request.action not in ACTIONS:
        raise ActionUnknown(
            f"Nothing is known of the action {request.action[:40]!r}: there is {', '.join(ACTIONS)}."
        )
    if request.campaign is None and not request.calls:
        raise CallsUnfit("Without a campaign, the calls say where it is done: give them as `calls`.")
    wanted = {each.to for each in request.calls}
    strange = wanted - await find_own_contracts(connection, sorted(wanted))
    if strange:
        raise CallsUnfit(f"{min(strange)} is no contract or currency of a project: nothing is sent there.")
    for action in (request.action, *PREPARING):
        targets = await find_targets(connection, action, request.campaign, request.calls)
        if not targets and request.campaign is not None:
            raise CallsUnfit(f"No project has the campaign {request.campaign}: look it up at /v1/projects.")
        selectors = ACTIONS[action].selectors
        if not request.calls or any(
            each.to in targets and each.data[:4] in selectors for each in request.calls
        ):
            return action
    raise CallsUnfit(
        f"None of the calls does {request.action}: give those that /v1/calls/{request.action} prepared."
    )


async def _make_room(connection: AsyncConnection, wallet: str) -> None:
    """Anybody may ask for anybody: of what no chain has seen the oldest gives way, and nobody is kept from
    paying. Two at the same moment may both find room."""
    unseen = fates.c.seen_at.is_(None)
    for most, those in ((MOST_OF_WALLET, (unseen, fates.c.wallet == wallet)), (MOST, (unseen,))):
        count = (await connection.execute(select(func.count()).where(*those))).scalar_one()
        if count < most:
            continue
        oldest = select(fates.c.id).where(*those).order_by(fates.c.created_at)
        some = oldest.limit(count - most + 1).with_for_update(skip_locked=True)
        await connection.execute(delete(fates).where(fates.c.id.in_(some)))
