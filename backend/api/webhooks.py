"""Webhooks of whoever signed in, or brings a key: Standard Webhooks, delivered by the worker."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.api.callers import OPENED_BY, Caller, caller_with, refusals
from backend.api.documentation import ADDRESSED, MIRRORED, problems
from backend.api.idempotency import PROBLEMS as IDEMPOTENCY
from backend.api.idempotency import Idempotent
from backend.api.moments import refuse
from backend.api.problems import RequestInvalid
from backend.api.schemas.webhooks import (
    EXAMPLE_ID,
    BlocksAgain,
    DeliveryList,
    NewWebhook,
    Webhook,
    WebhookList,
    WebhookWanted,
)
from backend.queries.log import TYPES, Position, PositionUnreadable, find_newest, read_position
from backend.queries.log.position import BEGINNING
from backend.queries.snapshot import open_snapshot
from backend.webhooks.receivers import ReceiverRefused, check_url, find_address
from backend.webhooks.subscriptions import (
    TooManyWebhooks,
    Wanted,
    WebhookUnknown,
    ask_for_test,
    find_webhook,
    list_deliveries,
    list_webhooks,
    pause,
    redeliver,
    resume,
    rotate,
    subscribe,
    unsubscribe,
)

router = APIRouter(tags=["events"])

_OWN = refusals("webhooks")
_ONE = (*_OWN, WebhookUnknown(), RequestInvalid("path.id: too long"))


def _name_owner(caller: Annotated[Caller, Depends(caller_with("webhooks"))]) -> str:
    return caller.address


Owner = Annotated[str, Depends(_name_owner)]
Id = Annotated[
    str,
    Path(
        max_length=64,
        pattern="^[!-~]*$",
        description="As the list of webhooks tells it.",
        examples=[EXAMPLE_ID],
    ),
]
Change = Callable[[AsyncConnection, str, str], Awaitable[None]]


@router.post(
    "/v1/webhooks",
    status_code=201,
    operation_id="createWebhook",
    summary="Be told of events at an address of one's own",
    responses=problems(
        *_OWN,
        *MIRRORED[:1],
        *ADDRESSED,
        *IDEMPOTENCY,
        ReceiverRefused("Events are delivered by https only: give an address that begins with https://."),
        TooManyWebhooks(),
        WebhookUnknown(),
        PositionUnreadable(),
        RequestInvalid("body.url: Field required"),
    ),
    openapi_extra=OPENED_BY,
)
async def create_webhook(
    body: WebhookWanted, request: Request, response: Response, owner: Owner, idempotent: Idempotent
) -> NewWebhook:
    """Each event is posted as {type, timestamp, data}, signed after Standard Webhooks, at least once and
    in the order of the log; `webhook-id` is the same when it is tried again. What is not taken (2xx within
    15 s) is tried again for days while the webhook waits, then it is disabled. Whoever repeats a request
    whose webhook was deleted meanwhile is told so, with 404, and none is made."""
    state, private = request.app.state, request.app.state.settings.webhooks_private
    check_url(body.url, private)
    await find_address(body.url, private)
    if body.types is not None and not set(body.types) <= set(TYPES):
        raise refuse("body.types", f"It must be some of {', '.join(TYPES)}.")
    campaigns = tuple(parse_address(each) for each in body.campaigns)
    types = None if body.types is None else tuple(body.types)
    start = await _find_start(request, body.after)
    wanted = Wanted(body.url, types, campaigns, body.finality, body.algorithm, start)
    async with state.engine.begin() as connection:
        id = await idempotent.write_once(connection, owner, lambda: subscribe(connection, owner, wanted))
        row = await find_webhook(connection, owner, id)
    response.headers["Location"] = f"/v1/webhooks/{id}"
    response.headers["Cache-Control"] = "no-store"
    return NewWebhook.of(row)


async def _find_start(request: Request, after: str) -> Position:
    if after == "beginning":
        return BEGINNING
    if after != "now":
        return read_position(after)
    async with open_snapshot(request.app.state.engine) as connection:
        return await find_newest(connection)


@router.get(
    "/v1/webhooks",
    operation_id="listWebhooks",
    summary="The webhooks of the wallet that is signed in",
    responses=problems(*_OWN),
    openapi_extra=OPENED_BY,
)
async def show_webhooks(request: Request, owner: Owner) -> WebhookList:
    async with request.app.state.engine.connect() as connection:
        rows = await list_webhooks(connection, owner)
    return WebhookList(webhooks=[Webhook.of(row) for row in rows])


@router.get(
    "/v1/webhooks/{id}",
    operation_id="getWebhook",
    summary="One of them",
    responses=problems(*_ONE),
    openapi_extra=OPENED_BY,
)
async def show_webhook(id: Id, request: Request, owner: Owner) -> Webhook:
    return await _show(request, owner, id)


@router.delete(
    "/v1/webhooks/{id}",
    status_code=204,
    operation_id="deleteWebhook",
    summary="Be told no more",
    responses=problems(*_ONE),
    openapi_extra=OPENED_BY,
)
async def delete_webhook(id: Id, request: Request, owner: Owner) -> None:
    """With all that is known of its deliveries."""
    async with request.app.state.engine.begin() as connection:
        await unsubscribe(connection, owner, id)


@router.post(
    "/v1/webhooks/{id}/rotate",
    operation_id="rotateWebhook",
    summary="A new secret; for a day the old one signs too",
    responses=problems(*_ONE),
    openapi_extra=OPENED_BY,
)
async def rotate_webhook(id: Id, request: Request, response: Response, owner: Owner) -> NewWebhook:
    response.headers["Cache-Control"] = "no-store"
    async with request.app.state.engine.begin() as connection:
        await rotate(connection, owner, id)
        return NewWebhook.of(await find_webhook(connection, owner, id))


@router.post(
    "/v1/webhooks/{id}/test",
    operation_id="testWebhook",
    summary="Deliver one message of type webhook.test, before all else",
    responses=problems(*_ONE),
    openapi_extra=OPENED_BY,
)
async def test_webhook(id: Id, request: Request, owner: Owner) -> Webhook:
    return await _change(request, owner, id, ask_for_test)


@router.post(
    "/v1/webhooks/{id}/pause",
    operation_id="pauseWebhook",
    summary="Deliver nothing for now; nothing is lost",
    responses=problems(*_ONE),
    openapi_extra=OPENED_BY,
)
async def pause_webhook(id: Id, request: Request, owner: Owner) -> Webhook:
    return await _change(request, owner, id, pause)


@router.post(
    "/v1/webhooks/{id}/resume",
    operation_id="resumeWebhook",
    summary="Deliver again from where it stopped, also after it was disabled",
    responses=problems(*_ONE),
    openapi_extra=OPENED_BY,
)
async def resume_webhook(id: Id, request: Request, owner: Owner) -> Webhook:
    return await _change(request, owner, id, resume)


@router.post(
    "/v1/webhooks/{id}/redeliver",
    operation_id="redeliverWebhook",
    summary="Deliver once more what was said in some blocks",
    responses=problems(*_ONE),
    openapi_extra=OPENED_BY,
)
async def redeliver_webhook(id: Id, body: BlocksAgain, request: Request, owner: Owner) -> Webhook:
    """As the chain says it now, under the same `webhook-id`; what is new comes after it."""
    if body.last < body.first:
        raise refuse("body.last", f"It must be {body.first} at least.")

    async def again(connection: AsyncConnection, owner: str, id: str) -> None:
        await redeliver(connection, owner, id, body.first, body.last)

    return await _change(request, owner, id, again)


@router.get(
    "/v1/webhooks/{id}/deliveries",
    operation_id="listDeliveries",
    summary="What became of its newest deliveries",
    responses=problems(*_ONE),
    openapi_extra=OPENED_BY,
)
async def show_deliveries(
    id: Id,
    request: Request,
    owner: Owner,
    limit: Annotated[int, Query(ge=1, le=500, description="Most of them.", examples=[100])] = 100,
) -> DeliveryList:
    async with request.app.state.engine.connect() as connection:
        await find_webhook(connection, owner, id)
        return DeliveryList.of(await list_deliveries(connection, id, limit))


async def _change(request: Request, owner: str, id: str, change: Change) -> Webhook:
    async with request.app.state.engine.begin() as connection:
        await change(connection, owner, id)
    return await _show(request, owner, id)


async def _show(request: Request, owner: str, id: str) -> Webhook:
    async with request.app.state.engine.connect() as connection:
        row: Any = await find_webhook(connection, owner, id)
    return Webhook.of(row)
