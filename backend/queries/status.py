"""The block that an answer is true of, and how certain it and all before it are (PROTOCOL 7.1)."""

from dataclasses import dataclass, field
from typing import Any, Literal
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT, TEXT
from sqlalchemy.engine import Transaction
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.queries.times import format_time
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


class NotFinalYet(CoprodError):
    """The block or time asked for is not as sure as was asked for."""

    status = 409
    type = "not-final-yet"
    title = "That block is not as sure yet"


Revision = tuple[bytes, str]
"""The newest block's hash, and the version of the row that says so: after a reorg a chain may return to a
block."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The block an answer is true of.

    safe_number, final_number: the newest blocks that the node called so, as far as the mirror has heard.
    revision: of the whole mirror, when it was read.
    """

    number: int
    hash: str
    time: int
    chain_id: int
    safe_number: int
    final_number: int
    revision: Revision | None = field(default=None, compare=False, repr=False)

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


@dataclass(frozen=True, slots=True)
class Moment:
    """Which state is asked for: that of a block, or of a time (seconds since 1970), or the newest one whose
    block is as sure as `finality`; with a block or a time, what they name must be as sure as that."""

    block: int | None = None
    time: int | None = None
    finality: Finality = "seen"


NEWEST = Moment()

# One row, with `number`, `hash` and `time` of the block that answers are true of; none before the first
# block.
# Blocks without events are forgotten once final: an earlier state is that of the newest block kept before it.
AT = """
    select c.chain_id, c.safe_number, c.final_number, c.start_number,
        c.block_number as head, c.block_time as head_time, c.block_hash as head_hash, c.xmin::text as version,
        w.wanted, b.number, b.hash, b.time
    from cursor c
    cross join lateral (select case
        when cast(:at_block as bigint) is not null then :at_block
        when cast(:at_time as bigint) >= c.block_time then c.block_number
        when cast(:at_time as bigint) is not null then coalesce(
            (select number from blocks where time <= :at_time order by time desc, number desc limit 1), -1)
        when :finality = 'final' then c.final_number
        when :finality = 'safe' then c.safe_number
        else c.block_number end as wanted) w
    left join lateral (
        select c.block_number as number, c.block_hash as hash, c.block_time as time
        where w.wanted >= c.block_number
        union all
        (select number, hash, time from blocks
            where number <= w.wanted and w.wanted < c.block_number order by number desc limit 1)
    ) b on true
"""
AT_TYPES = {"at_block": BIGINT, "at_time": BIGINT, "finality": TEXT}

_AT = (
    text(f"select at.*, current_setting('transaction_isolation') as isolation from ({AT}) at")
    .bindparams(*(bindparam(name, type_=kind) for name, kind in AT_TYPES.items()))
    .columns(hash=Hash)
)


_KNOWN: WeakKeyDictionary[Transaction, dict[Moment, AsOf]] = WeakKeyDictionary()
"""What was answered in a snapshot that still lasts: each query of a page asks, and can hear nothing else."""


async def as_of(connection: AsyncConnection, at_block: int | None = None) -> AsOf:
    """The block that all answers of this snapshot are true of.

    With `at_block`: the newest block the mirror keeps at or before it; nothing happened between the two.
    Raises NotMirroredYet and BlockTooEarly.
    """
    return await pin(connection, Moment(at_block))


async def pin(connection: AsyncConnection, moment: Moment) -> AsOf:
    """The block of the moment, as `as_of` does. Raises NotFinalYet too."""
    snapshot = _find_snapshot(connection)
    known = _KNOWN.get(snapshot, {}) if snapshot else {}
    if moment in known:
        return known[moment]
    found = await _ask(connection, moment)
    # The first question began it.
    if snapshot := _find_snapshot(connection):
        _KNOWN.setdefault(snapshot, {}).update({moment: found, Moment(found.number): found})
    return found


def _find_snapshot(connection: AsyncConnection) -> Transaction | None:
    """The transaction under way, in which nothing changes; None before the first statement."""
    beneath = connection.sync_connection
    return beneath.get_transaction() if beneath else None


async def _ask(connection: AsyncConnection, moment: Moment) -> AsOf:
    values = {"at_block": moment.block, "at_time": moment.time, "finality": moment.finality}
    row = (await connection.execute(_AT, values)).one_or_none()
    if row is not None and row.isolation == "read committed":
        raise RuntimeError(
            "a query was given a connection that is no snapshot: use queries.snapshot.open_snapshot"
        )
    return read_at(row, moment)


def read_at(row: Any, moment: Moment) -> AsOf:
    """The row of AT, or None. Raises NotMirroredYet, BlockTooEarly and NotFinalYet."""
    if row is None:
        raise NotMirroredYet(NOTHING_YET)
    if moment.block is not None and moment.block > row.head:
        raise NotMirroredYet(
            f"Block {moment.block} has not been read, and may not exist yet: the newest one read is "
            f"{row.head}."
        )
    if moment.time is not None and moment.time > row.head_time:
        raise NotMirroredYet(
            f"The chain has been read to {format_time(row.head_time)}: what is true at "
            f"{format_time(moment.time)} is not known yet. Leave `at` out for the newest state."
        )
    if row.number is None and moment.block is None and moment.time is None:
        raise NotFinalYet(
            f"Nothing here is {moment.finality} yet: the newest block that is has the number {row.wanted}, "
            "before the factory. Try again later."
        )
    if row.number is None:
        asked = "that time" if moment.time is not None else f"block {row.wanted}"
        raise BlockTooEarly(
            f"Nothing is known of {asked}, before the factory: "
            f"ask for a block from {row.start_number} to {row.head}."
        )
    block_hash = row.hash if isinstance(row.hash, str) else "0x" + row.hash.hex()
    found = AsOf(
        row.number,
        block_hash,
        row.time,
        row.chain_id,
        row.safe_number,
        row.final_number,
        (bytes(row.head_hash), row.version),
    )
    if _SURE.index(found.finality_of(min(row.wanted, row.head))) < _SURE.index(moment.finality):
        limit = row.safe_number if moment.finality == "safe" else row.final_number
        raise NotFinalYet(
            f"Block {row.wanted} is not {moment.finality} yet: the newest one that is has the number {limit}."
        )
    return found


_SURE: tuple[Finality, ...] = ("seen", "safe", "final")


async def chain_followed(connection: AsyncConnection) -> int | None:
    """The number of the chain that is mirrored; None before its first block."""
    found: int | None = await connection.scalar(text("select chain_id from cursor"))
    return found
