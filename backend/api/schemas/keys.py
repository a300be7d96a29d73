"""Keys by JSON: what somebody asks for, and what is told of it."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from backend.accounts.keys import ApiKey, Scope
from backend.api.schemas.amounts import Schema, Time, require_number
from backend.queries.times import format_time

EXAMPLE_SECRET = "coprod_" + 8 * "5b1f9c07" + "c0ffee42"


class KeyToMake(BaseModel):
    """Nothing in it is passed over."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True)] = Field(
        min_length=1,
        max_length=100,
        # The database keeps no zero bytes; and one character at least that is no blank.
        pattern=r"^[^\x00-\x1f]*[^\x00-\x1f\s][^\x00-\x1f]*$",
        description="For its owner alone, to know it by.",
        examples=["Accounting"],
    )
    scopes: list[Scope] = Field(
        min_length=1,
        max_length=8,
        description="`read`: a larger quota of reads. `news:write`: posts news of its owner's projects. "
        "`webhooks`: has events sent.",
        examples=[["read", "webhooks"]],
    )
    expires_in: int | None = Field(
        None,
        ge=60,
        le=10 * 366 * 86_400,
        description="Seconds from now; without it the key holds until it is revoked.",
        examples=[7_776_000],
    )

    _refuse_text = field_validator("expires_in", mode="before")(require_number)


class Key(Schema):
    """Without what opens: that was shown once."""

    id: int = Field(examples=[7])
    name: str = Field(examples=["Accounting"])
    scopes: list[str] = Field(examples=[["read", "webhooks"]])
    ending: str = Field(description="The last four characters of the key.", examples=[EXAMPLE_SECRET[-4:]])
    created_at: Time
    used_on: str | None = Field(description="The day of its last use, in UTC.", examples=["2026-11-23"])
    expires_at: Time | None = Field(examples=["2027-02-21T01:38:09Z"])

    @classmethod
    def of(cls, key: ApiKey) -> "Key":
        return cls(**_tell(key))


class MadeKey(Key):
    """With what opens, this once."""

    secret: str = Field(
        description="Send it as `Authorization: Bearer …`. It is not kept here: hide it well.",
        examples=[EXAMPLE_SECRET],
    )

    @classmethod
    def shown(cls, key: ApiKey, secret: str) -> "MadeKey":
        return cls(**_tell(key), secret=secret)


class KeyList(Schema):
    """The newest first."""

    keys: list[Key]


class RevokedKey(Schema):
    """It opens nothing any more."""

    id: int = Field(examples=[7])


def _tell(key: ApiKey) -> dict[str, object]:
    used: date | None = key.used_on
    return {
        "id": key.id,
        "name": key.name,
        "scopes": list(key.scopes),
        "ending": key.ending,
        "created_at": format_time(key.created_at),
        "used_on": None if used is None else used.isoformat(),
        "expires_at": None if key.expires_at is None else format_time(key.expires_at),
    }
