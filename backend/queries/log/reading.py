"""One part of the log: what a reorg took back of what was told, or what the chain says after it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, LargeBinary, Row, TextualSelect, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT, INTEGER, TEXT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend import eip55
from backend.queries.log.kinds import KINDS, TABLES, name_type
from backend.queries.log.position import LAST_INDEX, Place, Position, PositionAhead
from backend.queries.retractions import read_values
from backend.queries.status import AsOf, Finality, Moment, pin
from backend.queries.terms import Currency
from backend.tables import Address, Hash, metadata


@dataclass(frozen=True, slots=True)
class Entry:
    """id: of what was said, the same when a reorg takes it back and when it is said again in another block;
    revision grows then. table: of the ledger. currency: None for what is said of all projects. position: of
    who has read up to here."""

    id: str
    revision: int
    retracted: bool
    type: str
    table: str
    campaign: str | None
    currency: Currency | None
    block_number: int
    block_hash: str
    log_index: int
    transaction_hash: str
    time: int
    finality: Finality
    values: Mapping[str, Any]
    position: Position


@dataclass(frozen=True, slots=True)
class Part:
    """entries: in the order in which they happened, retractions newest first. next: where to go on, also when
    there is nothing new. more: whether something is there already (a part may be empty all the same)."""

    as_of: AsOf
    entries: tuple[Entry, ...]
    next: Position
    more: bool


_REORGS = text(
    """
    select (select coalesce(max(id), 0) from reorgs) as newest, g.id, g.fork_number
    from (select) x left join (
        select id, fork_number from reorgs where id > :reorg and fork_number < :block order by id limit 1) g
        on true
    """
).bindparams(bindparam("reorg", type_=BIGINT), bindparam("block", type_=BIGINT))

# Of a retraction or a row `r` of `event`: the how manieth of its transaction's rows in that table it is,
# and how
# often these were taken back.
_UNDONE = """
    (select count(distinct reorg_id) from retracted
        where row ->> 'transaction_hash' = r.said ->> 'transaction_hash' and event = r.event
            and reorg_id <= :reorg) as undone
"""
_CURRENCY = """
    left join lateral (
        select currency, currency_symbol as symbol, currency_decimals as decimals
        from projects where campaign = r.campaign
        union all
        select decode(substr(row ->> 'currency', 3), 'hex'), row ->> 'currency_symbol',
            (row ->> 'currency_decimals')::smallint
        from retracted where campaign = r.campaign and event = 'projects'
        limit 1) p on true
"""

_RETRACTED = (
    text(
        f"""
        select r.*, p.currency, p.symbol, p.decimals, {_UNDONE},
            (select count(*) from retracted o
                where o.reorg_id = :reorg and o.event = r.event and o.block_number = r.block_number
                    and o.row ->> 'transaction_hash' = r.said ->> 'transaction_hash'
                    and o.log_index < r.log_index) as ordinal
        from (
            select event, block_number, log_index, block_hash, block_time as time, campaign, row as said
            from retracted
            where reorg_id = :reorg and (block_number, log_index, event) <= (:block, :index, :table)
                and (cast(:undone as bigint) is null
                    or (block_number, log_index, event) < (:undone, :undone_index, :undone_table))
            order by block_number desc, log_index desc, event desc limit :most) r
        {_CURRENCY}
        order by r.block_number desc, r.log_index desc, r.event desc
        """
    )
    .bindparams(
        *(bindparam(each, type_=BIGINT) for each in ("reorg", "block", "undone", "most")),
        *(bindparam(each, type_=INTEGER) for each in ("index", "undone_index")),
        *(bindparam(each, type_=TEXT) for each in ("table", "undone_table")),
    )
    .columns(block_hash=Hash, campaign=Address, currency=Address)
)


@lru_cache(maxsize=256)
def _rows(types: frozenset[str] | None, has_campaigns: bool) -> TextualSelect | None:
    """Keys of all tables first, each by its own index; then only the rows of this part. None where no project
    says anything of these types."""
    keys, rows, ordinals = [], [], []
    for name in TABLES:
        kinds = [each for each in KINDS if each.table == name and (types is None or each.type in types)]
        is_of_project = "campaign" in metadata.tables[name].c
        if not kinds or (has_campaigns and not is_of_project):
            continue
        where = "" if types is None else f"and ({' or '.join(f'({each.where})' for each in kinds)})"
        where += " and campaign = any(:campaigns)" if has_campaigns else ""
        campaign = "campaign" if is_of_project else "cast(null as bytea)"
        keys.append(
            f"(select '{name}' as event, block_number, log_index, {campaign} as campaign from {name} "
            f"where (block_number, log_index) >= (:block, :index) and block_number <= :last "
            f"and (block_number, log_index, '{name}') > (:block, :index, :table) {where} "
            f"order by block_number, log_index limit :most)"
        )
        here = f"{name} x where x.block_number = k.block_number"
        rows.append(f"when '{name}' then (select to_jsonb(x) from {here} and x.log_index = k.log_index)")
        ordinals.append(
            f"when '{name}' then (select count(*) from {here} and x.log_index < k.log_index "
            f"and x.transaction_hash = decode(substr(r.said ->> 'transaction_hash', 3), 'hex'))"
        )
    if not keys:
        return None
    return (
        text(
            f"""
            select r.*, p.currency, p.symbol, p.decimals, {_UNDONE.replace("r.event", "k.event")},
                case k.event {" ".join(ordinals)} end as ordinal, k.*, b.hash as block_hash, b.time
            from (
                select * from ({" union all ".join(keys)}) every
                order by block_number, log_index, event limit :most) k
            join blocks b on b.number = k.block_number
            cross join lateral (select case k.event {" ".join(rows)} end as said) r
            {_CURRENCY.replace("r.campaign", "k.campaign")}
            order by k.block_number, k.log_index, k.event
            """
        )
        .bindparams(
            *(bindparam(each, type_=BIGINT) for each in ("reorg", "block", "last", "most")),
            bindparam("index", type_=INTEGER),
            bindparam("table", type_=TEXT),
            *([bindparam("campaigns", type_=ARRAY(LargeBinary))] if has_campaigns else []),
        )
        .columns(block_hash=Hash, campaign=Address, currency=Address)
    )


async def read_log(
    connection: AsyncConnection,
    after: Position,
    *,
    types: frozenset[str] | None = None,
    campaigns: frozenset[str] = frozenset(),
    finality: Finality = "seen",
    most: int,
    refuses_ahead: bool = False,
) -> Part:
    """What follows, `most` entries of it. types: of kinds.TYPES, not empty. refuses_ahead: PositionAhead is
    raised for a position of a reorg that is not known here, as that of another server may be.

    With "final" nothing is told that could be taken back, so that nothing ever is.
    """
    at = await pin(connection, Moment(finality=finality))
    asked = {"reorg": after.reorg, "block": after.seen[0]}
    pending = (await connection.execute(_REORGS, asked)).one()
    if refuses_ahead and (after.reorg > pending.newest or (after.undone and pending.id is None)):
        raise PositionAhead
    if pending.id is not None:
        return await _tell_undone(connection, at, after, pending, types, campaigns, most)
    values = {
        **_name_place(after.seen),
        "reorg": pending.newest,
        "last": at.number,
        "most": most + 1,
        "campaigns": [eip55.to_bytes(each) for each in campaigns],
    }
    statement = _rows(types, bool(campaigns))
    if not campaigns:
        del values["campaigns"]
    found = [] if statement is None else (await connection.execute(statement, values)).all()
    start = Position(pending.newest, after.seen)
    entries = tuple(_read(row, at, replace(start, seen=_place(row)), False) for row in found[:most])
    more = len(found) > most
    # Nothing of what is asked for is left up to here, whatever else there is.
    end = start if at.number < start.seen[0] else Position(pending.newest, (at.number, LAST_INDEX, "z"))
    return Part(at, entries, entries[-1].position if more else end, more)


async def _tell_undone(
    connection: AsyncConnection,
    at: AsOf,
    after: Position,
    reorg: Row[Any],
    types: frozenset[str] | None,
    campaigns: frozenset[str],
    most: int,
) -> Part:
    undone = after.undone or (None, 0, "")
    values = {
        **_name_place(after.seen),
        "reorg": reorg.id,
        "undone": undone[0],
        "undone_index": undone[1],
        "undone_table": undone[2],
        "most": most + 1,
    }
    found = (await connection.execute(_RETRACTED, values)).all()
    told = [_read(row, at, replace(after, undone=_place(row)), True) for row in found[:most]]
    is_all = len(found) <= most
    # What is left of what was seen is what stands up to the fork.
    end = Position(reorg.id, (reorg.fork_number, LAST_INDEX, "z"))
    following = end if is_all else told[-1].position
    entries = tuple(
        each
        for each in told
        if (types is None or each.type in types) and (not campaigns or each.campaign in campaigns)
    )
    return Part(at, entries, following, True)


async def find_newest(connection: AsyncConnection, finality: Finality = "seen") -> Position:
    """The position of who has read everything."""
    at = await pin(connection, Moment(finality=finality))
    pending = (await connection.execute(_REORGS, {"reorg": 0, "block": 0})).one()
    return Position(pending.newest, (at.number, LAST_INDEX, "z"))


def _name_place(place: Place) -> dict[str, Any]:
    return {"block": place[0], "index": place[1], "table": place[2]}


def _place(row: Row[Any]) -> Place:
    return row.block_number, row.log_index, row.event


def _read(row: Row[Any], at: AsOf, position: Position, retracted: bool) -> Entry:
    transaction, values = read_values(row.event, row.said)
    return Entry(
        id=f"{transaction}-{row.event}-{row.ordinal}",
        revision=2 * row.undone + (0 if retracted else 1),
        retracted=retracted,
        type=name_type(row.event, values),
        table=row.event,
        campaign=row.campaign,
        currency=None if row.currency is None else Currency(row.currency, row.symbol, row.decimals),
        block_number=row.block_number,
        block_hash=row.block_hash,
        log_index=row.log_index,
        transaction_hash=transaction,
        time=row.time,
        finality="seen" if retracted else at.finality_of(row.block_number),
        values=values,
        position=position,
    )
