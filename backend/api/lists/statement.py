"""The one SQL statement of a list: the block, what belongs to the whole list, and a page of rows.

Being one statement it sees one state of the database, without a transaction around it.
"""

import re
from functools import lru_cache
from typing import Any

from backend import eip55
from backend.api.lists.asked import Asked
from backend.api.lists.cursors import CursorUnreadable, Place
from backend.api.lists.listing import Listing, Scope, Sort
from backend.queries.status import AT

_NAMED = re.compile(r"(?<!:):(\w+)")
_PROJECT = """
    p.name as project_name, p.symbol as project_symbol, p.model as project_model,
    p.share_token as project_share_token, p.waterfall as project_waterfall
"""

AT_COLUMNS = (
    "chain_id",
    "safe_number",
    "final_number",
    "start_number",
    "head",
    "head_time",
    "head_hash",
    "version",
    "wanted",
    "number",
    "hash",
    "time",
    "reorg",
    "fork",
)
_AT_COLUMNS = ", ".join(f"at.{each} as at_{each}" for each in AT_COLUMNS)

Statement = tuple[str, dict[str, Any]]


def write_statement(listing: Listing, scope: Scope, asked: Asked, scoped_to: str | None) -> Statement:
    """SQL for psycopg, and its values. scoped_to: the address in the path. Raises CursorUnreadable."""
    place = asked.place
    values: dict[str, Any] = {
        "at_block": asked.moment.block if place is None else place.block,
        "at_time": asked.moment.time if place is None else None,
        "finality": asked.moment.finality,
        "reorg": None if place is None else place.reorg,
        "scope": None if scoped_to is None else eip55.to_bytes(scoped_to),
        **{f"f_{name}": value for name, value in asked.filters.items()},
        # One more than is told, to know whether another page follows.
        "most": None if asked.limit is None else asked.limit + 1,
    }
    sort = listing.sorts[asked.sort]
    if place is not None and place.after is not None:
        values |= _read_after(place, (sort, *listing.key))
    sql = _write(
        listing.name,
        scope.path,
        tuple(asked.filters),
        asked.sort,
        asked.descends,
        asked.expands,
        place is not None and place.after is not None,
    )
    return sql, values


_LISTINGS: dict[str, Listing] = {}


def remember(listing: Listing) -> None:
    """Has to be called once for each listing, before a statement is written for it."""
    _LISTINGS[listing.name] = listing


@lru_cache(maxsize=4_096)
def _write(
    name: str, path: str, filters: tuple[str, ...], sort: str, descends: bool, expands: bool, goes_on: bool
) -> str:
    listing = _LISTINGS[name]
    scope = next(each for each in listing.paths if each.path == path)
    order = (listing.sorts[sort], *listing.key)
    conditions = [each for each in (listing.pinned, scope.sql) if each]
    conditions += [_condition(listing, each) for each in filters]
    if goes_on:
        ours = ", ".join(each.sql for each in order)
        theirs = ", ".join(f":after_{number}" for number in range(len(order)))
        conditions.append(f"({ours}) {'<' if descends else '>'} ({theirs})")
    where = " and ".join(conditions) or "true"
    way = "desc" if descends else "asc"
    by = ", ".join(f"{each.sql} {way}" for each in order)
    told = ", ".join(f"{each.sql} as s{number}" for number, each in enumerate(order))
    outer = ", ".join(f"r.s{number} {way}" for number in range(len(order)))
    proof = f"left join lateral ({listing.proof}) t on true" if listing.proof else ""
    proof_columns = "t.*, " if listing.proof else ""
    known = (
        "exists (select from projects where campaign = :scope and block_number <= at.number)"
        if scope.is_project
        else "true"
    )
    sql = f"""
        with at as materialized (
            select at.*, g.reorg, g.fork from ({AT}) at cross join lateral (
                select coalesce(max(id), 0) as reorg, min(fork_number) filter (where id > :reorg) as fork
                from reorgs) g)
            {listing.ctes}
        select {_AT_COLUMNS}, {known} as is_known, {proof_columns} r.*
        from at {proof}
        left join lateral (
            select {told}, {listing.columns} {"," + _PROJECT if expands else ""}
            from (select x.* from {listing.rows} where {where} order by {by} limit :most) x
            {listing.joins}
        ) r on true
        order by {outer}
    """
    types = {"scope": "bytea", "reorg": "bigint", "most": "bigint"}
    types |= {"at_block": "bigint", "at_time": "bigint", "finality": "text"}
    types |= {f"after_{number}": each.cast for number, each in enumerate(order)}
    types |= {f"f_{each}": _type_of(listing, each) for each in filters}
    return _NAMED.sub(lambda named: f"%({named[1]})s::{types[named[1]]}", sql.replace("%", "%%"))


def _condition(listing: Listing, name: str) -> str:
    each = listing.filters[name]
    return "(" + each.sql.replace("{}", f"any(:f_{name})" if each.many else f":f_{name}") + ")"


def _type_of(listing: Listing, name: str) -> str:
    each = listing.filters[name]
    return each.kind.sql + ("[]" if each.many else "")


def _read_after(place: Place, order: tuple[Sort, ...]) -> dict[str, Any]:
    assert place.after is not None
    found: dict[str, Any] = {}
    for number, (text, each) in enumerate(zip(place.after, order, strict=True)):
        is_bytes = text.startswith("x")
        if is_bytes != (each.cast == "bytea") or (each.cast == "bigint" and abs(int(text)) >= 2**63):
            raise CursorUnreadable("Take the cursor as it was given, whole: `next` of the page before.")
        try:
            found[f"after_{number}"] = bytes.fromhex(text[1:]) if is_bytes else int(text)
        except ValueError:
            raise CursorUnreadable(
                "Take the cursor as it was given, whole: `next` of the page before."
            ) from None
    return found


def write_after(row: Any, length: int) -> tuple[str, ...]:
    """The sort's value and the key of a row, for a Place."""
    values = [getattr(row, f"s{number}") for number in range(length)]
    return tuple("x" + each.hex() if isinstance(each, bytes) else str(int(each)) for each in values)
