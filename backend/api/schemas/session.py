"""Signing in by JSON: what a caller sends, and what it is told."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from backend.accounts.sign_in import Challenge as Asked
from backend.accounts.siwe import LONGEST
from backend.addresses import PATTERN
from backend.api.schemas.amounts import EXAMPLE_WALLET, Address, Schema, Time
from backend.queries.times import format_time

EXAMPLE_NONCE = "8f2b6c1d0e9a47538f2b6c1d0e9a4753"
EXAMPLE_MESSAGE = f"""coprod.example wants you to sign in with your Ethereum account:
{EXAMPLE_WALLET}

Sign in to the producer's room. This costs nothing and gives no right over your money.

URI: https://coprod.example/
Version: 1
Chain ID: 1
Nonce: {EXAMPLE_NONCE}
Issued At: 2026-11-23T01:38:20Z
Expiration Time: 2026-11-23T01:48:20Z"""
MOST_SIGNATURE = 2 * 16_384
"""Hexadecimal digits: that of a contract which is still to be made brings the call that makes it."""


class Body(BaseModel):
    """What a caller sends: nothing in it is passed over."""

    model_config = ConfigDict(extra="forbid")


class WalletToSignIn(Body):
    wallet: str = Field(examples=[EXAMPLE_WALLET], json_schema_extra={"pattern": PATTERN})


class SignedMessage(Body):
    message: str = Field(max_length=LONGEST, examples=[EXAMPLE_MESSAGE])
    signature: str = Field(
        pattern="^0x([0-9a-fA-F]{2})*$", max_length=MOST_SIGNATURE + 2, examples=["0x" + "5b" * 64 + "1b"]
    )


class Challenge(Schema):
    """What the wallet signs with personal_sign (EIP-191), once."""

    message: str = Field(description="Of EIP-4361, for this wallet alone.", examples=[EXAMPLE_MESSAGE])
    nonce: str = Field(description="For callers who write the message themselves.", examples=[EXAMPLE_NONCE])
    expires_at: Annotated[Time, Field(description="Signed later, it signs nobody in.")]

    @classmethod
    def of(cls, asked: Asked) -> "Challenge":
        return cls(message=asked.message, nonce=asked.nonce, expires_at=format_time(asked.expires_at))


class Session(Schema):
    """Who is signed in; the cookie that came with it is the session."""

    wallet: Address = Field(examples=[EXAMPLE_WALLET])
    expires_at: Annotated[Time, Field(description="Then the wallet signs again.")]
    url: str = Field(description="The room's page, in the caller's language.", examples=["/en/room"])


class SignedOut(Schema):
    """The cookie is worth nothing any more."""

    url: str = Field(description="Where to go on reading.", examples=["/en/"])
