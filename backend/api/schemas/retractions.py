from typing import Any, Literal, Self

from pydantic import Field

import backend.queries.retractions as query
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_WALLET,
    Address,
    AsOf,
    BlockNumber,
    Hash,
    Schema,
    Time,
)
from backend.api.schemas.status import Reorg
from backend.queries.times import format_time


class ReorgList(Schema):
    """Every reorg that the mirror lived through, newest first."""

    as_of: AsOf
    reorgs: list[Reorg]
    next: int | None = Field(
        description="Give it as `before` for the page that follows; null at the end.", examples=[7]
    )

    @classmethod
    def of(cls, found: query.Reorgs) -> Self:
        return cls(
            as_of=AsOf.of(found.as_of), reorgs=[Reorg.of(each) for each in found.reorgs], next=found.next
        )


class Retraction(Schema):
    """What was said in a block that is no longer on the chain. It may have been said again in another."""

    reorg: int = Field(description="Its id at /v1/reorgs.", ge=1, examples=[7])
    event: str = Field(description="What kind of row it was.", examples=["contributions"])
    finality: Literal["retracted"] = "retracted"
    campaign: Address | None = Field(
        description="Of which project; null: of the platform.", examples=[EXAMPLE_CAMPAIGN]
    )
    block_number: BlockNumber
    block_hash: Hash = Field(description="Of the block that was replaced.")
    time: Time
    log_index: int = Field(ge=0, examples=[3])
    transaction_hash: Hash
    values: dict[str, Any] = Field(
        description="What it said, by name. Amounts are integers of the currency's smallest unit, as text.",
        examples=[{"fan": EXAMPLE_WALLET, "payer": EXAMPLE_WALLET, "shares": 10, "amount": "500000000"}],
    )

    @classmethod
    def of(cls, found: query.Retraction) -> Self:
        return cls(
            reorg=found.reorg,
            event=found.event,
            campaign=found.campaign,
            block_number=found.block_number,
            block_hash=found.block_hash,
            time=format_time(found.time),
            log_index=found.log_index,
            transaction_hash=found.transaction_hash,
            values=found.values,
        )


class RetractionList(Schema):
    """What the chain took back: newest reorg first, and in it what was said last first."""

    as_of: AsOf
    retracted: list[Retraction]
    next: str | None = Field(
        description="Give it as `before` for the page that follows; null at the end.",
        examples=["7-21450101-3-contributions"],
    )

    @classmethod
    def of(cls, found: query.Retractions) -> Self:
        return cls(
            as_of=AsOf.of(found.as_of),
            retracted=[Retraction.of(each) for each in found.retracted],
            next=found.next,
        )
