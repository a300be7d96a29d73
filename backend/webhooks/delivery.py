"""The worker's fourth job: events go out to whoever subscribed; several workers share it."""

import asyncio
import contextlib
import json
import random
import secrets
import time
import traceback
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import structlog
from sqlalchemy import Row, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.db import describe, is_lost
from backend.errors import CoprodError
from backend.queries.log import Part, Position, find_newest, read_log, read_position, tell, write_position
from backend.queries.log.position import LAST_INDEX
from backend.queries.snapshot import open_snapshot
from backend.queries.times import format_time
from backend.tables import deliveries, webhooks
from backend.webhooks.receivers import Outcome, make_client, post
from backend.webhooks.signing import sign

log = structlog.get_logger("webhooks")

RETRIES = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds after each failure in a row, as Standard Webhooks proposes; after the last the webhook is
disabled."""
JITTER_PERCENT = 20
LEASE_SECONDS = 60
AT_A_TIME = 20
IDLE_SECONDS = 1
"""Between two looks at the log for one that had nothing new."""
LATER_SECONDS = 5
KEPT = 500
"""Deliveries that are remembered of each webhook."""

_CLAIM = text(
    """
    update webhooks set lease = :lease, leased_until = :until
    where id = (
        select id from webhooks where state = 'active' and next_at <= :now and leased_until < :now
        order by next_at limit 1 for update skip locked)
    returning id
    """
)


@dataclass(frozen=True, slots=True)
class Message:
    """after: what is written of the webhook once it was taken."""

    id: str
    type: str
    timestamp: str
    data: dict[str, Any]
    after: dict[str, Any]

    def write(self) -> bytes:
        told = {"type": self.type, "timestamp": self.timestamp, "data": self.data}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


class Deliveries:
    """On one database. Whatever goes wrong with a receiver, the others are served."""

    def __init__(self, engine: AsyncEngine, *, allows_private: bool) -> None:
        self._engine = engine
        self._allows_private = allows_private
        self._alarm = ""

    async def follow(self, stopping: asyncio.Event, pause: float, at_once: int = 4) -> None:
        """Until `stopping`; one slow receiver keeps the others waiting no longer than `at_once` are slow."""
        async with make_client() as client:
            await asyncio.gather(*(self._follow(client, stopping, pause) for _ in range(at_once)))

    async def _follow(self, client: httpx.AsyncClient, stopping: asyncio.Event, pause: float) -> None:
        while not stopping.is_set():
            busy = False
            try:
                busy = await self.step(client)
                self._alarm = ""
            except CoprodError as stop:
                self._say(stop.detail)
            except DBAPIError as failure:
                self._say(describe(failure) if is_lost(failure) else _trace(failure))
            except Exception as failure:
                self._say(_trace(failure))
            if not busy:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), pause)

    async def step(self, client: httpx.AsyncClient) -> bool:
        """Serve one webhook that is due; whether one was."""
        now, lease = int(time.time()), secrets.token_hex(8)
        async with self._engine.begin() as connection:
            values = {"now": now, "lease": lease, "until": now + LEASE_SECONDS}
            id = (await connection.execute(_CLAIM, values)).scalar_one_or_none()
        if id is None:
            return False
        later = {"next_at": now + LATER_SECONDS}
        try:
            async with contextlib.aclosing(self._messages(id, lease)) as messages:
                async for message, row in messages:
                    if not await self._deliver(client, row, lease, message):
                        break
            later = {}
        finally:
            # After what nobody expected it is not the first in turn again.
            async with self._engine.begin() as connection:
                await connection.execute(_mine(id, lease).values(leased_until=0, **later))
        return True

    async def _messages(self, id: str, lease: str) -> AsyncGenerator[tuple[Message, Row[Any]], None]:
        """What is to be delivered now: a test, what is asked for once more, and what is new."""
        async with open_snapshot(self._engine) as connection:
            row = (await connection.execute(select(webhooks).where(webhooks.c.id == id))).one()
            now = int(time.time())
            if row.test is not None:
                test = {"webhook": id}
                yield Message(row.test, "webhook.test", format_time(now), test, {"test": None}), row
                return
            is_again = row.again_from is not None
            part = await (_read_again(connection, row) if is_again else _read_new(connection, row))
        column = "again_position" if is_again else "position"
        for entry in part.entries:
            if is_again and entry.block_number > row.again_to:
                break
            after = {column: write_position(entry.position)}
            name = f"{entry.id}-r{entry.revision}"
            yield Message(name, entry.type, format_time(entry.time), tell(entry), after), row
        ends = not part.more or any(each.block_number > (row.again_to or 0) for each in part.entries)
        following: dict[str, Any] = {column: write_position(part.next)}
        if is_again and ends:
            following = {"again_from": None, "again_to": None, "again_position": None}
        pause = 0 if part.more or is_again else IDLE_SECONDS
        async with self._engine.begin() as connection:
            await connection.execute(_mine(id, lease).values(next_at=int(time.time()) + pause, **following))

    async def _deliver(self, client: httpx.AsyncClient, row: Row[Any], lease: str, message: Message) -> bool:
        """False when the next one has to wait: it was not taken, or another worker has the webhook now."""
        body, now = message.write(), int(time.time())
        keys = [row.secret] + ([row.old_secret] if row.old_secret and row.old_until > now else [])
        headers = {
            "content-type": "application/json",
            "user-agent": "coprod-webhooks",
            "webhook-id": message.id,
            "webhook-timestamp": str(now),
            "webhook-signature": sign(keys, message.id, now, body),
        }
        begun = time.monotonic_ns()
        outcome = await post(client, row.url, headers, body, allows_private=self._allows_private)
        took = (time.monotonic_ns() - begun) // 1_000_000
        async with self._engine.begin() as connection:
            found = await connection.execute(
                select(webhooks.c.failures, webhooks.c.state)
                .where(webhooks.c.id == row.id, webhooks.c.lease == lease)
                .with_for_update()
            )
            mine = found.one_or_none()
            if mine is None:
                return False
            changes = message.after if outcome.is_taken else _after_failure(mine.failures, outcome, now)
            renewed = {"failures": 0, "leased_until": now + LEASE_SECONDS} if outcome.is_taken else {}
            await connection.execute(_mine(row.id, lease).values(**renewed, **changes))
            await _note(connection, row.id, message, outcome, took, now)
        if not outcome.is_taken:
            log.warning("not taken", webhook=row.id, status=outcome.status, error=outcome.error)
        return outcome.is_taken and mine.state == "active"

    def _say(self, message: str) -> None:
        """Once, until something else has to be said or all is well again."""
        if message != self._alarm:
            self._alarm = message
            log.error(message)


async def _read_new(connection: AsyncConnection, row: Row[Any]) -> Part:
    return await read_log(
        connection, read_position(row.position), **_wish(row), finality=row.finality, most=AT_A_TIME
    )


async def _read_again(connection: AsyncConnection, row: Row[Any]) -> Part:
    """From where it was, and what the chain says now: what was taken back meanwhile is not told again."""
    newest = await find_newest(connection)
    start = Position(newest.reorg, (row.again_from - 1, LAST_INDEX, "z"))
    if row.again_position is not None:
        start = replace(read_position(row.again_position), reorg=newest.reorg, undone=None)
    return await read_log(connection, start, **_wish(row), finality=row.finality, most=AT_A_TIME)


def _wish(row: Row[Any]) -> dict[str, Any]:
    return {
        "types": None if row.types is None else frozenset(row.types),
        "campaigns": frozenset(row.campaigns),
    }


def _after_failure(failures: int, outcome: Outcome, now: int) -> dict[str, Any]:
    if outcome.is_gone:
        return {"state": "disabled", "reason": "Its receiver answered 410: it wants no more.", "test": None}
    if failures >= len(RETRIES):
        last = outcome.error or f"the last answer was {outcome.status}"
        return {"state": "disabled", "reason": f"Not taken for days: {last}", "failures": failures + 1}
    wait = RETRIES[failures]
    # So that those who failed together do not come back together.
    more = random.randrange(wait * JITTER_PERCENT // 100 + 1)
    return {"failures": failures + 1, "next_at": now + wait + more}


async def _note(
    connection: AsyncConnection, id: str, message: Message, outcome: Outcome, took: int, now: int
) -> None:
    row = {
        "webhook_id": id,
        "message_id": message.id,
        "type": message.type,
        "status": outcome.status,
        "error": outcome.error,
        "milliseconds": took,
        "attempted_at": now,
    }
    noted = await connection.execute(insert(deliveries).values(row).returning(deliveries.c.id))
    oldest = (
        select(deliveries.c.id)
        .where(deliveries.c.webhook_id == id)
        .order_by(deliveries.c.id.desc())
        .offset(KEPT)
        .limit(1)
        .scalar_subquery()
    )
    if noted.scalar_one() % 50 == 0:
        await connection.execute(
            delete(deliveries).where(deliveries.c.webhook_id == id, deliveries.c.id <= oldest)
        )


def _mine(id: str, lease: str) -> Any:
    return update(webhooks).where(webhooks.c.id == id, webhooks.c.lease == lease)


def _trace(failure: Exception) -> str:
    return "".join(traceback.format_exception(failure)).rstrip()
