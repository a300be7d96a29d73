"""Rule 7.1: the mirror waits out what fails, longer each time, and never so long that it seems dead."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.mirror.follow import LONGEST_PAUSE, find_pause, follow
from backend.mirror.sync import Mirror
from tests.backend.mirror.faults import BadGateway
from tests.backend.mirror.proxy import Proxy


def test_it_doubles_up_to_the_longest_and_is_never_the_same() -> None:
    for failures, longest in ((1, 1), (2, 2), (3, 4), (5, LONGEST_PAUSE), (5_000, LONGEST_PAUSE)):
        pauses = [find_pause(failures, 2) for _ in range(200)]
        assert longest / 2 <= min(pauses) < longest * 0.6
        assert longest * 0.9 < max(pauses) <= longest


async def test_the_log_says_what_it_waits_for_and_that_it_goes_on(
    proxy: Proxy, engine: AsyncEngine, deployment: Deployment
) -> None:
    with capture_logs() as said, proxy.listen() as url:

        async def hear(event: str) -> None:
            while event not in [each["event"] for each in said]:
                assert not following.done()
                await asyncio.sleep(0.01)

        async with ChainClient([url]) as client, asyncio.timeout(120):
            following = asyncio.create_task(follow(Mirror(client, engine, deployment), poll_seconds=0.02))
            try:
                await hear("leading")
                with proxy.suffering(BadGateway()):
                    await hear("waiting")
                await hear("going on")
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)
    waiting = [each for each in said if each["event"] == "waiting"]
    (on,) = (each for each in said if each["event"] == "going on")
    assert on["failures"] == len(waiting)
    assert all("502" in each["reason"] for each in waiting)
