"""Piece after piece of the chain, as large as the node bears, the next ones while one is written."""

import asyncio
from collections import deque
from typing import Any, NamedTuple

from backend.chain.client import Block, ChainClient
from backend.chain.errors import NodeTooSlow, NodeUnreachable, RangeTooLarge, RpcRefused
from backend.mirror.contracts import Contracts
from backend.mirror.fetch import Piece, fetch_blocks, fetch_range

NEAR = 32
"""Blocks below the final one that are read one by one and proved complete, like those above it."""
HEADS = 32
"""Most blocks that are read one by one at once."""
FIRST_RANGE = 16
"""Blocks asked of a node of which nothing is known yet."""
WANTED = 20_000
"""Logs in one piece: enough for COPY to be fast, and few megabytes."""
AHEAD = 2
"""Pieces that are read while one is written: node, program and database work at the same time."""


class Tip(NamedTuple):
    """The end of the chain. stands: whether the mirror's block is (still) on it."""

    latest: Block
    safe: int
    final: int
    stands: bool


def is_past(base: Block, tip: Tip) -> bool:
    """Whether what follows `base` is so far below the final block that it is read by ranges."""
    return base.number < tip.final - NEAR


def _tip(latest: Block, safe: int, final: int, stands: bool) -> Tip:
    """What is not there is not final, whatever a node says."""
    return Tip(latest, min(safe, latest.number), min(final, latest.number), stands)


def abandon(task: asyncio.Task[Any]) -> None:
    """It may have failed, of which the next try hears again."""
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    task.cancel()


class Reader:
    """Reads one chain. most: blocks in one eth_getLogs, whatever the node bears; wanted: logs in a piece."""

    def __init__(self, client: ChainClient, most: int, wanted: int = WANTED) -> None:
        self._client = client
        self._most = most
        self._wanted = wanted
        self._ahead_of = ""
        self._ahead: deque[asyncio.Task[Piece]] = deque()
        # Who has ever refused a range: it is asked for more slowly again, or every second request would be in
        # vain.
        self._strict: set[str] = set()

    async def look(self, base: Block) -> Tip:
        """Where the chain is. base: the mirror's block."""
        (latest, same), safe, final = await self._ask("latest", base.number)
        if latest is None:
            raise NodeUnreachable(f"The node at {self._client.name} has no latest block yet.")
        return _tip(latest, safe, final, same is not None and same.hash == base.hash)

    async def hear(self, known: Contracts, base: Block, heard: Block) -> tuple[Tip, Piece]:
        """The same and the block itself, which follows `base`, when the node has told of it without being
        asked. Raises as fetch's functions do."""
        self._client.current.head_number = heard.number
        (_, safe, final), piece = await asyncio.gather(
            self._ask(), fetch_blocks(self._client, known, base, [heard])
        )
        return _tip(heard, safe, final, True), piece

    async def read(self, known: Contracts, base: Block, tip: Tip) -> Piece:
        """What follows `base`; `known` learns of new projects. Raises as fetch's functions do."""
        last = tip.final - NEAR
        if not is_past(base, tip):
            self.forget()
            return await fetch_blocks(self._client, known, base, await self._heads(base, tip))
        if self._ahead_of != base.hash:
            self.forget()
            self._ahead.append(asyncio.create_task(self._read_range(known, base, last)))
        while len(self._ahead) <= AHEAD:
            self._ahead.append(asyncio.create_task(self._read_after(self._ahead[-1], known, last)))
        try:
            piece = await self._ahead[0]
        except BaseException:
            self.forget()
            raise
        self._ahead.popleft()
        self._ahead_of = piece.end.hash
        return piece

    @property
    def is_ahead(self) -> bool:
        """Whether something is being read, or was, that nobody has taken yet."""
        return bool(self._ahead)

    def forget(self) -> None:
        """What was read ahead."""
        for task in self._ahead:
            abandon(task)
        self._ahead.clear()
        self._ahead_of = ""

    async def _read_after(self, before: asyncio.Task[Piece], known: Contracts, last: int) -> Piece:
        """Nothing when `before` went to the end."""
        await asyncio.wait([before])
        base = before.result().end
        return await self._read_range(known, base, last) if base.number < last else Piece(base, [], [])

    async def _read_range(self, known: Contracts, base: Block, last: int) -> Piece:
        """As many blocks as have about as many logs as wanted; half when the node refuses or is too slow."""
        while True:
            endpoint = self._client.current
            width = min(endpoint.log_range or FIRST_RANGE, self._most)
            end = min(last, base.number + width)
            try:
                piece = await fetch_range(self._client, known, base.number + 1, end)
            except (RangeTooLarge, NodeTooSlow) as much:
                endpoint.log_range = max(1, (end - base.number) // 2)
                if isinstance(much, RangeTooLarge):
                    self._strict.add(endpoint.name)
                # A node that is slow is not asked again at once: see follow.
                if width == 1 or isinstance(much, NodeTooSlow):
                    raise
                continue
            if end - base.number == width:
                fitting = width * self._wanted // max(1, len(piece.said))
                more = width + max(1, width // 8) if endpoint.name in self._strict else width * 2
                endpoint.log_range = max(1, min(self._most, more, fitting))
            return piece

    async def _heads(self, base: Block, tip: Tip) -> list[Block]:
        last = min(tip.latest.number, base.number + HEADS)
        found = await self._client.blocks(range(base.number + 1, last + 1))
        heads = [block for block in found if block]
        if len(heads) != len(found):
            raise NodeUnreachable(f"The node at {self._client.name} lacks a block that it has just told of.")
        return heads

    async def _ask(self, *which: int | str) -> tuple[list[Block | None], int, int]:
        """These blocks, and the numbers of the safe and the final one. Where none is called safe, the final
        one is."""
        try:
            *found, safe, final = await self._client.blocks([*which, "safe", "finalized"])
        except RpcRefused:
            *found, final = await self._client.blocks([*which, "finalized"])
            safe = final
        if final is None:
            raise NodeUnreachable(f"The node at {self._client.name} has no final block yet.")
        return found, (safe or final).number, final.number
