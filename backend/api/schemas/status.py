from typing import Literal, Self

from pydantic import Field

import backend.queries.status as query
from backend.api.schemas.amounts import Address, AsOf, Schema


class Status(Schema):
    """How far the chain has been read."""

    as_of: AsOf
    factory: Address = Field(
        description="The ProjectFactory whose projects are followed.",
        examples=["0x5FbDB2315678afecb367f032d93F642f64180aa3"],
    )
    final_number: int = Field(
        description="The newest final block that the node told of.", examples=[21_450_117]
    )
    projects: int = Field(description="How many projects there are.", examples=[12])

    @classmethod
    def of(cls, found: query.Status) -> Self:
        return cls(
            as_of=AsOf.of(found.as_of),
            factory=found.factory,
            final_number=found.final_number,
            projects=found.projects,
        )


class Health(Schema):
    """The process answers."""

    status: Literal["ok"] = "ok"
