"""What an artist or a financier signs off the chain (rule 2.4): the message, and its words."""

from fastapi import APIRouter, Request

from backend.api.calls import OF_PROJECT
from backend.api.documentation import problems
from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN, EXAMPLE_WALLET
from backend.api.schemas.signatures import Paper
from backend.calls import read_scene, write_paper
from backend.calls.agreements import LineUnknown, NotTheSigner
from backend.calls.requests import OfProject, SignLine
from backend.languages import choose_language
from backend.queries.snapshot import open_snapshot

router = APIRouter(tags=["calls"])

NOT_THE_SIGNER = NotTheSigner(EXAMPLE_WALLET, EXAMPLE_CAMPAIGN)


@router.post(
    "/v1/signatures/consent",
    operation_id="askForConsent",
    summary="Artist: what to sign so that the project may open",
    responses=problems(*OF_PROJECT, NOT_THE_SIGNER),
)
async def ask_for_consent(wanted: OfProject, request: Request) -> Paper:
    """In the factory's own domain; good until the opening time. /v1/calls/record_consent brings it."""
    return await _write(wanted, request)


@router.post(
    "/v1/signatures/line",
    operation_id="askForLine",
    summary="Financier: what to sign for a line",
    responses=problems(
        *OF_PROJECT,
        NOT_THE_SIGNER,
        LineUnknown("There is no line 2: lines count from 0, and the project has 2."),
    ),
)
async def ask_for_line(wanted: SignLine, request: Request) -> Paper:
    """In the campaign's own domain; good until 90 days after the closing. /v1/calls/cover_line brings it."""
    return await _write(wanted, request)


async def _write(wanted: OfProject, request: Request) -> Paper:
    language, state = choose_language(request.headers.get("Accept-Language", "")), request.app.state
    # The node may take its time: meanwhile the connection serves others.
    async with open_snapshot(state.engine) as connection:
        scene = await read_scene(connection, wanted, language)
    return Paper.of(scene, state.settings, await write_paper(scene, state.node, wanted))
