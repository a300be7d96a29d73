from pydantic import Field

from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_HASH,
    Address,
    Event,
    Hash,
    Schema,
    Time,
)


class Period(Schema):
    start: Time = Field(description="First second of the period.", examples=["2026-07-01T00:00:00Z"])
    end: Time = Field(description="First second after the period.", examples=["2026-10-01T00:00:00Z"])


class Statement(Event):
    """A statement that receipts were deposited with. What it says is in the document and in the deposit."""

    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    statement_id: Hash
    reporter: Address = Field(examples=["0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"])
    source: str = Field(description="Who paid.", examples=["distrokid"])
    period: Period
    document_hash: Hash = Field(description="keccak256 of the document.")
    uri: str = Field(description="Where its reporter published it.", examples=["https://example.org/q3.json"])
    document: str | None = Field(
        description="Path of the document on this server; null if it is only at `uri`.",
        examples=[f"/v1/statements/{EXAMPLE_HASH}"],
    )
    corrects: Hash | None = Field(description="The statement that this one corrects.", examples=[None])
