from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from backend.addresses import PATTERN
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_HASH,
    EXAMPLE_WALLET,
    Address,
    AsOf,
    BlockNumber,
    Hash,
    Schema,
    Time,
    require_number,
)
from backend.fates import fate as query
from backend.fates.moves import Status
from backend.fates.words import Subject, explain, name_error
from backend.languages import Language
from backend.queries.status import AsOf as QueriedAsOf
from backend.queries.times import format_time

MOST_CALLS = 64
MOST_DATA = 2 * 16_384
"""Hexadecimal digits in the data of all calls together: what is written down for anybody who asks."""
MOST_BUNDLE = 8_194
"""Characters: a batch's name has 4,096 bytes at most (EIP-5792)."""
EXAMPLE_ID = "q0Xh3rX1lYk8m2bVtJw5Zg"

Sent = Annotated[str, Field(pattern="^0x[0-9a-fA-F]{64}$", examples=[EXAMPLE_HASH])]
Bundle = Annotated[
    str,
    Field(max_length=MOST_BUNDLE, pattern="^[ -~]+$", examples=["0x00000000000000000000000e"]),
]


AnyAddress = Annotated[str, Field(json_schema_extra={"pattern": PATTERN})]


class Body(BaseModel):
    """What a caller sends: nothing in it is passed over."""

    model_config = ConfigDict(extra="forbid")


class SentCall(Body):
    """A call as POST /v1/calls/{action} prepares it; other fields of it are passed over."""

    model_config = ConfigDict(extra="ignore")

    to: AnyAddress = Field(examples=[EXAMPLE_CAMPAIGN])
    data: str = Field(pattern="^0x([0-9a-fA-F]{2})*$", max_length=MOST_DATA + 2, examples=["0xb6549f75"])


class Registration(Body):
    """What a wallet is about to be asked."""

    action: str = Field(max_length=40, pattern="^[a-z_]+$", examples=["contribute"])
    campaign: AnyAddress | None = Field(
        None, description="None for what concerns several projects.", examples=[EXAMPLE_CAMPAIGN]
    )
    wallet: AnyAddress = Field(examples=[EXAMPLE_WALLET])
    calls: list[SentCall] = Field(
        [],
        max_length=MOST_CALLS,
        description="What it is given to send, in order.",
        examples=[[{"to": EXAMPLE_CAMPAIGN, "data": "0xb6549f75"}]],
    )
    hash: Sent | None = Field(None, description="Of a transaction that was sent before this.")
    bundle: Bundle | None = Field(None, description="What the wallet calls its batch (EIP-5792).")
    nonce: int | None = Field(
        None, ge=0, lt=2**63, description="If the wallet said which it will use.", examples=[7]
    )

    _refuse_text = field_validator("nonce", mode="before")(require_number)

    @model_validator(mode="before")
    @classmethod
    def _read_none(cls, values: object) -> object:
        """No calls at all are none."""
        if isinstance(values, dict) and values.get("calls") is None:
            return {name: value for name, value in values.items() if name != "calls"}
        return values

    @model_validator(mode="after")
    def _expect_little(self) -> Self:
        if sum(len(each.data) - 2 for each in self.calls) > MOST_DATA:
            raise ValueError(f"the data of all calls together has {MOST_DATA // 2} bytes at most")
        return self


_ANSWERS = ("hash", "bundle", "outcome")


class WalletAnswer(Body):
    """What the wallet said: one of the three."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": [each], "properties": {each: {"not": {"type": "null"}}}} for each in _ANSWERS
            ]
        }
    )

    hash: Sent | None = None
    bundle: Bundle | None = None
    outcome: Literal["refused"] | None = Field(None, description="The fan said no (EIP-1193: 4001).")

    @model_validator(mode="after")
    def _expect_one(self) -> Self:
        if sum(getattr(self, each) is not None for each in _ANSWERS) != 1:
            raise ValueError("give one of hash, bundle and outcome")
        return self


class Step(Schema):
    """Since when it had a status."""

    status: Status = Field(examples=["included"])
    at: Time
    hash: Hash | None
    block_number: BlockNumber | None

    @classmethod
    def of(cls, step: query.Step) -> Self:
        return cls(
            status=step.status, at=format_time(step.at), hash=step.hash, block_number=step.block_number
        )


class Followed(Schema):
    """A transaction and what became of it."""

    id: str = Field(description="Nobody guesses it.", examples=[EXAMPLE_ID])
    url: str = Field(
        description="Its page on this site; a part of it is there for htmx.",
        examples=[f"/en/transactions/{EXAMPLE_ID}"],
    )
    action: str = Field(examples=["contribute"])
    campaign: Address | None = Field(examples=[EXAMPLE_CAMPAIGN])
    wallet: Address = Field(examples=[EXAMPLE_WALLET])
    status: Status = Field(
        description="asked: the wallet has it before it. waiting: it was sent, or the wallet has taken a "
        "batch. included, safe, final: how sure its block is. replaced: another transaction of its nonce "
        "does the same, and is followed. cancelled: its nonce was used for something else. failed: see "
        "`reason`. undone: a reorg took it back. refused: the fan said no. forgotten: nobody knows it any "
        "more.",
        examples=["included"],
    )
    settled: bool = Field(description="Whether nothing can change it any more.", examples=[False])
    hash: Hash | None
    replaced: list[Hash] = Field(description="Hashes that it had before, the oldest first.", examples=[[]])
    bundle: str | None = Field(description="What the wallet calls its batch.", examples=[None])
    nonce: int | None = Field(ge=0, examples=[12])
    block_number: BlockNumber | None
    cancelled_by: Hash | None = Field(description="What used its nonce instead.", examples=[None])
    reason: str | None = Field(
        description="Why it failed, in the language of Accept-Language.", examples=[None]
    )
    error: str | None = Field(description="The same in the contract's words.", examples=[None])
    created_at: Time
    history: list[Step]

    @classmethod
    def of(cls, fate: query.Fate, subject: Subject | None, language: Language) -> Self:
        return cls(
            id=fate.id,
            url=f"/{language}/transactions/{fate.id}",
            action=fate.action,
            campaign=fate.campaign,
            wallet=fate.wallet,
            status=fate.status,
            settled=fate.settled,
            hash=fate.hash,
            replaced=list(fate.earlier),
            bundle=fate.bundle,
            nonce=fate.nonce,
            block_number=fate.block_number,
            cancelled_by=fate.rival,
            reason=explain(fate, subject, language),
            error=name_error(fate),
            created_at=format_time(fate.created_at),
            history=[Step.of(each) for each in fate.history],
        )


class FollowedTransaction(Followed):
    """One of them, and as of when the mirror knows it."""

    as_of: AsOf

    @classmethod
    def at(cls, as_of: QueriedAsOf, fate: query.Fate, subject: Subject | None, language: Language) -> Self:
        return cls(as_of=AsOf.of(as_of), **dict(Followed.of(fate, subject, language)))


class FollowedList(Schema):
    """Those that the chain showed to be the wallet's, the newest first."""

    as_of: AsOf
    wallet: Address = Field(examples=[EXAMPLE_WALLET])
    transactions: list[Followed]

    @classmethod
    def of(cls, as_of: QueriedAsOf, wallet: str, transactions: list[Followed]) -> Self:
        return cls(as_of=AsOf.of(as_of), wallet=wallet, transactions=transactions)
