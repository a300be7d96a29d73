"""What requests carry, and the snapshot that answers are read from."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN, EXAMPLE_WALLET
from backend.queries.snapshot import open_snapshot

# For the documentation only: parse_address explains better what is wrong than a pattern does.
_ADDRESS = {"pattern": "^0[xX][0-9a-fA-F]{40}$"}


async def _connect(request: Request) -> AsyncIterator[AsyncConnection]:
    async with open_snapshot(request.app.state.engine) as connection:
        yield connection


def _read_campaign(
    campaign: Annotated[
        str,
        Path(
            description="Address of the Campaign contract, in any case; mixed case must fit EIP-55.",
            examples=[EXAMPLE_CAMPAIGN],
            json_schema_extra=_ADDRESS,
        ),
    ],
) -> str:
    return parse_address(campaign)


def _read_wallet(
    address: Annotated[
        str,
        Path(
            description="Address of a wallet, in any case; mixed case must fit EIP-55.",
            examples=[EXAMPLE_WALLET],
            json_schema_extra=_ADDRESS,
        ),
    ],
) -> str:
    return parse_address(address)


async def refuse_unknown(request: Request) -> None:
    """What nothing reads is an error: an answer that passed over it would be taken for another."""
    known = [each.alias for each in request.scope["route"].dependant.query_params]
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        words = f"There is no such parameter here; there is {', '.join(known) or 'none'}."
        raise RequestValidationError(
            [{"type": "unknown", "loc": ("query", name), "msg": words} for name in unknown]
        )


Connection = Annotated[AsyncConnection, Depends(_connect)]
Campaign = Annotated[str, Depends(_read_campaign)]
Wallet = Annotated[str, Depends(_read_wallet)]
AtBlock = Annotated[
    int | None,
    Query(
        ge=0,
        lt=2**63,
        description="The answer as it was at this block. `as_of` then names the newest block "
        "with an event at or before it, or the block itself.",
        examples=[21_450_117],
    ),
]
