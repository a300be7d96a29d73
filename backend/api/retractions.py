from typing import Annotated

from fastapi import APIRouter, Query

from backend.addresses import PATTERN, parse_address
from backend.api.documentation import ADDRESSED, MIRRORED, problems
from backend.api.parameters import Connection
from backend.api.problems import RequestInvalid
from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN
from backend.api.schemas.retractions import ReorgList, RetractionList
from backend.queries.retractions import PLACE, reorgs, retractions

router = APIRouter(tags=["status"])

Limit = Annotated[int, Query(ge=1, le=1_000, description="Most of one page.", examples=[100])]
ReorgId = Annotated[int | None, Query(ge=1, lt=2**63, description="Only of this reorg.", examples=[7])]
_INVALID = RequestInvalid("query.limit: It must be 1000 at most.")


@router.get(
    "/v1/reorgs",
    operation_id="listReorgs",
    summary="When the chain replaced blocks that had been mirrored",
    responses=problems(MIRRORED[0], _INVALID),
)
async def list_reorgs(
    connection: Connection,
    before: Annotated[
        int | None, Query(ge=1, lt=2**63, description="Only older ones: `next` of a page.", examples=[7])
    ] = None,
    limit: Limit = 100,
) -> ReorgList:
    return ReorgList.of(await reorgs(connection, before=before, limit=limit))


@router.get(
    "/v1/retracted",
    operation_id="listRetracted",
    summary="What the chain took back",
    responses=problems(MIRRORED[0], _INVALID, *ADDRESSED),
)
async def list_retracted(
    connection: Connection,
    campaign: Annotated[
        str | None,
        Query(
            description="Only of this project, which may have been taken back itself.",
            examples=[EXAMPLE_CAMPAIGN],
            json_schema_extra={"pattern": PATTERN},
        ),
    ] = None,
    reorg: ReorgId = None,
    before: Annotated[
        str | None,
        Query(
            pattern=PLACE,
            description="Only what stands after it: `next` of a page.",
            examples=["7-21450101-3-contributions"],
        ),
    ] = None,
    limit: Limit = 100,
) -> RetractionList:
    return RetractionList.of(
        await retractions(
            connection,
            campaign=None if campaign is None else parse_address(campaign),
            reorg=reorg,
            before=before,
            limit=limit,
        )
    )
