"""Events of the log: what was said on the chain, and what a reorg took back."""

from typing import Any, Self

from pydantic import Field

import backend.queries.log as query
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_HASH,
    Address,
    AsOf,
    BlockNumber,
    Finality,
    Hash,
    Schema,
    Time,
)

EXAMPLE_CURSOR = query.write_position(query.Position(7, (21_450_101, 3, "contributions")))
_EXAMPLE_DATA = {
    "fan": "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65",
    "payer": "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65",
    "shares": 10,
    "amount": {"raw": "500000000", "decimals": 6, "value": "500.000000", "currency": "EURC"},
    "tier": 1,
    "firm_at": "2026-11-26T01:38:09Z",
}


class LoggedEvent(Schema):
    """Something that the chain said. It is told again, with the same id, when a reorg takes it back
    (`retracted`), and when it is said again in another block."""

    id: str = Field(
        description="Its transaction, the table of the ledger, and the how manieth of these it is.",
        examples=[f"{EXAMPLE_HASH}-contributions-0"],
    )
    revision: int = Field(
        description="Greater each time that the same id is told: the greatest is what holds. 1: the first.",
        ge=1,
        examples=[1],
    )
    retracted: bool = Field(description="true: a reorg took it back, and it holds no more.", examples=[False])
    type: str = Field(examples=["contribution.made"], json_schema_extra={"enum": list(query.TYPES)})
    campaign: Address | None = Field(
        description="null: said by the platform of all projects.", examples=[EXAMPLE_CAMPAIGN]
    )
    block_number: BlockNumber
    block_hash: Hash
    log_index: int = Field(ge=0, examples=[3])
    transaction_hash: Hash
    time: Time = Field(description="Of its block.")
    finality: Finality
    data: dict[str, Any] = Field(
        description="What was said. Money of the project is an amount, other large numbers are digits.",
        examples=[_EXAMPLE_DATA],
    )

    @classmethod
    def of(cls, entry: query.Entry) -> Self:
        return cls(**query.tell(entry))


class EventPage(Schema):
    """A part of the log."""

    as_of: AsOf
    events: list[LoggedEvent] = Field(
        description="As they happened; may be empty while there is more. What a reorg took back comes newest "
        "first, before what the chain says instead."
    )
    next: str = Field(
        description="`after` of the next part: always there, for the log does not end.",
        examples=[EXAMPLE_CURSOR],
    )
    more: bool = Field(
        description="Whether there is more already; else ask again later, or listen to the stream.",
        examples=[False],
    )

    @classmethod
    def of(cls, part: query.Part) -> Self:
        return cls(
            as_of=AsOf.of(part.as_of),
            events=[LoggedEvent.of(each) for each in part.entries],
            next=query.write_position(part.next),
            more=part.more,
        )
