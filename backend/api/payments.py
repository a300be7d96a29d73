from fastapi import APIRouter

from backend.api.documentation import OF_PROJECT, problems
from backend.api.parameters import AtBlock, Campaign, Connection
from backend.api.schemas.payments import PaymentList
from backend.queries.payments import payments

router = APIRouter(tags=["payments"])


@router.get(
    "/v1/projects/{campaign}/payments",
    operation_id="listPayments",
    summary="What the contracts of a project paid, or tried to",
    responses=problems(*OF_PROJECT),
)
async def list_payments(campaign: Campaign, connection: Connection, at_block: AtBlock = None) -> PaymentList:
    return PaymentList.of(await payments(connection, campaign, at_block))
