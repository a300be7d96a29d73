"""How the mirror is doing: how far it is, who tells it, whether it was found equal to the chain (7.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.status import AsOf
from backend.tables import Address, Hash

FIRST_DIFFERENCES = 10
"""So many of a reconciliation's differences are told in words, and all of them counted."""


@dataclass(frozen=True, slots=True)
class Reorg:
    """The chain replaced blocks that the mirror had read. Times are in unix seconds.

    fork: the newest block that both have. old: where the mirror stood; new: where it stood afterwards.
    rows: how many were taken back, and are kept as retracted (queries.retractions).
    """

    id: int
    noticed_at: int
    fork_number: int
    fork_hash: str
    old_number: int
    old_hash: str
    new_number: int
    new_hash: str
    rows: int

    @property
    def depth(self) -> int:
        """Blocks taken back."""
        return self.old_number - self.fork_number


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One comparison of the whole mirror with the chain, at a block. compared: values.

    first: the first of its differences, FIRST_DIFFERENCES at most, in words.
    """

    started_at: int
    seconds: Decimal
    block_number: int
    block_hash: str
    compared: int
    differences: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A node that the mirror asks. name: scheme://host:port, nothing that is secret.

    heard_at: its last good answer. failures: in a row. error: why it is not healthy; None when it is.
    """

    name: str
    head_number: int | None
    heard_at: int | None
    failures: int
    error: str | None

    @property
    def is_healthy(self) -> bool:
        return self.error is None and self.heard_at is not None


@dataclass(frozen=True, slots=True)
class Following:
    """as_of, factory: None before the first block. now: of the database's clock, in unix seconds.

    head: the newest block that any node told of, or that was read. heard_at: the last good answer of any.
    reorgs, retracted: how many since the beginning, and how many rows they took back.
    """

    as_of: AsOf | None
    factory: str | None
    now: int
    head: int | None
    heard_at: int | None
    projects: int
    reorgs: int
    retracted: int
    last_reorg: Reorg | None
    last_reconciliation: Reconciliation | None
    endpoints: tuple[Endpoint, ...]

    @property
    def lag_blocks(self) -> int:
        """Blocks that are told of and not mirrored yet; 0 while nothing is mirrored."""
        return 0 if self.as_of is None or self.head is None else self.head - self.as_of.number

    @property
    def lag_seconds(self) -> int:
        """How old the mirror's block is while it is behind; 0 at the head, however quiet the chain."""
        return max(0, self.now - self.as_of.time) if self.as_of and self.lag_blocks else 0


# Of a row `r` of reorgs, as JSON that `read_reorg` reads.
REORG = """
    jsonb_build_object(
        'id', r.id, 'noticed_at', r.noticed_at,
        'fork_number', r.fork_number, 'fork_hash', '0x' || encode(r.fork_hash, 'hex'),
        'old_number', r.old_number, 'old_hash', '0x' || encode(r.old_hash, 'hex'),
        'new_number', r.new_number, 'new_hash', '0x' || encode(r.new_hash, 'hex'),
        'rows', (select count(*) from retracted where reorg_id = r.id))
"""

_FOLLOWING = text(
    f"""
    select c.chain_id, c.factory, c.block_number as number, c.block_hash as hash, c.block_time as time,
        c.safe_number, c.final_number, cast(extract(epoch from statement_timestamp()) as bigint) as now,
        greatest(c.block_number, e.head) as head, e.heard_at, e.endpoints,
        (select count(*) from projects) as projects,
        (select count(*) from reorgs) as reorgs, (select count(*) from retracted) as retracted,
        (select {REORG} from reorgs r order by r.id desc limit 1) as last_reorg,
        (select jsonb_build_object(
                'started_at', n.started_at, 'seconds', cast(n.seconds as text),
                'block_number', n.block_number, 'block_hash', '0x' || encode(n.block_hash, 'hex'),
                'compared', n.compared,
                'differences', jsonb_array_length(n.differences),
                'first', jsonb_path_query_array(n.differences, '$[0 to {FIRST_DIFFERENCES - 1}]'))
            from reconciliations n order by n.id desc limit 1) as last_reconciliation
    from (select max(head_number) as head, max(heard_at) as heard_at,
            jsonb_agg(jsonb_build_object(
                'name', name, 'head_number', head_number, 'heard_at', heard_at, 'failures', failures,
                'error', error) order by name) as endpoints
        from endpoints) e
    left join cursor c on true
    """
).columns(hash=Hash, factory=Address)


async def following(connection: AsyncConnection) -> Following:
    """Of now, also before the first block."""
    row = (await connection.execute(_FOLLOWING)).one()
    at = None
    if row.number is not None:
        at = AsOf(row.number, row.hash, row.time, row.chain_id, row.safe_number, row.final_number)
    return Following(
        as_of=at,
        factory=row.factory,
        now=row.now,
        head=row.head,
        heard_at=row.heard_at,
        projects=row.projects,
        reorgs=row.reorgs,
        retracted=row.retracted,
        last_reorg=row.last_reorg and read_reorg(row.last_reorg),
        last_reconciliation=row.last_reconciliation and _read_reconciliation(row.last_reconciliation),
        endpoints=tuple(Endpoint(**each) for each in row.endpoints or ()),
    )


def read_reorg(reorg: Mapping[str, Any]) -> Reorg:
    return Reorg(**reorg)


def _read_reconciliation(found: Mapping[str, Any]) -> Reconciliation:
    return Reconciliation(**{**found, "seconds": Decimal(found["seconds"]), "first": tuple(found["first"])})
