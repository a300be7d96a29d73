"""Who wants to be told of what, and where. Commits nothing."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.queries.log import Position, write_position
from backend.tables import deliveries, webhooks
from backend.webhooks.signing import Algorithm, algorithm_of, make_secret

MOST = 20
"""Of one wallet."""
ROTATION_SECONDS = 86_400
"""After a new secret was made, the old one signs too."""


class WebhookUnknown(CoprodError):
    """The wallet has no such webhook."""

    status = 404
    type = "webhook-unknown"
    title = "There is no such webhook"

    def __init__(self) -> None:
        super().__init__("This wallet has no such webhook: see /v1/webhooks for those that it has.")


class TooManyWebhooks(CoprodError):
    """A wallet has 20 webhooks at most."""

    status = 409
    type = "too-many-webhooks"
    title = "This wallet has too many webhooks"

    def __init__(self) -> None:
        super().__init__(f"A wallet has {MOST} webhooks at most: delete one that nobody needs any more.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """types: None is all; campaigns: none is all. start: from which place of the log."""

    url: str
    types: tuple[str, ...] | None
    campaigns: tuple[str, ...]
    finality: str
    algorithm: Algorithm
    start: Position


async def subscribe(connection: AsyncConnection, owner: str, wanted: Wanted) -> str:
    """The new webhook's id. Raises TooManyWebhooks."""
    count = select(func.count()).select_from(webhooks).where(webhooks.c.owner == owner)
    if (await connection.execute(count)).scalar_one() >= MOST:
        raise TooManyWebhooks
    now = int(time.time())
    id = "wh_" + secrets.token_hex(12)
    await connection.execute(
        insert(webhooks).values(
            id=id,
            owner=owner,
            url=wanted.url,
            types=None if wanted.types is None else list(wanted.types),
            campaigns=list(wanted.campaigns),
            finality=wanted.finality,
            secret=make_secret(wanted.algorithm),
            old_until=0,
            state="active",
            position=write_position(wanted.start),
            failures=0,
            next_at=now,
            lease="",
            leased_until=0,
            created_at=now,
        )
    )
    return id


async def list_webhooks(connection: AsyncConnection, owner: str) -> Sequence[Row[Any]]:
    """The newest first."""
    mine = select(webhooks).where(webhooks.c.owner == owner)
    return (await connection.execute(mine.order_by(webhooks.c.created_at.desc(), webhooks.c.id))).all()


async def find_webhook(connection: AsyncConnection, owner: str, id: str) -> Row[Any]:
    """Raises WebhookUnknown."""
    mine = select(webhooks).where(webhooks.c.owner == owner, webhooks.c.id == id)
    if (row := (await connection.execute(mine)).one_or_none()) is None:
        raise WebhookUnknown
    return row


async def list_deliveries(connection: AsyncConnection, id: str, most: int) -> Sequence[Row[Any]]:
    """The newest first."""
    found = select(deliveries).where(deliveries.c.webhook_id == id)
    return (await connection.execute(found.order_by(deliveries.c.id.desc()).limit(most))).all()


async def unsubscribe(connection: AsyncConnection, owner: str, id: str) -> None:
    """With all that is known of its deliveries. Raises WebhookUnknown."""
    await find_webhook(connection, owner, id)
    await connection.execute(delete(webhooks).where(webhooks.c.id == id))


async def rotate(connection: AsyncConnection, owner: str, id: str) -> None:
    """A new secret; for a day both sign. Raises WebhookUnknown."""
    row = await find_webhook(connection, owner, id)
    await _change(
        connection,
        id,
        secret=make_secret(algorithm_of(row.secret)),
        old_secret=row.secret,
        old_until=int(time.time()) + ROTATION_SECONDS,
    )


async def pause(connection: AsyncConnection, owner: str, id: str) -> None:
    """Nothing is delivered, and nothing is lost. Raises WebhookUnknown."""
    await find_webhook(connection, owner, id)
    await _change(connection, id, state="paused", reason=None)


async def resume(connection: AsyncConnection, owner: str, id: str) -> None:
    """Deliver again from where it stopped, also after it was disabled. Raises WebhookUnknown."""
    await find_webhook(connection, owner, id)
    await _change(connection, id, state="active", reason=None, failures=0, next_at=int(time.time()))


async def ask_for_test(connection: AsyncConnection, owner: str, id: str) -> None:
    """One message of type webhook.test, before all else. Raises WebhookUnknown."""
    await find_webhook(connection, owner, id)
    await _change(connection, id, test="test_" + secrets.token_hex(12), next_at=int(time.time()))


async def redeliver(connection: AsyncConnection, owner: str, id: str, first: int, last: int) -> None:
    """Once more what was said in these blocks, as the chain says it now. Raises WebhookUnknown."""
    await find_webhook(connection, owner, id)
    await _change(
        connection, id, again_from=first, again_to=last, again_position=None, next_at=int(time.time())
    )


async def _change(connection: AsyncConnection, id: str, **values: Any) -> None:
    await connection.execute(update(webhooks).where(webhooks.c.id == id).values(values))
