"""All that the chain said, as one log: asked for part by part, or listened to."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, NamedTuple, Self

import psycopg
from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.addresses import parse_address
from backend.api.documentation import ADDRESSED, MIRRORED, Responses, problems
from backend.api.head import Head
from backend.api.lists.kinds import ADDRESS, MOST_VALUES, one_of, several
from backend.api.lists.reading import StreamsFull
from backend.api.moments import AT_FINALITY, refuse
from backend.api.problems import RequestInvalid
from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN
from backend.api.schemas.events import EXAMPLE_CURSOR, EventPage, LoggedEvent
from backend.db import UNREACHABLE
from backend.errors import CoprodError
from backend.guards.buckets import name_client
from backend.queries.log import (
    TYPES,
    Part,
    Position,
    PositionAhead,
    PositionUnreadable,
    find_newest,
    read_log,
    read_position,
    write_position,
)
from backend.queries.log.position import BEGINNING
from backend.queries.snapshot import open_snapshot
from backend.queries.status import Finality

router = APIRouter(tags=["events"])

NOW = "now"
HEARTBEAT_SECONDS = 15
POLL = timedelta(milliseconds=500)
MOST_STREAMS = 200
"""Of one process: each costs a question when there is news."""
MOST_OF_ONE = 20
"""Of one address, so that nobody takes the places of all."""
PART = 500
RETRY_MILLISECONDS = 2_000


After = Annotated[
    str | None,
    Query(
        max_length=400,
        description="What was read last: `next` of a part, or the `id` of the stream. `now`: nothing of what "
        "has happened. Without it, from the beginning.",
        examples=[EXAMPLE_CURSOR],
    ),
]
Types = Annotated[
    str | None,
    Query(
        description=f"Only these, separated by commas: {', '.join(TYPES)}.",
        examples=["contribution.made,payment.made"],
        json_schema_extra={"pattern": several(one_of(*TYPES).schema)["pattern"]},
    ),
]
Campaigns = Annotated[
    str | None,
    Query(
        description="Only of these projects, separated by commas: addresses in any case.",
        examples=[EXAMPLE_CAMPAIGN],
        json_schema_extra={"pattern": several(ADDRESS.schema)["pattern"]},
    ),
]
Sure = Annotated[Finality, Query(description=AT_FINALITY, examples=["final"])]
_READ = (
    *MIRRORED[:2],
    PositionUnreadable(),
    RequestInvalid("query.limit: It must be 1000 at most."),
    *ADDRESSED,
)

_STREAM: Responses = {
    200: {
        "description": "text/event-stream: `id` is the cursor after the event, `event` its type.",
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "example": f"id: {EXAMPLE_CURSOR}\nevent: contribution.made\ndata: {{…}}\n\n",
            }
        },
    }
}


class Log(NamedTuple):
    """Where it is read. primary: asked by who has read, elsewhere, what the replica does not know yet."""

    replica: AsyncEngine
    primary: AsyncEngine

    @classmethod
    def of(cls, request: Request) -> Self:
        return cls(request.app.state.replica, request.app.state.engine)


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the log is wanted."""

    types: frozenset[str] | None
    campaigns: frozenset[str]
    finality: Finality

    async def start(self, log: Log, after: str | None) -> Position:
        if after is None:
            return BEGINNING
        if after != NOW:
            return read_position(after)
        async with open_snapshot(log.replica) as connection:
            return await find_newest(connection, self.finality)

    async def read(self, log: Log, after: Position, most: int) -> Part:
        if log.replica is log.primary:
            return await self._read(log.primary, after, most)
        try:
            return await self._read(log.replica, after, most, refuses_ahead=True)
        except PositionAhead:
            return await self._read(log.primary, after, most)

    async def _read(
        self, engine: AsyncEngine, after: Position, most: int, refuses_ahead: bool = False
    ) -> Part:
        async with open_snapshot(engine) as connection:
            return await read_log(
                connection,
                after,
                types=self.types,
                campaigns=self.campaigns,
                finality=self.finality,
                most=most,
                refuses_ahead=refuses_ahead,
            )


def _read_wish(types: str | None, campaigns: str | None, finality: Finality) -> Wish:
    wanted = None if types is None else frozenset(each.strip() for each in types.split(","))
    if wanted is not None and not wanted <= set(TYPES):
        raise refuse("query.type", f"It must be some of {', '.join(TYPES)}, separated by commas.")
    named = [] if campaigns is None else campaigns.split(",")
    if len(named) > MOST_VALUES:
        raise refuse("query.campaign", f"It must be {MOST_VALUES} values at most.")
    return Wish(wanted, frozenset(parse_address(each.strip()) for each in named), finality)


@router.get(
    "/v1/events",
    operation_id="listEvents",
    summary="What the chain said, from where one stopped reading",
    responses=problems(*_READ),
)
async def list_events(
    request: Request,
    response: Response,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=1_000, description="Most of one part.", examples=[100])] = 100,
    type: Types = None,
    campaign: Campaigns = None,
    finality: Sure = "seen",
) -> EventPage:
    """Whoever keeps `next` and asks with it misses nothing, whatever the chain takes back meanwhile: an event
    that a reorg took back comes again with `retracted`, and again when it is said in another block."""
    wish, log = _read_wish(type, campaign, finality), Log.of(request)
    part = await wish.read(log, await wish.start(log, after), limit)
    following = request.url.include_query_params(after=write_position(part.next))
    response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    response.headers["Cache-Control"] = "no-cache"
    return EventPage.of(part)


@router.get(
    "/v1/events/stream",
    operation_id="streamEvents",
    summary="The same log as it grows, as server-sent events",
    response_class=StreamingResponse,
    responses=_STREAM | problems(*_READ, StreamsFull()),
)
async def stream_events(
    request: Request,
    after: After = None,
    type: Types = None,
    campaign: Campaigns = None,
    finality: Sure = "seen",
    last_event_id: Annotated[
        str | None,
        Header(
            description="Where a browser stopped, which it says by itself; goes before `after`.",
            examples=[EXAMPLE_CURSOR],
        ),
    ] = None,
) -> StreamingResponse:
    """Resumed exactly by `Last-Event-ID`. A comment every 15 s shows that it still lives."""
    wish, state, log = _read_wish(type, campaign, finality), request.app.state, Log.of(request)
    start = await wish.start(log, last_event_id or after)
    streams: Streams = state.streams
    place = streams.enter(name_client(request.client.host) if request.client else "")
    return StreamingResponse(
        streams.tell(place, wish, start, log, state.head),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


class Streams:
    """Those who listen to this process. All wait for the same question about the newest block; a reader that
    does not take what it is sent is waited for, and holds nothing but its own place."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._closing = False

    def enter(self, client: str) -> str:
        """What `tell` is given. Raises StreamsFull."""
        is_full = self._open.total() >= MOST_STREAMS or self._open[client] >= MOST_OF_ONE
        if is_full or self._closing:
            raise StreamsFull
        self._open[client] += 1
        return client

    def close(self) -> None:
        """Streams end: their readers come again elsewhere."""
        self._closing = True

    async def tell(
        self, place: str, wish: Wish, after: Position, log: Log, head: Head
    ) -> AsyncIterator[bytes]:
        known: Any = None
        beat = time.monotonic()
        try:
            yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
            while not self._closing:
                try:
                    newest = await head.read()
                    part = None if newest == known else await wish.read(log, after, PART)
                except (psycopg.Error, *UNREACHABLE, CoprodError):
                    # It may answer again; the heartbeat tells the reader that somebody is there.
                    newest, part = None, None
                if part is not None:
                    for entry in part.entries:
                        yield _write(LoggedEvent.of(entry), write_position(entry.position))
                        beat = time.monotonic()
                    after, known = part.next, None if part.more else newest
                if part is None or not part.more:
                    if time.monotonic() - beat >= HEARTBEAT_SECONDS:
                        # With the place: what was not asked for need not be read again either.
                        yield f": still here\nid: {write_position(after)}\n\n".encode()
                        beat = time.monotonic()
                    await asyncio.sleep(POLL.total_seconds())
        finally:
            self._open[place] -= 1
            self._open += Counter()


def _write(event: LoggedEvent, cursor: str) -> bytes:
    return f"id: {cursor}\nevent: {event.type}\ndata: {event.model_dump_json()}\n\n".encode()
