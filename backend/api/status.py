from fastapi import APIRouter, Request

from backend.api.documentation import MIRRORED, problems
from backend.api.parameters import Connection
from backend.api.schemas.status import Health, Status
from backend.queries.following import following
from backend.queries.readiness import MirrorBehind, MirrorDiffers, check_ready
from backend.queries.status import NOTHING_YET, NotMirroredYet

router = APIRouter(tags=["status"])


@router.get(
    "/v1/status",
    operation_id="getStatus",
    summary="How far the chain has been read, and how sure that is",
    responses=problems(MIRRORED[0]),
)
async def get_status(connection: Connection) -> Status:
    found = await following(connection)
    if found.as_of is None or found.factory is None:
        raise NotMirroredYet(NOTHING_YET)
    return Status.of(found, found.as_of, found.factory)


@router.get("/health", operation_id="getHealth", summary="Whether the process answers", responses=problems())
async def get_health() -> Health:
    """Asks nothing of the database: a process that does not answer this should be started again."""
    return Health()


@router.get(
    "/ready",
    operation_id="getReadiness",
    summary="Whether answers are of now",
    responses=problems(
        NotMirroredYet(NOTHING_YET),
        MirrorBehind(
            "The mirror is at block 21450117, 12 behind the head 21450129, 5 at most are allowed: wait until "
            "it has caught up."
        ),
        MirrorDiffers(
            "The last reconciliation, at block 21450117, found differences (2): see /v1/status, and run "
            "`coprod mirror rebuild --from-chain`."
        ),
    ),
)
async def get_readiness(request: Request, connection: Connection) -> Health:
    """The chain has been read, the mirror is near its head, a node is heard, and nothing was found to differ.

    Every other answer is given all the same, and says as of when it is.
    """
    settings = request.app.state.settings
    check_ready(await following(connection), most_lag=settings.ready_lag, most_silence=settings.ready_seconds)
    return Health()
