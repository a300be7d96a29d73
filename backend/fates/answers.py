"""What the page says that the wallet answered: a hash, a batch, or no. Commits nothing."""

import asyncio
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.chain.errors import NodeUnreachable, RpcRefused, WrongChain
from backend.chain.sightings import Transaction, find_transactions, has_code
from backend.fates.actions import ACTIONS
from backend.fates.expected import find_targets, has_event
from backend.fates.fate import Fate, FateUnknown
from backend.fates.matching import is_later, is_sent_by_wallet, may_be_sent_for_wallet, read_asked
from backend.fates.moves import HERE, Status
from backend.fates.problems import DoesSomethingElse, FollowsAnother, NotOfThisWallet
from backend.fates.registration import PATIENCE
from backend.fates.steps import Change, save
from backend.tables import fates

MOST_SAME = 5
"""Fates of one transaction: of several pages, or tries."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A hash that somebody gave. found: what a node knows by it, if any. is_proven: it is the wallet's."""

    hash: str
    found: Transaction | None
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What a node knows by a hash, if anything. is_contract: whether others may act for the wallet."""

    hash: str
    found: Transaction | None
    is_contract: bool


async def look_up(client: ChainClient, wallet: str, hash: str) -> Known:
    """Asks the node; no connection waits meanwhile."""
    try:
        async with asyncio.timeout(PATIENCE):
            (found,) = await find_transactions(client, [hash])
            is_foreign = found is not None and found.sender != wallet
            return Known(hash, found, is_foreign and await has_code(client, wallet))
    except (TimeoutError, NodeUnreachable, WrongChain, RpcRefused):
        return Known(hash, None, False)


async def examine(connection: AsyncConnection, fate: Fate, known: Known, *, is_late: bool = False) -> Claim:
    """Whether the hash can be this fate's: nothing is wrong with one that no node knows yet.

    is_late: the wallet was asked before the fate was written down.
    Raises NotOfThisWallet, DoesSomethingElse.
    """
    is_proven = known.found is not None and await _is_of(connection, fate, known, known.found, is_late)
    return Claim(known.hash, known.found, is_proven)


async def accept_hash(connection: AsyncConnection, id: str, claim: Claim, now: int) -> None:
    """Follow this transaction. Raises FateUnknown, FollowsAnother."""
    fate = await _lock(connection, id)
    if claim.hash in (fate.hash, *fate.earlier):
        return
    if fate.hash is not None and fate.seen_at is not None:
        is_same_nonce = claim.found is not None and claim.found.nonce == fate.nonce
        if fate.status in HERE or not (claim.is_proven and is_same_nonce):
            raise FollowsAnother(
                f"{fate.hash} is followed, which the chain knows: if the wallet replaced it, that is found "
                "by itself."
            )
    if claim.is_proven:
        await _refuse_crowd(connection, fate, claim.hash)
    nonce = claim.found.nonce if claim.found and claim.found.sender == fate.wallet else None
    earlier = [*fate.earlier, fate.hash] if fate.hash and fate.seen_at else list(fate.earlier)
    values = {"hash": claim.hash, "earlier": earlier, "nonce": nonce, "settled": False, "due_at": now}
    values |= {"seen_at": now} if claim.is_proven else {}
    statuses: tuple[Status, ...] = ("waiting",)
    if fate.status in ("waiting", "undone", "replaced"):
        statuses = ("replaced",) if fate.seen_at is not None else ()
    await save(connection, fate, Change(statuses, values), now)


async def accept_bundle(connection: AsyncConnection, id: str, bundle: str, now: int) -> None:
    """The wallet took the batch, and calls it so. Raises FateUnknown.

    What the chain has shown keeps what it has: then everybody can read its id.
    """
    fate = await _lock(connection, id)
    if fate.seen_at is not None:
        return
    waits = fate.status in ("asked", "refused", "forgotten")
    values = {"bundle": bundle, "due_at": now} | ({"settled": False} if waits else {})
    await save(connection, fate, Change(("waiting",) if waits else (), values), now)


async def accept_refusal(connection: AsyncConnection, id: str, now: int) -> None:
    """The fan said no to the wallet (EIP-1193: 4001). What the chain has seen stays. Raises FateUnknown."""
    fate = await _lock(connection, id)
    if fate.status in ("asked", "waiting") and fate.seen_at is None:
        await save(connection, fate, Change(("refused",), {"settled": True}), now)


async def _is_of(
    connection: AsyncConnection, fate: Fate, known: Known, found: Transaction, is_late: bool
) -> bool:
    """Whether it is surely the fate's; False when only its events can tell."""
    targets = await find_targets(connection, fate.action, fate.campaign, fate.calls)
    asked = read_asked(fate, targets)
    if not is_late and not is_later(fate, found):
        raise DoesSomethingElse(f"{found.hash} was sent before this was asked: give the one that came of it.")
    if found.sender == fate.wallet:
        if is_sent_by_wallet(asked, found):
            return True
        raise DoesSomethingElse(f"{found.hash} of {fate.wallet} does not do {fate.action} as asked.")
    if not may_be_sent_for_wallet(asked, found):
        raise NotOfThisWallet(
            f"{found.hash} was sent by {found.sender}, and nothing in it does {fate.action} for "
            f"{fate.wallet}: give the hash that the wallet gave you."
        )
    campaigns = [targets[each.to] for each in asked.calls] or list(targets.values())
    if ACTIONS[fate.action].wallet and await has_event(connection, fate, campaigns, found.hash):
        return True
    if not known.is_contract:
        raise NotOfThisWallet(
            f"{found.hash} was sent by {found.sender}, and {fate.wallet} sends its own: give the hash that "
            "the wallet gave you."
        )
    return False


async def _refuse_crowd(connection: AsyncConnection, fate: Fate, hash: str) -> None:
    """Raises FollowsAnother when so many follow this one already."""
    same = (fates.c.wallet == fate.wallet, fates.c.hash == hash, fates.c.id != fate.id)
    if (await connection.execute(select(func.count()).where(*same))).scalar_one() >= MOST_SAME:
        raise FollowsAnother(
            f"{hash} is followed {MOST_SAME} times already: see /v1/wallets/{fate.wallet}/transactions."
        )


async def _lock(connection: AsyncConnection, id: str) -> Fate:
    row = (await connection.execute(select(fates).where(fates.c.id == id).with_for_update())).one_or_none()
    if row is None:
        raise FateUnknown(id)
    return Fate.of(row)
