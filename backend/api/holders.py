from fastapi import APIRouter

from backend.api.documentation import OF_PROJECT, problems
from backend.api.parameters import AtBlock, Campaign, Connection
from backend.api.schemas.holders import HolderList
from backend.queries.holders import holders

router = APIRouter(tags=["holders"])


@router.get(
    "/v1/projects/{campaign}/holders",
    operation_id="listHolders",
    summary="Who holds the shares of a project, and what each has earned",
    responses=problems(*OF_PROJECT),
)
async def list_holders(campaign: Campaign, connection: Connection, at_block: AtBlock = None) -> HolderList:
    return HolderList.of(await holders(connection, campaign, at_block))
