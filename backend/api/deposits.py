from fastapi import APIRouter

from backend.api.documentation import OF_PROJECT, problems
from backend.api.parameters import AtBlock, Campaign, Connection
from backend.api.schemas.deposits import DepositList
from backend.queries.statements import deposits

router = APIRouter(tags=["receipts"])


@router.get(
    "/v1/projects/{campaign}/deposits",
    operation_id="listDeposits",
    summary="What came in for a project, and how it was shared",
    responses=problems(*OF_PROJECT),
)
async def list_deposits(campaign: Campaign, connection: Connection, at_block: AtBlock = None) -> DepositList:
    return DepositList.of(await deposits(connection, campaign, at_block))
