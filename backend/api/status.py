from fastapi import APIRouter

from backend.api.documentation import MIRRORED, problems
from backend.api.parameters import AtBlock, Connection
from backend.api.schemas.status import Health, Status
from backend.queries.status import as_of, status

router = APIRouter(tags=["status"])


@router.get(
    "/v1/status",
    operation_id="getStatus",
    summary="How far the chain has been read",
    responses=problems(*MIRRORED),
)
async def get_status(connection: Connection, at_block: AtBlock = None) -> Status:
    return Status.of(await status(connection, at_block))


@router.get("/health", operation_id="getHealth", summary="Whether the process answers", responses=problems())
async def get_health() -> Health:
    """Asks nothing of the database: a process that does not answer this should be started again."""
    return Health()


@router.get(
    "/ready",
    operation_id="getReadiness",
    summary="Whether questions can be answered",
    responses=problems(MIRRORED[0]),
)
async def get_readiness(connection: Connection) -> Health:
    """The database answers and the chain has been read: requests can be sent here."""
    await as_of(connection)
    return Health()
