"""Step by step after the chain: what it said since, in one transaction with the cursor (rule 7.1)."""

import asyncio
import random
from typing import NamedTuple

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.chain.client import Block, ChainClient
from backend.chain.deployment import Deployment
from backend.chain.errors import NodeUnreachable, RangeTooLarge, RpcRefused, WrongChain
from backend.mirror.contracts import Contracts, load_contracts
from backend.mirror.cursor import Cursor, move_cursor, read_cursor, start_cursor
from backend.mirror.fetch import Piece, fetch_final, fetch_head
from backend.mirror.incidents import AnotherMirror, ChainMoved
from backend.mirror.ledger import write_rows
from backend.mirror.reorg import find_fork
from backend.mirror.write import delete_blocks, insert_rows, load_state

log = structlog.get_logger("mirror")

PASSING = (NodeUnreachable, RpcRefused, WrongChain, ChainMoved, OperationalError)
"""What waiting may mend."""
LONGEST_PAUSE = 15
"""Seconds."""


class Step(NamedTuple):
    """What a step did. block, head: numbers, of the mirror and of the chain; undone: blocks taken back."""

    block: int
    head: int
    events: int
    undone: int

    @property
    def caught_up(self) -> bool:
        return self.block >= self.head


class Mirror:
    """Follows one factory into one database.

    log_range: most blocks asked of the node in one eth_getLogs; it adapts to what the node bears.
    Raises, from its methods: Incident (see incidents), which nothing but a person mends; PASSING otherwise.
    """

    def __init__(
        self, client: ChainClient, engine: AsyncEngine, deployment: Deployment, *, log_range: int = 2_000
    ) -> None:
        self._client = client
        self._engine = engine
        self._deployment = deployment
        self._most = self._range = log_range

    async def catch_up(self) -> Step:
        """Step until the mirror is where the chain is; the last step, with the sums of all."""
        await self._client.expect_chain(self._deployment.chain_id)
        events = undone = 0
        while True:
            step = await self.step()
            events, undone = events + step.events, undone + step.undone
            if step.caught_up:
                return step._replace(events=events, undone=undone)

    async def step(self) -> Step:
        """One piece of the chain, and whatever the chain took back, in one transaction with the cursor."""
        cursor = await self._read_cursor()
        latest, final, same = await self._client.blocks(["latest", "finalized", cursor.block_number])
        if latest is None or final is None:
            raise NodeUnreachable(f"The node at {self._client.name} has no latest or final block yet.")
        base = Block(cursor.block_number, cursor.block_hash, "", cursor.block_time)
        if same is None or same.hash != cursor.block_hash:
            async with self._engine.connect() as connection:
                base = await find_fork(self._client, connection, cursor)
            if base.number == latest.number:
                log.info("node is behind", block=cursor.block_number, head=latest.number)
                return Step(cursor.block_number, cursor.block_number, 0, 0)
        async with self._engine.connect() as connection:
            known = await load_contracts(connection, cursor.factory, base.number)
        piece = await self._fetch(known, base, latest.number, final.number)
        # What was taken back comes with all that replaces it: no reader sees the gap.
        while base.number < cursor.block_number and piece.end.number < latest.number:
            more = await self._fetch(known, piece.end, latest.number, final.number)
            piece = Piece(more.end, piece.blocks + more.blocks, piece.said + more.said)
        if piece.end.number > cursor.block_number or base.number < cursor.block_number:
            await self._write(cursor, base, piece, final.number)
        return Step(piece.end.number, latest.number, len(piece.said), cursor.block_number - base.number)

    async def follow(self, *, poll_seconds: float) -> None:
        """Step until cancelled; look for a new block every `poll_seconds`. What may pass is waited for."""
        failures, checked = 0, False
        while True:
            try:
                if not checked:
                    await self._client.expect_chain(self._deployment.chain_id)
                step, failures, checked = await self.step(), 0, True
            except PASSING as reason:
                failures, checked = failures + 1, False
                pause = min(LONGEST_PAUSE, poll_seconds * 2 ** min(failures, 10))
                pause = random.uniform(pause / 2, pause)
                log.warning("waiting", seconds=round(pause, 1), reason=str(reason))
                await asyncio.sleep(pause)
                continue
            if step.events or step.undone:
                log.info("mirrored", block=step.block, events=step.events, undone=step.undone)
            if step.caught_up:
                await asyncio.sleep(poll_seconds)

    async def _read_cursor(self) -> Cursor:
        """Where the mirror stands; the first time, just before the factory. Raises AnotherMirror."""
        wanted = self._deployment
        async with self._engine.begin() as connection:
            cursor = await read_cursor(connection)
            if cursor is None:
                cursor = await self._begin(connection)
        if (cursor.chain_id, cursor.factory) != (wanted.chain_id, wanted.factory):
            raise AnotherMirror(
                f"This database mirrors factory {cursor.factory} on chain {cursor.chain_id}, and "
                f"{wanted.factory} on chain {wanted.chain_id} is wanted: give COPROD_DATABASE_URL another "
                "database, or `make reset`."
            )
        return cursor

    async def _begin(self, connection: AsyncConnection) -> Cursor:
        before = await self._client.block(max(0, self._deployment.block_number - 1))
        if before is None:
            raise NodeUnreachable(
                f"The node at {self._client.name} has not reached block {self._deployment.block_number}, in "
                "which the factory was deployed: is it still catching up, or is it another chain?"
            )
        await insert_rows(connection, [before], {})
        cursor = Cursor(
            chain_id=self._deployment.chain_id,
            factory=self._deployment.factory,
            start_number=self._deployment.block_number,
            block_number=before.number,
            block_hash=before.hash,
            block_time=before.time,
            final_number=0,
        )
        await start_cursor(connection, cursor)
        return cursor

    async def _fetch(self, known: Contracts, base: Block, head: int, final: int) -> Piece:
        if base.number >= final:
            return await fetch_head(self._client, known, base, min(head, base.number + self._most))
        while True:
            last = min(final, base.number + self._range)
            try:
                piece = await fetch_final(self._client, known, base.number + 1, last)
            except RangeTooLarge:
                if self._range == 1:
                    raise
                self._range = max(1, self._range // 2)
                continue
            self._range = min(self._most, self._range * 2)
            return piece

    async def _write(self, cursor: Cursor, base: Block, piece: Piece, final_number: int) -> None:
        async with self._engine.begin() as connection:
            await move_cursor(connection, cursor, piece.end, final_number)
            if base.number < cursor.block_number:
                await delete_blocks(connection, above=base.number)
            rows = write_rows(await load_state(connection, piece.said), piece.said)
            await insert_rows(connection, piece.blocks, rows)
