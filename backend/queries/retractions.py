"""What the chain took back: the reorgs that the mirror lived through, and the rows as they had been (7.1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT, TEXT
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from backend import eip55
from backend.queries.following import REORG, Reorg, read_reorg
from backend.queries.status import AsOf, as_of
from backend.queries.writing import show_hidden
from backend.tables import Address, Hash, Units, metadata

PLACE = r"^[0-9]{1,18}-[0-9]{1,18}-[0-9]{1,9}-[a-z_]{1,63}$"
"""What `Retractions.next` is like: reorg, block, index of the log, event."""
_TOLD_APART = {"campaign", "block_number", "log_index", "transaction_hash"}


@dataclass(frozen=True, slots=True)
class Reorgs:
    """Newest first. next: the `before` of the page that follows; None at the end."""

    as_of: AsOf
    reorgs: tuple[Reorg, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class Retraction:
    """A row that said what is no longer on the chain. It may have been said again in another block.

    event: the table it was in. campaign: None for what was said of all projects. values: the rest of it, by
    column: addresses and bytes as 0x, amounts as decimal digits in the currency's smallest unit.
    """

    reorg: int
    event: str
    campaign: str | None
    block_number: int
    block_hash: str
    time: int
    log_index: int
    transaction_hash: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Retractions:
    """Newest reorg first, in it the last said first. next: the `before` of the page that follows."""

    as_of: AsOf
    retracted: tuple[Retraction, ...]
    next: str | None


_REORGS = text(
    f"""
    select {REORG} as reorg from reorgs r
    where cast(:before as bigint) is null or r.id < :before order by r.id desc limit :limit
    """
).bindparams(bindparam("before", type_=BIGINT))

_RETRACTIONS = (
    text(
        """
        select reorg_id, event, campaign, block_number, block_hash, block_time, log_index, row as said
        from retracted
        where (cast(:campaign as bytea) is null or campaign = :campaign)
            and (cast(:reorg as bigint) is null or reorg_id = :reorg)
            and (cast(:event as text) is null or (reorg_id, block_number, log_index, event)
                < (:before_reorg, :before_block, :before_index, :event))
        order by reorg_id desc, block_number desc, log_index desc, event desc limit :limit
        """
    )
    .bindparams(
        *(
            bindparam(each, type_=BIGINT)
            for each in ("reorg", "before_reorg", "before_block", "before_index")
        ),
        bindparam("event", type_=TEXT),
        bindparam("campaign", type_=Address),
    )
    .columns(campaign=Address, block_hash=Hash)
)


async def reorgs(connection: AsyncConnection, *, before: int | None = None, limit: int) -> Reorgs:
    """Those with a smaller id than `before`, `limit` at most."""
    at = await as_of(connection)
    rows = (await connection.execute(_REORGS, {"before": before, "limit": limit + 1})).all()
    found = tuple(read_reorg(row.reorg) for row in rows[:limit])
    return Reorgs(at, found, found[-1].id if len(rows) > limit else None)


async def retractions(
    connection: AsyncConnection,
    *,
    campaign: str | None = None,
    reorg: int | None = None,
    before: str | None = None,
    limit: int,
) -> Retractions:
    """Of one project, of one reorg, or all; those after `before` (like PLACE), `limit` at most.

    A project that was itself taken back has its rows here all the same.
    """
    at = await as_of(connection)
    before_reorg, block, index, event = re.split("-", before) if before else (None, None, None, None)
    values = {
        "campaign": campaign,
        "reorg": reorg,
        "before_reorg": before_reorg and int(before_reorg),
        "before_block": block and int(block),
        "before_index": index and int(index),
        "event": event,
        "limit": limit + 1,
    }
    rows = (await connection.execute(_RETRACTIONS, values)).all()
    found = tuple(_retraction(row) for row in rows[:limit])
    return Retractions(at, found, _place(found[-1]) if len(rows) > limit else None)


def _place(last: Retraction) -> str:
    return f"{last.reorg}-{last.block_number}-{last.log_index}-{last.event}"


def _retraction(row: Row[Any]) -> Retraction:
    transaction, values = read_values(row.event, row.said)
    return Retraction(
        reorg=row.reorg_id,
        event=row.event,
        campaign=row.campaign,
        block_number=row.block_number,
        block_hash=row.block_hash,
        time=row.block_time,
        log_index=row.log_index,
        transaction_hash=transaction,
        values=values,
    )


def read_values(table: str, said: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The transaction of a row that to_jsonb wrote, and its values for people (see Retraction)."""
    columns = metadata.tables[table].c
    values = {name: _read(each, columns[name].type) for name, each in said.items() if name not in _TOLD_APART}
    return _read(said["transaction_hash"], columns.transaction_hash.type), values


def _read(value: Any, kind: TypeEngine[Any]) -> Any:
    r"""A value as to_jsonb wrote it, for people: bytes are "\x…" there, amounts are numbers."""
    if value is None:
        return None
    if isinstance(kind, ARRAY):
        return [_read(each, kind.item_type) for each in value]
    if isinstance(kind, Units):
        return str(value)
    if isinstance(kind, Address):
        return eip55.to_text(bytes.fromhex(value[2:]))
    if isinstance(kind, Hash):
        return "0x" + value[2:]
    return _show(value)


def _show(value: Any) -> Any:
    """Texts, and what is made of them, without hidden characters."""
    if isinstance(value, str):
        return show_hidden(value)
    if isinstance(value, list):
        return [_show(each) for each in value]
    if isinstance(value, dict):
        return {show_hidden(name): _show(each) for name, each in value.items()}
    return value
