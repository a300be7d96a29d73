"""How far the mirror has come: the block that an answer is true of (PROTOCOL 7.1)."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.tables import Address, Hash

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
    """The block an answer is true of. `finality`: "seen" may still be undone by a reorg, "final" cannot."""

    number: int
    hash: str
    time: int
    finality: Finality
    chain_id: int


@dataclass(frozen=True, slots=True)
class Status:
    """The mirror: `final_number` is the newest final block that the node told of."""

    as_of: AsOf
    factory: str
    final_number: int
    projects: int


# Blocks without events are forgotten once final: an earlier state is that of the newest block kept before it.
_AS_OF = (
    text(
        """
        select c.chain_id, c.factory, c.final_number, c.block_number as head,
            b.number, b.hash, b.time, current_setting('transaction_isolation') as isolation,
            (select count(*) from projects where block_number <= b.number) as projects
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
    .columns(hash=Hash, factory=Address)
)


async def as_of(connection: AsyncConnection, at_block: int | None = None) -> AsOf:
    """The block that all answers of this snapshot are true of.

    With `at_block`: the newest block the mirror keeps at or before it; nothing happened between the two.
    Raises NotMirroredYet and BlockTooEarly.
    """
    return (await status(connection, at_block)).as_of


async def chain_followed(connection: AsyncConnection) -> int | None:
    """The number of the chain that is mirrored; None before its first block."""
    found: int | None = await connection.scalar(text("select chain_id from cursor"))
    return found


async def status(connection: AsyncConnection, at_block: int | None = None) -> Status:
    """The same, with the factory that is followed and how many projects it has opened."""
    row = (await connection.execute(_AS_OF, {"at_block": at_block})).one_or_none()
    if row is None:
        raise NotMirroredYet("No block has been read yet: start `coprod worker`, or try again in a moment.")
    if row.isolation == "read committed":
        raise RuntimeError(
            "a query was given a connection that is no snapshot: use queries.snapshot.open_snapshot"
        )
    if at_block is not None and at_block > row.head:
        raise NotMirroredYet(
            f"Block {at_block} has not been read, and may not exist yet: the newest one read is {row.head}."
        )
    if row.number is None:
        raise BlockTooEarly(f"Nothing is known of block {at_block}: ask for a later one, {row.head} at most.")
    finality: Finality = "final" if row.number <= row.final_number else "seen"
    return Status(
        as_of=AsOf(row.number, row.hash, row.time, finality, row.chain_id),
        factory=row.factory,
        final_number=row.final_number,
        projects=row.projects,
    )
