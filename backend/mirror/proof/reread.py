"""The ledger, row by row, beside what the logs say when they are read again."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.chain.client import Block, ChainClient
from backend.mirror.contracts import Contracts
from backend.mirror.cursor import Cursor
from backend.mirror.fetch import Piece
from backend.mirror.ledger.write import read_table, row_of
from backend.mirror.proof.differences import Difference, compare_rows
from backend.mirror.proof.parallel import find_blocks, insist
from backend.mirror.proof.replay import Replay
from backend.mirror.reader import Reader, Tip
from backend.tables import blocks

BEYOND = 2**63 - 1


@dataclass(slots=True)
class Reread:
    """Goes up the chain, piece by piece. base: how far, at first the block before the factory's. known: the
    contracts that there are. compared: rows by table."""

    client: ChainClient
    reader: Reader
    base: Block
    known: Contracts
    compared: Counter[str]
    replay: Replay = field(default_factory=Replay)
    _below: int = -1

    async def compare(
        self, connection: AsyncConnection, cursor: Cursor, last: Block, *, is_end: bool
    ) -> list[Difference]:
        """All rows of blocks and ledger up to `last`; at the end those beyond it too, which should not be.

        Raises ChainMoved, ChainContradictsItself, LogsLeftOut, NodeUnreachable, WrongChain and RpcRefused.
        """
        tip = Tip(last, cursor.safe_number, min(cursor.final_number, last.number), stands=True)
        found: list[Difference] = []
        try:
            while self.base.number < last.number:
                piece = await insist(self.client, lambda: self.reader.read(self.known, self.base, tip))
                above = BEYOND if is_end and piece.end.number == last.number else piece.end.number
                found += await self._compare_piece(connection, cursor, piece, above)
                self.base, self._below = piece.end, piece.end.number
        finally:
            self.reader.forget()
        return found

    async def _compare_piece(
        self, connection: AsyncConnection, cursor: Cursor, piece: Piece, above: int
    ) -> list[Difference]:
        found = await self._compare_blocks(connection, cursor, piece, above)
        for table, rows in self.replay.write_rows(piece).items():
            found += compare_rows(table, await read_table(connection, table, self._below, above), rows)
            self.compared[table] += len(rows)
        return found

    async def _compare_blocks(
        self, connection: AsyncConnection, cursor: Cursor, piece: Piece, above: int
    ) -> list[Difference]:
        """Those with events, and all above the final one; of others those that are kept."""
        number = blocks.c.number
        rows = await connection.execute(select(blocks).where(number > self._below, number <= above))
        ours = [dict(row) for row in rows.mappings()]
        kept = {row["number"] for row in ours}
        wanted = {said.block_number for said in piece.said}
        heads = [
            head
            for head in piece.blocks
            if head.number in kept or head.number in wanted or head.number > cursor.final_number
        ]
        others = sorted(kept - {head.number for head in heads})
        asked = (each for each in others if each <= cursor.block_number)
        heads += [head async for head in find_blocks(self.client, asked)]
        theirs = [row_of(each) for each in heads]
        self.compared["blocks"] += len(theirs)
        return compare_rows("blocks", ours, theirs)
