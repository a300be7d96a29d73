"""The worker's third job, beside mirror and payer: what becomes of what wallets were asked for."""

import asyncio
import contextlib
import time
import traceback
from collections.abc import Sequence

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown, NodeUnreachable, WrongChain
from backend.db import describe, is_lost
from backend.errors import CoprodError
from backend.fates.fate import Fate
from backend.fates.follow import claim, drop_unsent, is_of, look, record
from backend.queries.snapshot import open_snapshot

log = structlog.get_logger("fates")

TIDY_SECONDS = 3_600


class Watch:
    """Follows fates on a database of this chain. Whatever goes wrong here, mirror and payer go on."""

    def __init__(self, engine: AsyncEngine, client: ChainClient, chain_id: int) -> None:
        self._engine = engine
        self._client = client
        self._chain_id = chain_id
        self._alarm = ""
        self._tidied_at = float(-TIDY_SECONDS)

    async def follow(self, stopping: asyncio.Event, pause: float) -> None:
        """Step until `stopping`, and wait `pause` seconds whenever nothing was due."""
        while not stopping.is_set():
            busy = False
            try:
                busy = await self.step() > 0
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

    async def step(self) -> int:
        """Look once at what is due; how many were."""
        now = int(time.time())
        async with self._engine.begin() as connection:
            if not await is_of(connection, self._chain_id):
                return 0
            claimed = await claim(connection, now)
            if time.monotonic() - self._tidied_at > TIDY_SECONDS:
                await drop_unsent(connection, now)
                self._tidied_at = time.monotonic()
        if not claimed:
            return 0
        try:
            await self._advance(claimed, now)
        except (NodeUnreachable, WrongChain, BlockUnknown):
            raise
        except Exception:
            # One of them is at fault, and the others shall not wait for it.
            for each in claimed:
                try:
                    await self._advance([each], now)
                except Exception as failure:
                    self._say(f"transaction {each.id}: {_trace(failure)}")
        return len(claimed)

    async def _advance(self, claimed: Sequence[Fate], now: int) -> None:
        async with open_snapshot(self._engine) as connection:
            looked = await look(connection, self._client, claimed)
        async with self._engine.begin() as connection:
            moved = await record(connection, looked, now)
        for refusal in looked.refusals:
            self._say(refusal)
        if moved:
            log.info("transactions moved", moved=moved)

    def _say(self, message: str) -> None:
        """Once, until something else has to be said or all is well again."""
        if message != self._alarm:
            self._alarm = message
            log.error(message)


def _trace(failure: Exception) -> str:
    return "".join(traceback.format_exception(failure)).rstrip()
