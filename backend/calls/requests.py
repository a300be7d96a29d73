"""What a wallet may ask to have prepared: one shape for each action."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from backend.addresses import PATTERN, parse_address

EXAMPLE_CAMPAIGN = "0x1b3a7c2a0B5cf0CA9e2d31d3D9A1d5ab25f4C9E0"
EXAMPLE_WALLET = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"

Address = Annotated[
    str,
    AfterValidator(parse_address),
    Field(json_schema_extra={"pattern": PATTERN}),
]
Shares = Annotated[int, Field(ge=1, lt=2**48, description="Whole shares.", examples=[10])]
Milestone = Annotated[
    int, Field(ge=0, lt=2**8, description="Number of the milestone in the terms, from 0.", examples=[0])
]
Hex = Annotated[str, Field(pattern="^0x([0-9a-fA-F]{2})*$")]


class Request(BaseModel):
    """What every request has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wallet: Address = Field(
        description="Who will send the calls, or sign. In any case; mixed case must fit EIP-55.",
        examples=[EXAMPLE_WALLET],
    )


class OfProject(Request):
    campaign: Address = Field(description="The project's Campaign contract.", examples=[EXAMPLE_CAMPAIGN])


class SignedPermit(BaseModel):
    """The wallet's answer to an offered permit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    deadline: int = Field(ge=0, lt=2**63, description="As it was offered.", examples=[1_795_400_000])
    signature: Hex = Field(
        description="What eth_signTypedData_v4 returned: 65 bytes.",
        max_length=4_098,
        examples=["0x" + "5b" * 64 + "1b"],
    )


class Contribute(OfProject):
    """Buys shares."""

    shares: Shares
    tier: int = Field(0, ge=0, lt=2**16, description="A reward, from 1; 0 for none.", examples=[1])
    up_to: bool = Field(False, description="If fewer shares are left, take those.")
    permit: SignedPermit | None = Field(
        None, description="Once it is signed, one call does it all. Not with `up_to`."
    )


class ContributeFor(OfProject):
    """Buys shares for a fan who has none."""

    fan: Address = Field(description="Who receives the shares.", examples=[EXAMPLE_WALLET])
    shares: Shares


class Give(OfProject):
    """A patron's gift, which buys no share."""

    amount: str = Field(
        max_length=100,
        description="In whole units of the project's currency, with a point before the decimals.",
        examples=["250.00"],
    )


class Exit(OfProject):
    """After a wind-down: burns shares for their part of what is unspent."""

    shares: Shares


class ClaimTo(OfProject):
    """Claims to another address."""

    to: Address = Field(description="Who receives the money.", examples=[EXAMPLE_WALLET])


class AcceptPush(OfProject):
    """Says whether royalties may be paid without being asked for."""

    accepted: bool = Field(examples=[True])


class Deposit(OfProject):
    """A reporter deposits receipts with an approved statement (rule 5.1)."""

    statement: Annotated[str, Field(pattern="^0x[0-9a-fA-F]{64}$")] = Field(
        description="Id of the statement, by which the Waterfall will know it.", examples=["0x" + 32 * "ab"]
    )


class Announce(OfProject):
    """The producer announces the release of a milestone."""

    milestone: Milestone
    evidence_hash: Annotated[str, Field(pattern="^0x[0-9a-fA-F]{64}$")] = Field(
        description="Of the evidence: keccak-256.", examples=["0x" + 32 * "ab"]
    )
    uri: str = Field(
        max_length=1_024,
        description="Where the evidence can be read.",
        examples=["https://example.org/invoices.pdf"],
    )


class OpenWindDown(OfProject):
    """A holder asks to wind the project down."""

    milestone: Milestone = Field(description="The milestone that is the ground, from 0.", examples=[0])


class Transfer(OfProject):
    """Gives or sells shares."""

    to: Address = Field(description="Who receives them.", examples=[EXAMPLE_WALLET])
    shares: Shares


class OfLine(OfProject):
    """What a financier does about its line."""

    line: int = Field(ge=0, lt=2**8, description="Number of the line in the terms, from 0.", examples=[0])


class SignLine(OfLine):
    """What a financier signs about its line."""

    paid_elsewhere: bool = Field(
        description="It has paid the producer outside the chain; otherwise it promises to bring the amount.",
        examples=[False],
    )


Deadline = Annotated[
    int,
    Field(ge=0, lt=2**48, description="As it was signed: seconds since 1970.", examples=[1_795_400_000]),
]
Signature = Annotated[
    Hex,
    Field(
        max_length=16_386,
        description="65 bytes of a key, or what a contract takes instead (ERC-1271).",
        examples=["0x" + 65 * "1b"],
    ),
]


class RecordConsent(OfProject):
    """Brings the artist's signature."""

    deadline: Deadline
    signature: Signature


class CoverLine(SignLine):
    """Brings a financier's signature."""

    deadline: Deadline
    signature: Signature


class GiftInKind(OfProject):
    """The producer shows a gift that is no currency."""

    patron: str = Field(min_length=1, max_length=1_024, description="Who gives.", examples=["Studio Sud"])
    description: str = Field(min_length=1, max_length=1_024, description="What.", examples=["Ten days"])


class OfferProducer(OfProject):
    """The producer offers its role."""

    to: Address = Field(
        description="To whom; the zero address withdraws the offer.", examples=[EXAMPLE_WALLET]
    )


class Withdraw(OfProject):
    """Takes what the campaign still owes, because a payment failed."""

    to: Address | None = Field(
        None, description="Who receives it; the wallet itself if nobody is named.", examples=[EXAMPLE_WALLET]
    )


REQUESTS: Mapping[str, type[Request]] = {
    "contribute": Contribute,
    "contribute_for": ContributeFor,
    "revoke": OfProject,
    "refund": OfProject,
    "refund_gift": OfProject,
    "give": Give,
    "object": OfProject,
    "open_wind_down": OpenWindDown,
    "exit": Exit,
    "claim": OfProject,
    "claim_all": Request,
    "claim_to": ClaimTo,
    "accept_push": AcceptPush,
    "withdraw": Withdraw,
    "transfer": Transfer,
    "announce": Announce,
    "deposit": Deposit,
    "record_gift_in_kind": GiftInKind,
    "offer_producer": OfferProducer,
    "accept_producer": OfProject,
    "escrow_line": OfLine,
    "withdraw_line": OfLine,
    "return_line": OfLine,
    "record_consent": RecordConsent,
    "revoke_consent": OfProject,
    "cover_line": CoverLine,
    "open": OfProject,
    "cancel": OfProject,
    "finalize": OfProject,
    "read": OfProject,
    "release": OfProject,
}
"""By action."""


def read_request(action: str, values: Mapping[str, Any]) -> Request:
    """The request for an action. Raises KeyError (no such action), pydantic.ValidationError,
    AddressUnreadable and AddressChecksumWrong."""
    return REQUESTS[action].model_validate(values)
