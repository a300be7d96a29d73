"""What node and mirror know of a fate at a moment. Writes nothing."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import ChainClient
from backend.chain.found import find_by_nonce
from backend.chain.sightings import GasRanOut, Transaction, find_revert, find_transactions
from backend.chain.transactions import Receipt, count_nonces, find_receipts
from backend.fates.actions import ACTIONS
from backend.fates.expected import find_events, find_targets, has_event, has_passed
from backend.fates.fate import Fate
from backend.fates.judge import DAY, Early, Failure, Mined, Nothing, Pending, Place, Sight, Strange, Taken
from backend.fates.matching import (
    Asked,
    is_direct,
    is_later,
    is_sent_by_wallet,
    may_be_sent_for_wallet,
    read_asked,
)
from backend.tables import fates

MOST_NONCES = 5
"""Looked through at once."""

Found = tuple[Transaction, Receipt]


@dataclass(frozen=True, slots=True)
class Look:
    """One fate under the eyes of one node, whose newest block is `head`, and one state of the mirror."""

    connection: AsyncConnection
    client: ChainClient
    head: int
    fate: Fate
    asked: Asked
    campaigns: list[str]

    async def see(self, found: Transaction | None, receipt: Receipt | None) -> Sight:
        """found, receipt: by the hash that is followed."""
        if found is not None:
            return await self._recognise(found, receipt)
        if self.head < (self.fate.block_number or 0):
            # A node that is behind has not seen it yet, and takes nothing back.
            return Early()
        if self.fate.nonce is not None:
            return await self._see_nonce(self.fate.nonce)
        return await self._see_event() or await self._see_nonces()

    async def _recognise(self, found: Transaction, receipt: Receipt | None) -> Sight:
        is_own = found.sender == self.fate.wallet
        if self.fate.seen_at is None and not self._may_be(found):
            return Strange()
        if receipt is None:
            if found.block_number is not None:
                return Early()
            return Pending(found.hash, found.nonce if is_own else None, is_own)
        return await self._read(found, receipt)

    def _may_be(self, found: Transaction) -> bool:
        """Whether a transaction that nothing showed to be the fate's can be it: one since it was asked."""
        if found.sender != self.fate.wallet:
            return may_be_sent_for_wallet(self.asked, found) and is_later(self.fate, found)
        return is_sent_by_wallet(self.asked, found) and is_later(self.fate, found)

    async def _read(self, found: Transaction, receipt: Receipt) -> Sight:
        """What it did in its block."""
        is_own = found.sender == self.fate.wallet
        place = Place(receipt.block_number, receipt.block_hash)
        nonce = found.nonce if is_own else None
        if not receipt.succeeded:
            failure, revert = await self._explain(found, place)
            return Mined(found.hash, nonce, is_own, place, failure, revert)
        action = ACTIONS[self.fate.action]
        if is_direct(self.asked, found) or (is_own and action.table is None):
            return Mined(found.hash, nonce, True, place)
        if action.table is None:
            # Sent for a contract, as its bytes say: no event can prove it, and who goes on asks the chain.
            return Mined(found.hash, nonce, False, place)
        if await self._has_event(found):
            return Mined(found.hash, nonce, is_own or action.wallet is not None, place)
        if await has_passed(self.connection, place.number, place.hash):
            return Mined(found.hash, nonce, is_own, place, "without_effect")
        return Early()

    async def _explain(self, found: Transaction, place: Place) -> tuple[Failure, bytes | None]:
        fate = self.fate
        if fate.status == "failed" and fate.block_hash == place.hash:
            # It was played again before.
            return ("out_of_gas" if fate.failure == "out_of_gas" else "reverted"), fate.revert
        try:
            return "reverted", await find_revert(self.client, found, place.number)
        except GasRanOut:
            return "out_of_gas", None

    async def _see_nonce(self, nonce: int) -> Sight:
        """No node has the transaction: whether its nonce was used all the same, and by what."""
        if await count_nonces(self.client, self.fate.wallet, "latest") <= nonce:
            return Nothing()
        found = await self._find_user(nonce)
        # It moved between two questions, or the node is not of one mind with itself.
        if found is None or found[0].hash == self.fate.hash:
            return Early()
        if is_sent_by_wallet(self.asked, found[0]):
            return await self._read(*found)
        return Taken(found[0].hash, Place(found[1].block_number, found[1].block_hash))

    async def _see_event(self) -> Sight | None:
        """Without a hash: by the event that the mirror has."""
        for hash in await find_events(self.connection, self.fate, self.campaigns):
            found = await self._find(hash)
            if found is not None and self._may_be(found[0]):
                return await self._read(*found)
        return None

    async def _see_nonces(self) -> Sight:
        """Without a hash: by the nonces that were used since, which shows also what failed."""
        free = self.fate.free_nonce
        if free is None:
            return Nothing()
        used = await count_nonces(self.client, self.fate.wallet, "latest")
        for nonce in range(free, min(used, free + MOST_NONCES)):
            found = await self._find_user(nonce)
            if found is None:
                return Early()
            if is_sent_by_wallet(self.asked, found[0]) and not await self._is_followed(found[0].hash):
                return await self._read(*found)
            free = nonce + 1
        return Nothing(free)

    async def _find_user(self, nonce: int) -> Found | None:
        """What used the wallet's nonce."""
        since = self.fate.created_at - DAY
        mined = await find_by_nonce(self.client, self.fate.wallet, nonce, since)
        return None if mined is None else await self._find(mined.hash)

    async def _find(self, hash: str) -> Found | None:
        (found,) = await find_transactions(self.client, [hash])
        (receipt,) = await find_receipts(self.client, [hash])
        return None if found is None or receipt is None else (found, receipt)

    async def _has_event(self, found: Transaction) -> bool:
        return await has_event(self.connection, self.fate, self.campaigns, found.hash)

    async def _is_followed(self, hash: str) -> bool:
        """By another fate of the wallet."""
        fate = self.fate
        same = (fates.c.hash == hash, fates.c.wallet == fate.wallet, fates.c.id != fate.id)
        return await self.connection.scalar(select(fates.c.id).where(*same).limit(1)) is not None


async def open_look(connection: AsyncConnection, client: ChainClient, head: int, fate: Fate) -> Look:
    """With what the mirror knows of its contracts."""
    targets = await find_targets(connection, fate.action, fate.campaign, fate.calls)
    return Look(connection, client, head, fate, read_asked(fate, targets), sorted(set(targets.values())))
