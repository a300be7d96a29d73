"""Money, and the block that an answer is true of."""

from typing import Annotated, Any, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

import backend.queries.status as query
from backend.amounts import format_units, parse_amount
from backend.queries.terms import Currency
from backend.queries.times import format_time

EXAMPLE_CAMPAIGN = "0x1b3a7c2a0B5cf0CA9e2d31d3D9A1d5ab25f4C9E0"
EXAMPLE_WALLET = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"
EXAMPLE_HASH = "0x9f2c35c0a3d4a4ce1d7a0f7a2b1c4f5e60718293a4b5c6d7e8f90a1b2c3d4e5f"


class Schema(BaseModel):
    """What all shapes have in common: nobody changes an answer after it was made."""

    model_config = ConfigDict(frozen=True)


Address = Annotated[
    str, Field(description="An address with its EIP-55 checksum.", pattern="^0x[0-9a-fA-F]{40}$")
]
Hash = Annotated[
    str,
    Field(
        description="32 bytes.",
        pattern="^0x[0-9a-f]{64}$",
        examples=[EXAMPLE_HASH],
    ),
]
Time = Annotated[
    str,
    Field(
        description="RFC 3339, UTC. A time of the terms after the year 9999 reads as the end of that year.",
        json_schema_extra={"format": "date-time"},
        examples=["2026-11-23T01:38:09Z"],
    ),
]
Finality = Annotated[
    query.Finality,
    Field(
        description="seen: a reorg may still undo it; safe, final: as the node calls its block. Of sums and "
        "states, that of `as_of`.",
        examples=["final"],
    ),
]
BlockNumber = Annotated[int, Field(ge=0, examples=[21_400_002])]
Bps = Annotated[int, Field(description="Hundredths of a percent: 10000 is the whole.", ge=0, examples=[500])]
Shares = Annotated[int, Field(description="Whole shares.", ge=0, examples=[2000])]


def require_number(value: object) -> object:
    """Of a body: pydantic takes true and texts for numbers too."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


class Amount(Schema):
    """An exact amount of one currency."""

    raw: str = Field(
        description="Integer, in the currency's smallest unit.", pattern="^[0-9]+$", examples=["100000000000"]
    )
    decimals: int = Field(description="Decimals of the currency.", ge=0, le=255, examples=[6])
    value: str = Field(
        description="The same in whole units, exact, with all its decimals.",
        pattern=r"^[0-9]+(\.[0-9]+)?$",
        examples=["100000.000000"],
    )
    currency: str = Field(description="Symbol of the currency, as its contract tells it.", examples=["EURC"])

    @classmethod
    def of(cls, raw: int, currency: Currency) -> Self:
        return cls(
            raw=str(raw),
            decimals=currency.decimals,
            value=format_units(raw, currency.decimals),
            currency=currency.symbol,
        )


class AsOf(Schema):
    """The block that the answer is true of."""

    block: int = Field(ge=0, examples=[21_450_117])
    hash: Hash
    time: Time
    finality: Finality
    chain_id: int = Field(examples=[1])

    @classmethod
    def of(cls, as_of: query.AsOf) -> Self:
        return cls(
            block=as_of.number,
            hash=as_of.hash,
            time=format_time(as_of.time),
            finality=as_of.finality,
            chain_id=as_of.chain_id,
        )


class Event(Schema):
    """Where in the chain it was said."""

    block_number: BlockNumber
    finality: Finality
    time: Time
    transaction_hash: Hash


class Placed(Protocol):
    """What a query found with its place in the chain."""

    @property
    def block_number(self) -> int: ...
    @property
    def time(self) -> int: ...
    @property
    def transaction_hash(self) -> str: ...


def place(event: Placed, as_of: query.AsOf) -> dict[str, Any]:
    """The fields of Event."""
    return {
        "block_number": event.block_number,
        "finality": as_of.finality_of(event.block_number),
        "time": format_time(event.time),
        "transaction_hash": event.transaction_hash,
    }


def example(value: str) -> dict[str, Any]:
    """An amount of EURC for the documentation."""
    raw = parse_amount(value, 6)
    return Amount(raw=str(raw), decimals=6, value=format_units(raw, 6), currency="EURC").model_dump()
