from typing import Self

from pydantic import Field

import backend.queries.statements as query
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_HASH,
    Address,
    AsOf,
    Event,
    Hash,
    Schema,
    format_time,
    place,
)
from backend.api.schemas.deposits import Period
from backend.queries.status import AsOf as QueriedAsOf


class Statement(Event):
    """A statement that receipts were deposited with. What it says is in the document and in the deposit."""

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

    @classmethod
    def of(cls, deposit: query.Deposit, as_of: QueriedAsOf) -> Self:
        return cls(
            **place(deposit, as_of),
            statement_id=deposit.statement_id,
            reporter=deposit.reporter,
            source=deposit.source,
            period=Period(start=format_time(deposit.period_start), end=format_time(deposit.period_end)),
            document_hash=deposit.document_hash,
            uri=deposit.uri,
            document=f"/v1/statements/{deposit.document_hash}" if deposit.has_document else None,
            corrects=deposit.corrects,
        )


class StatementList(Schema):
    """Every statement, oldest first."""

    as_of: AsOf
    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    statements: list[Statement]

    @classmethod
    def of(cls, found: query.Deposits) -> Self:
        return cls(
            as_of=AsOf.of(found.as_of),
            campaign=found.campaign,
            statements=[Statement.of(each, found.as_of) for each in found.deposits],
        )
