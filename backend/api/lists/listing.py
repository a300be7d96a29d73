"""What a list is: where its rows come from, what it may be filtered and sorted by, and how a row is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from backend.api.lists.kinds import TIME, UNITS, WHOLE, Kind
from backend.queries.status import AsOf

Row = Any
"""A row of the statement, with the columns by name."""
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """sql: a condition on the row `x`, with `{}` for the value. Of `many` values, separated by commas, any
    will do: `{}` is then an array."""

    sql: str
    kind: Kind
    says: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """By the expression `sql` of the row `x`, whose type is `cast`; the listing's key decides between
    equals."""

    sql: str
    cast: str = "bigint"


@dataclass(frozen=True, slots=True)
class Scope:
    """What the path names: parameter `name` of the path; a row belongs to it by the condition `sql`, in which
    :scope stands for its 20 bytes. Of an unknown project nothing is told, of an unknown wallet that it has
    nothing."""

    path: str
    name: str
    sql: str = ""

    @property
    def is_project(self) -> bool:
        return self.name == "campaign"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of `item`s under `name`.

    rows: SQL of a FROM clause with the row `x` (and :scope, where it has one); `at.number` is the block, and
        `pinned` the condition that a row was said by then.
    joins: what is joined to the rows of one page only, `p` (the project) among it.
    columns: what `tell` reads.
    key: expressions of `x` that tell all rows apart, each with its type.
    ctes: before the statement.
    proof: SQL of one row `t` that belongs to the whole list; `tell_proof` reads it.
    is_of_events: whether a row tells what its block said, and no later one can change that.
    is_of_chain: whether nothing but the chain decides what is told.
    """

    name: str
    item: type[BaseModel]
    summary: str
    tag: str
    paths: tuple[Scope, ...]
    rows: str
    joins: str
    columns: str
    tell: Callable[[Row, AsOf], Told]
    filters: Mapping[str, Filter]
    sorts: Mapping[str, Sort]
    sort: str
    key: tuple[Sort, ...] = (Sort("x.block_number"), Sort("x.log_index"))
    pinned: str = "x.block_number <= at.number"
    ctes: str = ""
    proof: str = ""
    tell_proof: Callable[[Row], Told] = field(default=lambda row: {})
    proof_fields: Mapping[str, Any] = field(default_factory=dict)
    is_of_chain: bool = True
    is_of_events: bool = False
    expands: bool = True
    notes: str = ""


def ranges(name: str, sql: str, kind: Kind, says: str) -> dict[str, Filter]:
    """Filters `name_min` and `name_max`."""
    return {
        f"{name}_min": Filter(f"{sql} >= {{}}", kind, f"{says}: this or more."),
        f"{name}_max": Filter(f"{sql} <= {{}}", kind, f"{says}: this or less."),
    }


def amounts(name: str, sql: str, says: str) -> dict[str, Filter]:
    """The same for an amount, in the currency's smallest unit."""
    return ranges(name, sql, UNITS, f"{says}, in the currency's smallest unit")


def shares(name: str, sql: str, says: str) -> dict[str, Filter]:
    return ranges(name, sql, WHOLE, says)


# When it was said. A time is that of its block: blocks are few beside rows, and their numbers order them.
PLACED = {
    "block_min": Filter("x.block_number >= {}", WHOLE, "In this block or a later one."),
    "block_max": Filter("x.block_number <= {}", WHOLE, "In this block or an earlier one."),
    "since": Filter(
        "x.block_number >= coalesce((select min(number) from blocks where time >= {}), 9223372036854775807)",
        TIME,
        "At this time (RFC 3339) or later.",
    ),
    "until": Filter(
        "x.block_number < coalesce((select min(number) from blocks where time >= {}), 9223372036854775807)",
        TIME,
        "Before this time (RFC 3339).",
    ),
}
CHAIN_ORDER = Sort("x.block_number")
