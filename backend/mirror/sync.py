"""Step by step after the chain: what it said since, in one transaction with the cursor (rule 7.1)."""

import asyncio
import gc
from dataclasses import dataclass, replace
from typing import NamedTuple

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.chain.client import Block, ChainClient
from backend.chain.deployment import Deployment, FactoryNotDeployed
from backend.chain.errors import NodeUnreachable
from backend.mirror.contracts import Contracts, load_contracts
from backend.mirror.cursor import Cursor, move_cursor, read_cursor, start_cursor, take_lead
from backend.mirror.fetch import Piece
from backend.mirror.incidents import AnotherLeads, AnotherMirror
from backend.mirror.ledger.copy import Lines
from backend.mirror.ledger.draft import draft
from backend.mirror.ledger.rows import State
from backend.mirror.ledger.write import insert_lines, load_state
from backend.mirror.reader import Reader, Tip, abandon, is_past
from backend.mirror.reorg import find_fork
from backend.mirror.retract import retract

log = structlog.get_logger("mirror")

HOLDERS = 100_000
"""Most accounts that are remembered from step to step, about 50 MB."""

STEPS_A_COLLECTION = 64
"""In a backfill. There are some cycles after all, of a few kilobytes each."""


class Step(NamedTuple):
    """What a step did. block, head: numbers, of the mirror and of the chain; undone: blocks taken back."""

    block: int
    head: int
    events: int
    undone: int

    @property
    def caught_up(self) -> bool:
        return self.block >= self.head


@dataclass(slots=True)
class Standing:
    """Where the mirror stands, the contracts that it listens to, and what it remembers of their state."""

    cursor: Cursor
    known: Contracts
    state: State


class Ahead(NamedTuple):
    """A piece ready for the database, and where the chain was when it was made."""

    tip: Tip
    piece: Piece
    lines: Lines


class Mirror:
    """Follows one factory into one database; see also follow.

    log_range: most blocks asked of the node in one eth_getLogs; it asks for fewer where that is too much.
    Raises, from its methods: Incident (see incidents), which nothing but a person mends; what waiting may
    mend otherwise (see follow.PASSING).
    """

    def __init__(
        self, client: ChainClient, engine: AsyncEngine, deployment: Deployment, *, log_range: int = 2_000
    ) -> None:
        self.client = client
        self.engine = engine
        self._deployment = deployment
        self._reader = Reader(client, log_range)
        self._epoch: int | None = None
        self._steps = 0
        self._standing: Standing | None = None
        self._next: asyncio.Task[Ahead] | None = None

    async def catch_up(self) -> Step:
        """Take the lead, and step until the mirror is where the chain is; the last step, with the sums of
        all."""
        await self.take_lead()
        events = undone = 0
        while True:
            step = await self.step()
            events, undone = events + step.events, undone + step.undone
            if step.caught_up:
                return step._replace(events=events, undone=undone)

    async def take_lead(self) -> None:
        """From now on only this mirror moves the cursor, until another one takes the lead.

        Raises AnotherMirror.
        """
        self._forget()
        wanted = self._deployment
        await self.client.expect_chain(wanted.chain_id)
        async with self.engine.begin() as connection:
            cursor = await read_cursor(connection) or await self._begin(connection)
            if (cursor.chain_id, cursor.factory) != (wanted.chain_id, wanted.factory):
                raise AnotherMirror(
                    f"This database mirrors factory {cursor.factory} on chain {cursor.chain_id}, and "
                    f"{wanted.factory} on chain {wanted.chain_id} is wanted: give COPROD_DATABASE_URL "
                    "another database. (`make reset` forgets the embedded one.)"
                )
            self._epoch = await take_lead(connection)

    async def step(self, heard: Block | None = None) -> Step:
        """One piece of the chain, and whatever the chain took back, in one transaction with the cursor.

        heard: a new block that the node told of by itself, which saves asking for it.
        """
        if self._epoch is None:
            await self.take_lead()
        # Many objects and few cycles: the collector would walk all of them again and again.
        gc.disable()
        try:
            return await self._step(heard)
        except BaseException:
            self._forget()
            raise
        finally:
            self._steps += 1
            if not self._reader.is_ahead:
                gc.enable()
            elif self._steps % STEPS_A_COLLECTION == 0:
                gc.collect()

    def rest(self) -> None:
        """Let go of what was read ahead, between two steps: nobody goes on with it."""
        self._forget()
        gc.enable()

    async def _step(self, heard: Block | None) -> Step:
        self.client.choose()
        standing = self._standing or await self._stand()
        cursor = standing.cursor
        base = Block(cursor.block_number, cursor.block_hash, "", cursor.block_time)
        if heard and heard.parent_hash == base.hash and not self._next:
            tip, piece = await self._reader.hear(standing.known, base, heard)
            await self._write(standing, base, piece, tip)
            return Step(piece.end.number, tip.latest.number, len(piece.said), 0)
        ahead, self._next = await self._next if self._next else None, None
        tip = ahead.tip if ahead else await self._reader.look(base)
        if not tip.stands:
            # It was read for the contracts of a standing that is no more: the next one would never hear of a
            # project in it.
            self._forget()
            async with self.engine.connect() as connection:
                base = await find_fork(self.client, connection, cursor)
            if base.number >= tip.latest.number:
                log.info("node is behind", node=self.client.name, block=base.number)
                if len(self.client.endpoints) > 1:
                    self.client.distrust(f"It is at block {base.number}, behind {cursor.block_number}.")
                return Step(cursor.block_number, cursor.block_number, 0, 0)
            standing = await self._stand(base.number)
        elif ahead:
            self._begin_next(standing, ahead.piece.end, tip)
            await self._write(standing, base, ahead.piece, tip, ahead.lines)
            return Step(ahead.piece.end.number, tip.latest.number, len(ahead.piece.said), 0)
        piece = await self._reader.read(standing.known, base, tip)
        # What was taken back comes with all that replaces it: no reader sees the gap.
        while base.number < cursor.block_number and piece.end.number < tip.latest.number:
            more = await self._reader.read(standing.known, piece.end, tip)
            piece = Piece(more.end, piece.blocks + more.blocks, piece.said + more.said)
        if piece.end.number > cursor.block_number or base.number < cursor.block_number:
            await self._write(standing, base, piece, tip)
            if self._standing:
                self._begin_next(self._standing, piece.end, tip)
        return Step(piece.end.number, tip.latest.number, len(piece.said), cursor.block_number - base.number)

    def _begin_next(self, standing: Standing, base: Block, tip: Tip) -> None:
        """The piece after `base` is made ready for the database, while it takes the one before.

        Not when the accounts are too many: they are forgotten once the database has all of them.
        """
        ready = is_past(base, tip) and len(standing.state.accounts.holdings) <= HOLDERS
        self._next = asyncio.create_task(self._make_next(standing, base, tip)) if ready else None

    async def _make_next(self, standing: Standing, base: Block, tip: Tip) -> Ahead:
        looking = asyncio.create_task(self._reader.look(base))
        reading = asyncio.create_task(self._read_ahead(standing, base, tip))
        try:
            newer, (piece, lines) = await asyncio.gather(looking, reading)
        finally:
            # Where one fails, the other would go on.
            abandon(looking)
            abandon(reading)
        return Ahead(newer, piece, lines)

    async def _read_ahead(self, standing: Standing, base: Block, tip: Tip) -> tuple[Piece, Lines]:
        """What the state lacks of the database is of accounts and projects that no piece concerned since the
        state began, so that it does not matter which of these pieces are committed."""
        piece = await self._reader.read(standing.known, base, tip)
        async with self.engine.connect() as connection:
            await load_state(connection, standing.state, piece.said)
        return piece, await draft(standing.state, piece.said)

    async def _stand(self, last_block: int | None = None) -> Standing:
        """Where the mirror stands, with the contracts that there were at a block. Raises AnotherLeads."""
        async with self.engine.connect() as connection:
            cursor = await read_cursor(connection)
            if cursor is None or cursor.epoch != self._epoch:
                raise AnotherLeads(
                    "Another `coprod worker`, or `coprod mirror rebuild`, has taken the lead on this "
                    "database, or emptied it."
                )
            block = cursor.block_number if last_block is None else last_block
            known = await load_contracts(connection, cursor.factory, block)
        return Standing(cursor, known, State())

    async def _begin(self, connection: AsyncConnection) -> Cursor:
        """The first cursor, just before the factory."""
        before = await self.client.block(max(0, self._deployment.block_number - 1))
        if before is None:
            raise NodeUnreachable(
                f"The node at {self.client.name} has not reached block {self._deployment.block_number}, in "
                "which the factory was deployed: is it still catching up, or is it another chain?"
            )
        if await self.client.request("eth_getCode", self._deployment.factory, "latest") == "0x":
            raise FactoryNotDeployed(
                f"Nothing is at {self._deployment.factory} on chain {self._deployment.chain_id}, where the "
                "record says that the factory is. Was the chain begun anew? Then deploy again."
            )
        await insert_lines(connection, [before], {})
        cursor = Cursor(
            chain_id=self._deployment.chain_id,
            factory=self._deployment.factory,
            start_number=self._deployment.block_number,
            block_number=before.number,
            block_hash=before.hash,
            block_time=before.time,
            safe_number=0,
            final_number=0,
            epoch=0,
        )
        await start_cursor(connection, cursor)
        return cursor

    async def _write(
        self, standing: Standing, base: Block, piece: Piece, tip: Tip, lines: Lines | None = None
    ) -> None:
        """lines: what is made of the piece, when it was made before."""
        cursor, state = standing.cursor, standing.state
        if lines is None and len(state.accounts.holdings) > HOLDERS:
            state = State()
        moved = replace(
            cursor,
            block_number=piece.end.number,
            block_hash=piece.end.hash,
            block_time=piece.end.time,
            safe_number=max(cursor.safe_number, tip.safe),
            final_number=max(cursor.final_number, tip.final),
        )
        async with self.engine.begin() as connection:
            await move_cursor(connection, cursor, moved)
            if base.number < cursor.block_number:
                await retract(connection, cursor, base, piece.end)
            if lines is None:
                await load_state(connection, state, piece.said)
                lines = await draft(state, piece.said)
            await insert_lines(connection, piece.blocks, lines)
        self._standing = Standing(moved, standing.known, state)

    def _forget(self) -> None:
        """What was remembered of the database, which may be otherwise by now, and what was read to go on from
        there."""
        self._standing = None
        if self._next:
            abandon(self._next)
            self._next = None
        self._reader.forget()
