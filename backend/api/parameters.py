"""What requests carry, and the snapshot that answers are read from."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import PATTERN, parse_address
from backend.api.moments import AT_BLOCK, AT_FINALITY, AT_TIME, read_moment, refuse
from backend.api.problems import NO_JSON
from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN, EXAMPLE_WALLET
from backend.api.tags import check_tag
from backend.queries.snapshot import open_snapshot
from backend.queries.status import Finality, pin

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
_TIME = {"format": "date-time"}
_ADDRESS = {"pattern": PATTERN}


async def _connect(request: Request) -> AsyncIterator[AsyncConnection]:
    async with open_snapshot(request.app.state.replica) as connection:
        yield connection


async def _connect_primary(request: Request) -> AsyncIterator[AsyncConnection]:
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
    known = _name_parameters(request.scope["route"].dependant)
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        words = f"There is no such parameter here; there is {', '.join(known) or 'none'}."
        raise RequestValidationError(
            [{"type": "unknown", "loc": ("query", name), "msg": words} for name in unknown]
        )


async def refuse_halves(request: Request) -> None:
    """JSON can write half a character (a lone surrogate); no text that is kept or sent can have one."""
    if request.method == "GET" or not _SURROGATE.search(body := await request.body()):
        return
    with suppress(ValueError, RecursionError):
        # A body that cannot be read is refused by whoever reads it.
        for place in _find_halves(json.loads(body), "body"):
            raise refuse(place, NO_JSON)


def _find_halves(part: object, place: str) -> Iterator[str]:
    if isinstance(part, str) and _HALF.search(part):
        yield place
    elif isinstance(part, list):
        for number, each in enumerate(part):
            yield from _find_halves(each, f"{place}.{number}")
    elif isinstance(part, dict):
        for name, each in part.items():
            yield from _find_halves(name, place)
            yield from _find_halves(each, f"{place}.{name}")


def _name_parameters(dependant: Dependant) -> list[str]:
    """Also those that what it depends on reads."""
    deeper = [name for each in dependant.dependencies for name in _name_parameters(each)]
    return [each.alias for each in dependant.query_params] + deeper


Connection = Annotated[AsyncConnection, Depends(_connect)]
"""A snapshot of what the chain said; a replica's may be a moment old."""
PrimaryConnection = Annotated[AsyncConnection, Depends(_connect_primary)]
"""For what readers write themselves: who has written it finds it."""
Campaign = Annotated[str, Depends(_read_campaign)]
Wallet = Annotated[str, Depends(_read_wallet)]


async def _pin(
    request: Request,
    response: Response,
    connection: Connection,
    at_block: Annotated[
        int | None,
        Query(ge=0, lt=2**63, description=AT_BLOCK, examples=[21_450_117]),
    ] = None,
    at: Annotated[
        str | None, Query(description=AT_TIME, examples=["2026-11-23T01:38:09Z"], json_schema_extra=_TIME)
    ] = None,
    finality: Annotated[Finality, Query(description=AT_FINALITY, examples=["final"])] = "seen",
) -> int:
    found = await pin(connection, read_moment(at_block, at, finality))
    response.headers.update(check_tag(request, found))
    return found.number


AtBlock = Annotated[int, Depends(_pin)]
"""The block that `at_block`, `at` and `finality` name: its state is asked for."""
