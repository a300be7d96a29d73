from typing import Literal, Self

from pydantic import Field

import backend.queries.following as query
from backend.api.schemas.amounts import Address, AsOf, BlockNumber, Hash, Schema, Time
from backend.queries.status import AsOf as QueriedAsOf
from backend.queries.times import format_time


class Lag(Schema):
    """How far the mirror is behind the head."""

    blocks: int = Field(ge=0, examples=[1])
    seconds: int = Field(
        description="How old the mirrored block is; 0 at the head, however quiet the chain.",
        ge=0,
        examples=[12],
    )


class Reorg(Schema):
    """The chain replaced blocks that had been mirrored. What was said in them is at /v1/retracted."""

    id: int = Field(description="Counts up.", ge=1, examples=[7])
    noticed_at: Time
    fork_number: BlockNumber = Field(
        description="The newest block that both chains have.", examples=[21_450_100]
    )
    fork_hash: Hash
    old_number: BlockNumber = Field(description="Where the mirror stood.", examples=[21_450_103])
    old_hash: Hash
    new_number: BlockNumber = Field(description="Where it stood afterwards.", examples=[21_450_104])
    new_hash: Hash
    depth: int = Field(description="How many mirrored blocks were taken back.", ge=0, examples=[3])
    rows: int = Field(description="How many rows were taken back.", ge=0, examples=[12])

    @classmethod
    def of(cls, reorg: query.Reorg) -> Self:
        return cls(
            id=reorg.id,
            noticed_at=format_time(reorg.noticed_at),
            fork_number=reorg.fork_number,
            fork_hash=reorg.fork_hash,
            old_number=reorg.old_number,
            old_hash=reorg.old_hash,
            new_number=reorg.new_number,
            new_hash=reorg.new_hash,
            depth=reorg.depth,
            rows=reorg.rows,
        )


class Reconciliation(Schema):
    """The last comparison of the whole mirror with the chain."""

    started_at: Time
    seconds: str = Field(description="How long it took.", pattern=r"^[0-9]+(\.[0-9]+)?$", examples=["4.210"])
    block_number: BlockNumber
    block_hash: Hash
    compared: int = Field(description="Values.", ge=0, examples=[1_204_312])
    differences: int = Field(description="0: mirror and chain are equal.", ge=0, examples=[0])
    first_differences: list[str] = Field(
        description=f"The first {query.FIRST_DIFFERENCES} of them.",
        examples=[["transfers: block_number 21450101, log_index 3: not in the mirror"]],
    )

    @classmethod
    def of(cls, found: query.Reconciliation) -> Self:
        return cls(
            started_at=format_time(found.started_at),
            seconds=f"{found.seconds:f}",
            block_number=found.block_number,
            block_hash=found.block_hash,
            compared=found.compared,
            differences=found.differences,
            first_differences=list(found.first),
        )


class Endpoint(Schema):
    """A node that the mirror asks."""

    name: str = Field(
        description="Scheme, host and port, without what may be secret.",
        examples=["https://node.example:8545"],
    )
    healthy: bool = Field(examples=[True])
    error: str | None = Field(description="Why not.", examples=[None])
    failures: int = Field(description="In a row.", ge=0, examples=[0])
    head: BlockNumber | None = Field(description="The newest block that it told of.", examples=[21_450_118])
    heard_at: Time | None = Field(description="When it last gave a good answer.")

    @classmethod
    def of(cls, endpoint: query.Endpoint) -> Self:
        return cls(
            name=endpoint.name,
            healthy=endpoint.is_healthy,
            error=endpoint.error,
            failures=endpoint.failures,
            head=endpoint.head_number,
            heard_at=None if endpoint.heard_at is None else format_time(endpoint.heard_at),
        )


class Status(Schema):
    """The mirror: `as_of` is the block it is at, and all other answers are true of."""

    as_of: AsOf
    factory: Address = Field(
        description="The ProjectFactory whose projects are followed.",
        examples=["0x5FbDB2315678afecb367f032d93F642f64180aa3"],
    )
    projects: int = Field(description="How many projects there are.", examples=[12])
    head: BlockNumber = Field(description="The newest block that any node told of.", examples=[21_450_118])
    safe_number: BlockNumber = Field(
        description="The newest safe block that a node told of.", examples=[21_450_085]
    )
    final_number: BlockNumber = Field(
        description="The newest final block that a node told of: no reorg reaches it.", examples=[21_450_053]
    )
    lag: Lag
    reorgs: int = Field(description="Since the beginning.", ge=0, examples=[7])
    retracted: int = Field(description="Rows that they took back.", ge=0, examples=[31])
    last_reorg: Reorg | None
    last_reconciliation: Reconciliation | None
    endpoints: list[Endpoint]

    @classmethod
    def of(cls, found: query.Following, as_of: QueriedAsOf, factory: str) -> Self:
        reorg, compared = found.last_reorg, found.last_reconciliation
        return cls(
            as_of=AsOf.of(as_of),
            factory=factory,
            projects=found.projects,
            head=as_of.number + found.lag_blocks,
            safe_number=as_of.safe_number,
            final_number=as_of.final_number,
            lag=Lag(blocks=found.lag_blocks, seconds=found.lag_seconds),
            reorgs=found.reorgs,
            retracted=found.retracted,
            last_reorg=None if reorg is None else Reorg.of(reorg),
            last_reconciliation=None if compared is None else Reconciliation.of(compared),
            endpoints=[Endpoint.of(each) for each in found.endpoints],
        )


class Health(Schema):
    """The process answers."""

    status: Literal["ok"] = "ok"
