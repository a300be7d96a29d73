"""The mirror as it runs: it hears of new blocks, waits out what may pass, and says how it is doing."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable

import structlog
from sqlalchemy.exc import OperationalError

from backend.chain.client import Block, ChainClient
from backend.chain.errors import NodeUnreachable, RpcRefused, WrongChain
from backend.db import describe
from backend.mirror.endpoints import recall_ranges, write_endpoints
from backend.mirror.incidents import ChainContradictsItself, ChainMoved, LogsLeftOut
from backend.mirror.sync import Mirror, Step

log = structlog.get_logger("mirror")

PASSING = (NodeUnreachable, RpcRefused, WrongChain, ChainMoved, LogsLeftOut, OperationalError)
"""What waiting, or another node, may mend."""
LONGEST_PAUSE = 15
"""Seconds."""
DOUBTS = 3
"""How often in a row a contradiction is put down to the node that told it; then it stops the mirror."""
REPORT_SECONDS = 2
SURVEY_SECONDS = 10

Heads = Callable[[], AsyncIterator[Block]]
OnStep = Callable[[Step], None]


class Bell:
    """Rings with each new block that a node tells of by itself."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._block: Block | None = None

    async def listen(self, heads: Heads) -> None:
        """Until cancelled; what breaks the connection is waited out, while the mirror polls."""
        failures = 0
        while True:
            try:
                async for block in heads():
                    if failures:
                        log.info("news from the node again", block=block.number)
                    self._block, failures = block, 0
                    self._rung.set()
            except NodeUnreachable as reason:
                failures += 1
                pause = find_pause(failures, 1)
                log.info("no news from the node", seconds=round(pause, 1), reason=str(reason))
                await asyncio.sleep(pause)

    async def wait(self, seconds: float) -> Block | None:
        """The newest block, as soon as there is a new one; None when the time is over before."""
        # Not wait_for, whose Python 3.11 forgets that it was cancelled when it is rung at that moment.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()
        block, self._block = self._block, None
        return block


def find_pause(failures: int, seconds: float) -> float:
    """After so many in a row: from half of `seconds`, twice as long each time, less up to a half."""
    longest: float = min(LONGEST_PAUSE, seconds * 2 ** min(failures, 10) / 4)
    return random.uniform(1, 2) * longest / 2


async def follow(
    mirror: Mirror, *, poll_seconds: float, heads: Heads | None = None, on_step: OnStep | None = None
) -> None:
    """Take the lead and step until cancelled, with each block that is heard of, and every `poll_seconds`.

    on_step: told of each step, for who shows how a backfill comes on.
    Raises AnotherLeads when somebody else takes the lead, and what else nothing but a person mends.
    """
    bell = Bell()
    beside = [asyncio.create_task(_survey(mirror.client))]
    if heads:
        beside.append(asyncio.create_task(bell.listen(heads)))
    try:
        await _step_for_ever(mirror, bell, poll_seconds, on_step)
    finally:
        mirror.rest()
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


async def _survey(client: ChainClient) -> None:
    """Until cancelled; beside the steps, which no slow node shall delay."""
    while True:
        await client.survey()
        await asyncio.sleep(SURVEY_SECONDS)


async def _step_for_ever(mirror: Mirror, bell: Bell, poll_seconds: float, on_step: OnStep | None) -> None:
    failures, doubts, heard, leads = 0, 0, None, False
    reported = time.monotonic() - REPORT_SECONDS
    while True:
        try:
            if not leads:
                async with mirror.engine.connect() as connection:
                    await recall_ranges(connection, mirror.client.endpoints)
                await mirror.take_lead()
                leads = True
                log.info("leading")
            step = await mirror.step(heard)
            if time.monotonic() - reported > REPORT_SECONDS or failures:
                await _report(mirror)
                reported = time.monotonic()
            if failures or doubts:
                log.info("going on", block=step.block, failures=failures + doubts)
            failures, doubts, heard = 0, 0, None
        except ChainContradictsItself as reason:
            doubts, heard = doubts + 1, None
            if doubts >= max(DOUBTS, len(mirror.client.endpoints)):
                raise
            mirror.client.distrust(reason.detail)
            log.error("a contradiction, asking again", reason=reason.detail)
            await asyncio.sleep(mirror.client.pause)
            continue
        except PASSING as reason:
            failures, heard = failures + 1, None
            if isinstance(reason, LogsLeftOut):
                mirror.client.distrust(reason.detail)
            await _wait_out(mirror, reason, failures, poll_seconds)
            continue
        if on_step:
            on_step(step)
        # At the head: a backfill has a step for each piece of the chain.
        if (step.events and step.caught_up) or step.undone:
            what = "mirrored after a reorg" if step.undone else "mirrored"
            log.info(what, block=step.block, events=step.events, undone=step.undone)
        if step.caught_up:
            heard = await bell.wait(poll_seconds)


async def _wait_out(mirror: Mirror, reason: Exception, failures: int, poll_seconds: float) -> None:
    """As long as the nodes want it; and longer each time for what is not theirs."""
    pause = mirror.client.pause
    if not pause and not (isinstance(reason, NodeUnreachable | WrongChain | LogsLeftOut) and failures == 1):
        pause = find_pause(failures, poll_seconds)
    why = describe(reason) if isinstance(reason, OperationalError) else str(reason)
    log.warning("waiting", seconds=round(pause, 1), reason=why)
    with contextlib.suppress(OperationalError):
        await _report(mirror)
    await asyncio.sleep(pause)


async def _report(mirror: Mirror) -> None:
    async with mirror.engine.begin() as connection:
        await write_endpoints(connection, mirror.client.endpoints)
