"""The block that an answer is true of, and how certain it and all before it are (PROTOCOL 7.1)."""

from dataclasses import dataclass
from typing import Literal
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.engine import Transaction
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.tables import Hash

NOTHING_YET = "No block has been read yet: start `coprod worker`, or try again in a moment."

Finality = Literal["seen", "safe", "final"]


class NotMirroredYet(CoprodError):
    """The mirror has not read a block yet, or not the one asked for."""

    status = 503
    type = "not-mirrored-yet"
    title = "The chain has not been read that far yet"


class BlockTooEarly(CoprodError):
    """The block asked for lies before anything that the mirror keeps."""

    status = 404
    type = "block-too-early"
    title = "Nothing is known about that block"


@dataclass(frozen=True, slots=True)
class AsOf:
    """The block an answer is true of.

    safe_number, final_number: the newest blocks that the node called so, as far as the mirror has heard.
    """

    number: int
    hash: str
    time: int
    chain_id: int
    safe_number: int
    final_number: int

    @property
    def finality(self) -> Finality:
        return self.finality_of(self.number)

    def finality_of(self, block_number: int) -> Finality:
        """Of a block that is on the chain: "seen" and "safe" may still be undone by a reorg, "final" cannot.

        Never kept: the same row is final later.
        """
        if block_number <= self.final_number:
            return "final"
        return "safe" if block_number <= self.safe_number else "seen"


# Blocks without events are forgotten once final: an earlier state is that of the newest block kept before it.
_AS_OF = (
    text(
        """
        select c.chain_id, c.safe_number, c.final_number, c.start_number, c.block_number as head,
            b.number, b.hash, b.time, current_setting('transaction_isolation') as isolation
        from cursor c left join lateral (
            select c.block_number as number, c.block_hash as hash, c.block_time as time
            where cast(:at_block as bigint) is null or :at_block = c.block_number
            union all
            (select number, hash, time from blocks
                where number <= :at_block and :at_block < c.block_number order by number desc limit 1)
        ) b on true
        """
    )
    .bindparams(bindparam("at_block", type_=BIGINT))
    .columns(hash=Hash)
)


_KNOWN: WeakKeyDictionary[Transaction, dict[int | None, AsOf]] = WeakKeyDictionary()
"""What was answered in a snapshot that still lasts: each query of a page asks, and can hear nothing else."""


async def as_of(connection: AsyncConnection, at_block: int | None = None) -> AsOf:
    """The block that all answers of this snapshot are true of.

    With `at_block`: the newest block the mirror keeps at or before it; nothing happened between the two.
    Raises NotMirroredYet and BlockTooEarly.
    """
    snapshot = _find_snapshot(connection)
    known = _KNOWN.get(snapshot, {}) if snapshot else {}
    if at_block in known:
        return known[at_block]
    found = await _ask(connection, at_block)
    # The first question began it.
    if snapshot := _find_snapshot(connection):
        _KNOWN.setdefault(snapshot, {})[at_block] = found
    return found


def _find_snapshot(connection: AsyncConnection) -> Transaction | None:
    """The transaction under way, in which nothing changes; None before the first statement."""
    beneath = connection.sync_connection
    return beneath.get_transaction() if beneath else None


async def _ask(connection: AsyncConnection, at_block: int | None) -> AsOf:
    row = (await connection.execute(_AS_OF, {"at_block": at_block})).one_or_none()
    if row is None:
        raise NotMirroredYet(NOTHING_YET)
    if row.isolation == "read committed":
        raise RuntimeError(
            "a query was given a connection that is no snapshot: use queries.snapshot.open_snapshot"
        )
    if at_block is not None and at_block > row.head:
        raise NotMirroredYet(
            f"Block {at_block} has not been read, and may not exist yet: the newest one read is {row.head}."
        )
    if row.number is None:
        raise BlockTooEarly(
            f"Nothing is known of block {at_block}, before the factory: "
            f"ask for one from {row.start_number} to {row.head}."
        )
    return AsOf(row.number, row.hash, row.time, row.chain_id, row.safe_number, row.final_number)


async def chain_followed(connection: AsyncConnection) -> int | None:
    """The number of the chain that is mirrored; None before its first block."""
    found: int | None = await connection.scalar(text("select chain_id from cursor"))
    return found
