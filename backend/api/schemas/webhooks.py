from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import Row

from backend.addresses import PATTERN
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_HASH,
    Address,
    Finality,
    Schema,
    Time,
    require_number,
)
from backend.queries.log import TYPES
from backend.queries.times import format_time
from backend.webhooks.signing import Algorithm, algorithm_of, show_key

EXAMPLE_ID = "wh_5f0c7c1d9a2e4b6f8d3a1c5e"
State = Literal["active", "paused", "disabled"]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WebhookWanted(Body):
    """What to be told, and where."""

    url: str = Field(max_length=2_000, examples=["https://example.org/hooks/coprod"])
    types: list[Annotated[str, Field(json_schema_extra={"enum": list(TYPES)})]] | None = Field(
        None, min_length=1, max_length=100, description="Of events; null: all.", examples=[["payment.made"]]
    )
    campaigns: list[Annotated[str, Field(json_schema_extra={"pattern": PATTERN})]] = Field(
        [], max_length=100, description="Only of these projects; none: of all.", examples=[[EXAMPLE_CAMPAIGN]]
    )
    finality: Finality = Field(
        "seen", description="final: nothing is told that a reorg could take back.", examples=["final"]
    )
    algorithm: Algorithm = Field(
        "hmac", description="Of the signatures: a shared secret, or a key pair.", examples=["hmac"]
    )
    after: str = Field(
        "now",
        max_length=400,
        description="From which place of the log, as at /v1/events; `now`, or `beginning`.",
        examples=["now"],
    )


class BlocksAgain(Body):
    """Whose events are delivered once more, under the same webhook-id."""

    first: int = Field(ge=0, lt=2**63, examples=[21_450_000])
    last: int = Field(ge=0, lt=2**63, examples=[21_450_117])

    _refuse_text = field_validator("first", "last", mode="before")(require_number)


class Webhook(Schema):
    id: str = Field(examples=[EXAMPLE_ID])
    url: str = Field(examples=["https://example.org/hooks/coprod"])
    types: list[str] | None = Field(examples=[["payment.made"]])
    campaigns: list[Address] = Field(examples=[[EXAMPLE_CAMPAIGN]])
    finality: Finality
    algorithm: Algorithm = Field(examples=["hmac"])
    state: State = Field(
        description="disabled: its receiver answered 410, or took nothing for days.", examples=["active"]
    )
    reason: str | None = Field(description="Why it is disabled.", examples=[None])
    position: str = Field(description="Of the log: everything up to it was delivered.", examples=["WzEsN10"])
    failures: int = Field(description="Of the event whose turn it is, in a row.", ge=0, examples=[0])
    next_at: Time | None = Field(description="When it is tried again, after a failure.", examples=[None])
    created_at: Time

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        return cls(**_tell(row))


class NewWebhook(Webhook):
    key: str = Field(
        description="Told now and never again: whsec_…, the secret that both have, or whpk_…, the public key "
        "that signatures are verified with.",
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="],
    )

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        return cls(**_tell(row), key=show_key(row.secret))


class WebhookList(Schema):
    """Those of the wallet, the newest first."""

    webhooks: list[Webhook]


class Delivery(Schema):
    """One attempt."""

    message_id: str = Field(
        description="The header webhook-id: the event's id and revision. The same when it is tried again.",
        examples=[f"{EXAMPLE_HASH}-payments-0-r1"],
    )
    type: str = Field(examples=["payment.made"])
    status: int | None = Field(description="What the receiver answered.", examples=[204])
    error: str | None = Field(description="Why it did not.", examples=[None])
    milliseconds: int = Field(ge=0, examples=[87])
    attempted_at: Time


class DeliveryList(Schema):
    """The newest first; some hundred are remembered."""

    deliveries: list[Delivery]

    @classmethod
    def of(cls, rows: Any) -> Self:
        return cls(
            deliveries=[
                Delivery(
                    message_id=row.message_id,
                    type=row.type,
                    status=row.status,
                    error=row.error,
                    milliseconds=row.milliseconds,
                    attempted_at=format_time(row.attempted_at),
                )
                for row in rows
            ]
        )


def _tell(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": row.url,
        "types": row.types,
        "campaigns": row.campaigns,
        "finality": row.finality,
        "algorithm": algorithm_of(row.secret),
        "state": row.state,
        "reason": row.reason,
        "position": row.position,
        "failures": row.failures,
        "next_at": format_time(row.next_at) if row.failures and row.state == "active" else None,
        "created_at": format_time(row.created_at),
    }
